"""One decision on several rows of a list at once, and its undoing as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from api.services.decisions import (
    UNSEEN_VERSION,
    ReasonMissingError,
    current_shortlist_id,
    held_back,
)
from api.services.introductions import actor_of
from api.services.scope import (
    NotYourOfferError,
    NotYourParticipantError,
    decides_on,
    follows,
    stood_in_for,
)
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.days import day_of
from models.errors import (
    DomainError,
    InputRefusedError,
    MotiveMissingError,
    NotFoundError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction, IntroductionEvent
from models.moves import Step
from models.moves_together import (
    CHUNK,
    introductions_of,
    move_together,
    refused_before,
    suggest_together,
)
from models.moves_together import undo_together as take_back_together
from models.offers import Offer
from models.people import User
from models.vocabulary import DiscardMotive, IntroductionAction, IntroductionState, OfferState

TOGETHER = frozenset({IntroductionAction.KEEP, IntroductionAction.DISCARD})
MOST_TOGETHER = 900
"""Rows decided at once: a whole long list, as long as a form may hold."""


@dataclass(frozen=True, slots=True)
class Together:
    """What is decided for everybody who is ticked; `who` is (candidate key, version on screen)."""

    action: IntroductionAction
    who: tuple[tuple[str, int], ...]
    motive: DiscardMotive | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Somebody ticked whom the decision did not reach, and why, in French."""

    candidate: Candidate
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision together did: its batch, how many, and whom it did not reach."""

    batch: UUID
    done: int
    skipped: tuple[Skipped, ...]


def decide_together(
    session: Session, user: User, offer: Offer, asked: Together, at: datetime
) -> Outcome:
    """Keep or set aside everybody who is ticked; one that cannot be holds no other back.

    Raises
    ------
    InputRefusedError : nobody is ticked, or too many
    MotiveMissingError : people are set aside without a motive
    RoleRefusedError : this is not decided together
    NotFoundError : somebody ticked is in no file
    """
    if asked.action not in TOGETHER:
        raise RoleRefusedError(asked.action.label, user.role.label)
    if asked.action is IntroductionAction.DISCARD and asked.motive is None:
        raise MotiveMissingError(asked.action.label)
    if not asked.who:
        raise InputRefusedError("cochez au moins une personne", "Ensemble")
    if len(asked.who) > MOST_TOGETHER:
        raise InputRefusedError(f"{MOST_TOGETHER} personnes au plus à la fois", "Ensemble")
    batch = uuid4()
    people = _people(session, [key for key, _ in asked.who])
    step = _step(asked, batch)
    refused = _refused(session, user, offer, people.values(), step, at)
    versions = {people[key].id: version for key, version in asked.who}
    by_id = {person.id: person for person in people.values()}
    wanted = {id_: version for id_, version in versions.items() if id_ not in refused}
    case = _Case(session, user, offer, step, at)
    known = _introductions(case, by_id, wanted, refused)
    for id_ in wanted.keys() - known.keys() - refused.keys():
        reason = "la page n’est plus à jour"
        refused[id_] = TransitionRefusedError(step.action.label, "", reason)
    rows = [(known[id_], version) for id_, version in wanted.items() if id_ in known]
    for introduction, error in move_together(session, offer, rows, step, actor_of(user), at):
        refused[introduction.candidate_id] = error
    skipped = tuple(
        Skipped(person, str(refused[id_])) for id_, person in by_id.items() if id_ in refused
    )
    return Outcome(batch, len(by_id) - len(skipped), skipped)


def undo_together(session: Session, user: User, offer: Offer, batch: UUID, at: datetime) -> Outcome:
    """Take a whole decision back; what somebody changed since stays as it is, and is told."""
    steps = batch_steps(session, offer, batch)
    people = {person.id: person for _, person in steps}
    refused = _not_theirs(session, user, offer, people.values(), at)
    rows = [each for each, person in steps if person.id not in refused]
    for introduction, error in take_back_together(session, rows, batch, actor_of(user), at):
        refused[introduction.candidate_id] = error
    skipped = tuple(Skipped(people[id_], str(error)) for id_, error in refused.items())
    return Outcome(batch, len(steps) - len(skipped), skipped)


def _people(session: Session, keys: Sequence[str]) -> dict[str, Candidate]:
    """The people ticked, by key, each once, in the order they were ticked.

    Raises
    ------
    NotFoundError : somebody is in no file
    """
    try:
        wanted = {key: UUID(key) for key in keys}
    except ValueError:
        raise NotFoundError("Candidat", "case illisible") from None
    found: dict[UUID, Candidate] = {}
    uuids = list(wanted.values())
    for start in range(0, len(uuids), CHUNK):
        asked = select(Candidate).where(Candidate.key.in_(uuids[start : start + CHUNK]))
        found.update({each.key: each for each in session.scalars(asked)})
    for key in wanted.values():
        if key not in found:
            raise NotFoundError("Candidat", key)
    return {key: found[uuid] for key, uuid in wanted.items()}


def _refused(
    session: Session,
    user: User,
    offer: Offer,
    people: Iterable[Candidate],
    step: Step,
    at: datetime,
) -> dict[int, DomainError]:
    """Whom the decision cannot be taken on, by id, and why: as for one row of the list.

    Raises
    ------
    TransitionRefusedError : the offer is not open, for anybody
    """
    people = list(people)
    refused = _not_theirs(session, user, offer, people, at)
    if step.action is IntroductionAction.KEEP and not step.note:
        for id_ in held_back(session, offer.id, [each.id for each in people]):
            refused.setdefault(id_, ReasonMissingError())
    if offer.state is not OfferState.OPEN:
        closed = TransitionRefusedError(
            step.action.label, offer.state.label, "l’offre n’est pas ouverte"
        )
        for each in people:
            refused.setdefault(each.id, closed)
    return refused


def _not_theirs(
    session: Session, user: User, offer: Offer, people: Iterable[Candidate], at: datetime
) -> dict[int, DomainError]:
    """The people, by id, for whom neither the user nor whom they stand in for decides."""
    absent = stood_in_for(session, user, day_of(at))
    people = list(people)
    if not decides_on(session, user, offer.id, *absent):
        return {each.id: NotYourOfferError() for each in people}
    ids = [each.id for each in people]
    files: dict[int, CandidateFollow] = {}
    for start in range(0, len(ids), CHUNK):
        asked = select(CandidateFollow).where(
            CandidateFollow.candidate_id.in_(ids[start : start + CHUNK])
        )
        files.update({each.candidate_id: each for each in session.scalars(asked)})
    return {
        id_: NotYourParticipantError()
        for id_ in ids
        if not any(follows(each, files.get(id_)) for each in (user, *absent))
    }


@dataclass(frozen=True, slots=True)
class _Case:
    """A step that is asked for many people at once, on what, by whom and when."""

    session: Session
    user: User
    offer: Offer
    step: Step
    at: datetime


def _introductions(
    case: _Case,
    people: Mapping[int, Candidate],
    wanted: Mapping[int, int],
    refused: dict[int, DomainError],
) -> dict[int, Introduction]:
    """The introductions of people ticked, made where nobody had decided on them yet.

    wanted : version on screen by candidate
    refused : takes in those for whom none is made, as the step would not reach them
    """
    session, offer, actor, ids = case.session, case.offer, actor_of(case.user), list(wanted)
    shortlist = current_shortlist_id(session, offer.id)
    for _ in range(2):
        known = introductions_of(session, offer, ids)
        new = [id_ for id_ in ids if wanted[id_] == UNSEEN_VERSION and id_ not in known]
        left_out = refused_before(
            session, offer, [people[id_] for id_ in new], case.step, actor, case.at
        )
        missing = [id_ for id_ in new if id_ not in left_out]
        try:
            with session.begin_nested():
                suggest_together(session, offer, missing, actor, case.at, shortlist)
            refused.update(left_out)
            break
        except IntegrityError:
            continue  # somebody made one in the same instant: it is there now
    return introductions_of(session, offer, ids)


def batch_steps(
    session: Session, offer: Offer, batch: UUID
) -> Sequence[tuple[Introduction, Candidate]]:
    """The introductions of an offer that a batch decided on, those taken back left out."""
    undone = aliased(IntroductionEvent)
    rows = session.execute(
        select(Introduction, Candidate)
        .join(IntroductionEvent, IntroductionEvent.introduction_id == Introduction.id)
        .join(Candidate, Candidate.id == Introduction.candidate_id)
        .where(
            Introduction.offer_id == offer.id,
            IntroductionEvent.batch == batch,
            ~select(undone.id).where(undone.undoes_id == IntroductionEvent.id).exists(),
        )
        .order_by(Introduction.id)
    )
    return [(introduction, candidate) for introduction, candidate in rows]


@dataclass(frozen=True, slots=True)
class BatchView:
    """A decision together as the list tells it: `standing` people it still holds for.

    state : what they became, or None where it was taken back; `skipped` it did not reach
    """

    batch: UUID
    standing: int
    state: IntroductionState | None
    skipped: tuple[Candidate, ...]


def batch_view(
    session: Session, offer: Offer, batch: str, skipped: Sequence[str] = ()
) -> BatchView | None:
    """What the page says after a decision together; None for a batch of no step here."""
    try:
        key = UUID(batch)
        keys = [UUID(each) for each in skipped[:MOST_TOGETHER]]
    except ValueError:
        return None
    steps = batch_steps(session, offer, key)
    known = session.scalar(
        select(IntroductionEvent.id).where(IntroductionEvent.batch == key).limit(1)
    )
    if known is None and not keys:
        return None
    missed = session.scalars(
        select(Candidate).where(Candidate.key.in_(keys)).order_by(Candidate.identifier)
    ).all()
    state = steps[0][0].state if steps else None
    return BatchView(key, len(steps), state, tuple(missed))


def _step(asked: Together, batch: UUID) -> Step:
    return Step(
        asked.action,
        motive=None if asked.motive is None else asked.motive.value,
        note=asked.note or None,
        batch=batch,
    )
