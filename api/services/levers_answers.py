"""The answer of a person to a question of a shortlist, written in their record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.services.scope import NotYourParticipantError, follows
from ingestion.licences import catalogue, licence_label
from ingestion.records import ParsedOffer
from matching.levers.offer_requirements import training_of
from models.candidates import (
    Candidate,
    CandidateAvailability,
    CandidateCredential,
    CandidateMobility,
)
from models.case_files import CandidateFollow
from models.days import day_of
from models.errors import InputRefusedError, NotFoundError
from models.people import User
from models.vocabulary import CredentialState, Necessity, TravelMode, WorkPattern

MEANS, LIMIT, HOURS = "reponse:moyens", "reponse:trajet", "reponse:horaires"
TITLE = "reponse:titre"
ANSWERABLE = frozenset({MEANS, LIMIT, HOURS, TITLE})
"""Questions whose answer has a place in the record."""

SHORTEST_TRIP, LONGEST_TRIP = 5, 180
"""Minutes one way that a form takes."""
MOST_DAYS_VALID = 30 * 366
"""Beyond, an end of validity is a slip of the keyboard."""

WORDS = {
    MEANS: "Comment la personne se déplace-t-elle ?",
    LIMIT: "Quel trajet maximum la personne accepte-t-elle ?",
    HOURS: "Quels horaires la personne peut-elle tenir ?",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was typed; only the fields of the question asked are read.

    modes : empty with `no_mode` : none at all
    state : of the title; None with `is_list_complete` : not held, and the list says all
    """

    modes: frozenset[TravelMode] = frozenset()
    no_mode: bool = False
    minutes: float | None = None
    patterns: frozenset[WorkPattern] = frozenset()
    earliest_start: time | None = None
    latest_end: time | None = None
    state: CredentialState | None = None
    expires_on: date | None = None
    is_list_complete: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """What the record says today of what is asked, to fill the form with."""

    modes: frozenset[TravelMode] = frozenset()
    minutes: float | None = None
    patterns: frozenset[WorkPattern] = frozenset()
    earliest_start: time | None = None
    latest_end: time | None = None
    may_lack: bool = False
    """whether "not held" can be written: the list of titles is not said to be complete yet"""


def question_words(key: str, offer: ParsedOffer) -> str:
    """A question in French.

    Raises
    ------
    NotFoundError : there is no such question
    """
    if key in WORDS:
        return WORDS[key]
    labels = [licence_label(code) for code in titles_of(key, offer)]
    return f"La personne a-t-elle bien : {', '.join(labels)} ?"


def titles_of(key: str, offer: ParsedOffer) -> tuple[str, ...]:
    """The codes that a question on titles is about: one, or the categories that an offer asks.

    What is wished beside what is required, or taught on the spot, is not asked about with it.

    Raises
    ------
    NotFoundError : it is no such question, or a code that nobody knows
    """
    head, _, training = key.rpartition(":")
    asked = {
        necessity: tuple(
            each.code
            for each in offer.licences
            if each.necessity is necessity and training_of(each.code) == training
        )
        for necessity in (Necessity.REQUIRED, Necessity.WISHED)
    }
    codes = asked[Necessity.REQUIRED] or asked[Necessity.WISHED] or (training,)
    if head != TITLE or not set(codes) <= set(catalogue()):
        raise NotFoundError("Question", key)
    return codes


