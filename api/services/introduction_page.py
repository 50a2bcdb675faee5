"""What the page of one introduction shows: where it stands, its story, what may be done next."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services.introductions import DECIDERS, introduction_of
from api.services.rows import name_of
from api.services.scope import follows, stood_in_for
from models.candidates import Candidate
from models.case_files import CandidateFollow, CandidateIdentity, Consent
from models.days import day_of
from models.endings import EndMotive
from models.introductions import Introduction, IntroductionEvent, IntroductionNote
from models.move_guards import (
    AGREEMENT_LASTS,
    CHECKS,
    Case,
    few_propositions,
    open_propositions,
)
from models.moves import Actor, Step, may_undo
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.transition_words import Guard, Transition
from models.transitions import PROPOSITIONS, steps_for
from models.vocabulary import IntroductionAction, IntroductionState

A, S = IntroductionAction, IntroductionState

PRIMARY: dict[IntroductionState, IntroductionAction] = {
    S.SUGGESTED: A.KEEP,
    S.DISCARDED: A.KEEP,
    S.RESERVE: A.KEEP,
    S.KEPT: A.PROPOSE,
    S.PROPOSED: A.AGREE,
    S.AGREED: A.DISPATCH,
    S.LEVEL2_PENDING: A.VALIDATE,
    S.LEVEL2_VALIDATED: A.DISPATCH,
    S.DISPATCHED: A.CLOSE,
}
"""What usually comes next: the one step that the page puts first (a sending ends in a hire)."""
AWAITED: dict[IntroductionState, str] = {
    S.AGREED: "La suite : envoyer le profil, dès que c’est possible.",
    S.LEVEL2_PENDING: "La suite : l’entretien de niveau 2, tenu par une autre personne que celle "
    "qui a recueilli l’accord.",
    S.LEVEL2_VALIDATED: "La suite : envoyer le profil, dès que c’est possible.",
    S.DISPATCHED: "La suite revient à l’employeur : sa réponse est attendue.",
    S.CLOSED: "Rien n’est attendu : cette mise en relation est finie.",
}
"""What comes next where it is not for the reader to do, or not yet."""
ON_ANOTHER_PAGE = frozenset({A.VALIDATE, A.REFUSE, A.RETURN, A.DISPATCH})
"""Steps that need more than a form: an interview, a dispatch."""
ASKED_ELSEWHERE = frozenset({Guard.DAY_AND_CHANNEL, Guard.FEW_PROPOSITIONS})
"""Guards that the form itself answers."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One step that the user may take, or why it waits (`refusal`, in French).

    is_usual : the state usually goes on with this action
    """

    row: Transition
    refusal: str | None = None
    is_usual: bool = False

    @property
    def is_next(self) -> bool:
        """True for what usually comes next, ready to be done."""
        is_hire = self.row.motives == frozenset({EndMotive.HIRED.value})
        return (
            self.is_usual and self.refusal is None and (self.row.action is not A.CLOSE or is_hire)
        )

    @property
    def is_here(self) -> bool:
        """True where a form of this page takes the step."""
        return self.row.action not in ON_ANOTHER_PAGE


@dataclass(frozen=True, slots=True)
class IntroductionPage:
    """One introduction as its page shows it.

    name, first_name, phone : only for who follows the person; `is_theirs` says so
    choices : what the user may do, the usual next step first
    may_undo : « Annuler » reaches the last step
    propositions : how many other offers the person has heard of that are not over
    needs_confirmation : why one more asks to be confirmed, or None
    agreement_until : last day on which the agreement lets one send
    consent : what the file says of showing the profile; None: not asked
    obstacles : what the list says holds the person back
    """

    introduction: Introduction
    offer: Offer
    candidate: Candidate
    name: str | None
    first_name: str | None
    phone: str | None
    follow: CandidateFollow | None
    is_theirs: bool
    steps: tuple[IntroductionEvent, ...]
    notes: tuple[IntroductionNote, ...]
    choices: tuple[Choice, ...]
    may_undo: bool
    propositions: int
    needs_confirmation: str | None
    agreement_until: date | None
    consent: bool | None
    obstacles: tuple[str, ...]

    @property
    def main(self) -> Choice | None:
        """The next step of the usual path, where the user may take it now."""
        return next((choice for choice in self.choices if choice.is_next), None)

    @property
    def others(self) -> tuple[Choice, ...]:
        """The other steps that the user may take now."""
        main = self.main
        return tuple(each for each in self.choices if each.refusal is None and each is not main)

    @property
    def awaited(self) -> str:
        """What comes next where `main` is None; "" where nothing more can be said."""
        return AWAITED.get(self.introduction.state, "")

    @property
    def called(self) -> str:
        """Identifier and name, as titles say them."""
        return " ".join(filter(None, (self.candidate.identifier, self.name)))


def introduction_page(session: Session, user: User, key: str, at: datetime) -> IntroductionPage:
    """Everything the page of an introduction shows to this user.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    """
    introduction = introduction_of(session, user, key, at)
    follow = session.get(CandidateFollow, introduction.candidate_id)
    standing = (user, *stood_in_for(session, user, day_of(at)))
    is_theirs = any(follows(each, follow) for each in standing)
    identity = session.get(CandidateIdentity, introduction.candidate_id) if is_theirs else None
    consent = session.get(Consent, introduction.candidate_id)
    steps = _steps(session, introduction.id)
    agreed_on = introduction.agreed_on
    may_act = is_theirs or user.role not in DECIDERS
    return IntroductionPage(
        introduction=introduction,
        offer=introduction.offer,
        candidate=introduction.candidate,
        name=name_of(identity),
        first_name=None if identity is None else identity.first_name,
        phone=None if identity is None else identity.phone,
        follow=follow,
        is_theirs=is_theirs,
        steps=steps,
        notes=_notes(session, introduction.id),
        choices=_choices(session, introduction, user, at) if may_act else (),
        may_undo=may_act and is_undoable(steps, user),
        propositions=_others(session, introduction),
        needs_confirmation=few_propositions(
            _case(session, introduction, user, Step(A.PROPOSE), at)
        ),
        agreement_until=None if agreed_on is None else agreed_on + AGREEMENT_LASTS,
        consent=None if consent is None else consent.is_given,
        obstacles=_obstacles(session, introduction),
    )


def is_undoable(steps: tuple[IntroductionEvent, ...], user: User) -> bool:
    """True where the last step of a story is one that this role takes back."""
    story = [step for step in steps if step.action is not A.SUBMIT]
    last = story[-1] if story else None
    if last is None or last.from_state is None or not may_undo(last, Actor(user.id, user.role)):
        return False
    return any(
        row.action is last.action and (row.motives is None or last.motive in row.motives)
        for row in steps_for(last.from_state, user.role)
    )


def _choices(
    session: Session, introduction: Introduction, user: User, at: datetime
) -> tuple[Choice, ...]:
    first = PRIMARY.get(introduction.state)
    rows = steps_for(introduction.state, user.role)
    found = [
        Choice(row, _refusal(session, introduction, user, row, at), row.action is first)
        for row in rows
    ]
    return tuple(sorted(found, key=lambda choice: not choice.is_usual))


def _refusal(
    session: Session, introduction: Introduction, user: User, row: Transition, at: datetime
) -> str | None:
    """The first guard that says no already, before anything is filled in."""
    case = _case(session, introduction, user, Step(row.action), at)
    for guard in row.guards:
        check = None if guard in ASKED_ELSEWHERE else CHECKS.get(guard)
        if check is not None and (reason := check(case)) is not None:
            return reason
    return None


def _case(
    session: Session, introduction: Introduction, user: User, step: Step, at: datetime
) -> Case:
    return Case(session, introduction, introduction.offer, step, Actor(user.id, user.role), at)


def _others(session: Session, introduction: Introduction) -> int:
    count = open_propositions(session, introduction.candidate_id)
    return count - int(introduction.state in PROPOSITIONS)


def _steps(session: Session, introduction_id: int) -> tuple[IntroductionEvent, ...]:
    found = session.scalars(
        select(IntroductionEvent)
        .where(IntroductionEvent.introduction_id == introduction_id)
        .options(joinedload(IntroductionEvent.actor))
        .order_by(IntroductionEvent.id)
    )
    return tuple(found)


def _notes(session: Session, introduction_id: int) -> tuple[IntroductionNote, ...]:
    found = session.scalars(
        select(IntroductionNote)
        .where(IntroductionNote.introduction_id == introduction_id)
        .options(joinedload(IntroductionNote.author))
        .order_by(IntroductionNote.id)
    )
    return tuple(found)


def _obstacles(session: Session, introduction: Introduction) -> tuple[str, ...]:
    """What the current list of the offer says holds the person back."""
    current = (
        select(Shortlist.id)
        .where(Shortlist.offer_id == introduction.offer_id)
        .order_by(Shortlist.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    blockers = session.scalar(
        select(ShortlistEntry.blockers).where(
            ShortlistEntry.shortlist_id == current,
            ShortlistEntry.candidate_id == introduction.candidate_id,
        )
    )
    return tuple(str(each["reason"]) for each in blockers or ())