def record_of(session: Session, candidate: Candidate) -> Record:
    """What the record of a person says of all that may be asked."""
    mobility = session.get(CandidateMobility, candidate.id)
    wishes = session.get(CandidateAvailability, candidate.id)
    return Record(
        modes=(mobility.modes if mobility else None) or frozenset(),
        minutes=mobility.trip_limit_minutes if mobility else None,
        patterns=(wishes.patterns if wishes else None) or frozenset(),
        earliest_start=wishes.earliest_start if wishes else None,
        latest_end=wishes.latest_end if wishes else None,
        may_lack=not candidate.are_credentials_known,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a person, about an offer."""

    key: str
    offer: ParsedOffer
    candidate: Candidate


def check_may_answer(session: Session, user: User, candidate: Candidate) -> None:
    """Stop whoever does not follow the person.

    Raises
    ------
    NotYourParticipantError
    """
    if not follows(user, session.get(CandidateFollow, candidate.id)):
        raise NotYourParticipantError


def write_answer(
    session: Session, user: User, question: Asked, answer: Answer, now: datetime
) -> None:
    """Write an answer where it belongs: mobility, hours or titles of the record.

    An import of another state of the same file replaces it, as it replaces all of the record.

    Raises
    ------
    NotYourParticipantError : somebody else follows the person
    NotFoundError : there is no such question
    InputRefusedError : nothing was answered, or a value cannot be
    """
    candidate = question.candidate
    check_may_answer(session, user, candidate)
    # One answer at a time: two would both add the line that neither sees yet.
    session.execute(select(Candidate.id).where(Candidate.id == candidate.id).with_for_update())
    if question.key == MEANS:
        _mobility(session, candidate).modes = _modes(answer)
    elif question.key == LIMIT:
        _mobility(session, candidate).trip_limit_minutes = _minutes(answer)
    elif question.key == HOURS:
        _write_hours(session, candidate, answer)
    else:
        codes = titles_of(question.key, question.offer)
        _write_titles(session, candidate, codes, answer, day_of(now))
    candidate.updated_at = now
    session.flush()


def _mobility(session: Session, candidate: Candidate) -> CandidateMobility:
    found = session.get(CandidateMobility, candidate.id)
    if found is None:
        found = CandidateMobility(candidate_id=candidate.id)
        session.add(found)
    return found


def _modes(answer: Answer) -> frozenset[TravelMode]:
    if bool(answer.modes) is answer.no_mode:
        raise InputRefusedError(
            "choisissez un ou plusieurs moyens, ou « aucun » et rien d’autre", "Déplacements"
        )
    return answer.modes


def _minutes(answer: Answer) -> float:
    if answer.minutes is None or not SHORTEST_TRIP <= answer.minutes <= LONGEST_TRIP:
        raise InputRefusedError(
            f"un nombre de minutes entre {SHORTEST_TRIP} et {LONGEST_TRIP}", "Trajet maximum"
        )
    return answer.minutes


def _write_hours(session: Session, candidate: Candidate, answer: Answer) -> None:
    if not answer.patterns:
        raise InputRefusedError("choisissez au moins un horaire possible", "Horaires")
    earliest, latest = answer.earliest_start, answer.latest_end
    if earliest is not None and earliest == latest:
        raise InputRefusedError("le début et la fin sont à la même heure", "Horaires")
    found = session.get(CandidateAvailability, candidate.id)
    if found is None:
        found = CandidateAvailability(candidate_id=candidate.id)
        session.add(found)
    found.patterns = answer.patterns
    found.excluded_patterns = (found.excluded_patterns or frozenset()) - answer.patterns
    found.earliest_start, found.latest_end = earliest, latest


def _write_titles(
    session: Session, candidate: Candidate, codes: Iterable[str], answer: Answer, today: date
) -> None:
    if answer.state is None:
        if not answer.is_list_complete or candidate.are_credentials_known:
            raise InputRefusedError("choisissez une réponse", "Titre")
        candidate.are_credentials_known = True
        return
    _check_end(answer, today)
    for code in codes:
        _write_title(session, candidate, code, answer)


def _check_end(answer: Answer, today: date) -> None:
    """An end of validity that says the contrary of the state is a slip."""
    if answer.expires_on is None:
        return
    is_over = answer.expires_on < today
    if answer.state is CredentialState.HELD and is_over:
        raise InputRefusedError("cette date est passée : le titre est périmé", "Valable jusqu’au")
    if answer.state is CredentialState.EXPIRED and not is_over:
        raise InputRefusedError("un titre périmé n’est plus valable", "Valable jusqu’au")
    if answer.state is CredentialState.IN_PROGRESS:
        raise InputRefusedError("un titre en cours n’a pas encore de date", "Valable jusqu’au")
    if (answer.expires_on - today).days > MOST_DAYS_VALID:
        raise InputRefusedError("cette date est trop lointaine", "Valable jusqu’au")


def _write_title(session: Session, candidate: Candidate, code: str, answer: Answer) -> None:
    assert answer.state is not None
    table = CandidateCredential
    found = session.scalar(
        select(table)
        .where(table.candidate_id == candidate.id, table.code == code)
        .order_by(table.position)
        .limit(1)
    )
    if found is None:
        last = session.scalar(
            select(func.max(table.position)).where(table.candidate_id == candidate.id)
        )
        found = table(
            candidate_id=candidate.id,
            position=0 if last is None else last + 1,
            code=code,
            label=licence_label(code),
        )
        session.add(found)
    found.state, found.expires_on = answer.state, answer.expires_on
    session.flush()
