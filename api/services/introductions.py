"""What people do to one introduction: a step of the table, its undoing, a word to colleagues."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services import scope
from api.services.decisions import check_reason
from api.services.scope import introductions_visible, stood_in_for
from models.days import day_of
from models.endings import EndMotive
from models.errors import (
    InputRefusedError,
    NotFoundError,
    RoleRefusedError,
    TransitionRefusedError,
)
from models.introductions import Introduction, IntroductionEvent, IntroductionNote
from models.moves import Actor, Step, move, undo
from models.people import User
from models.transitions import INTRODUCTION_TRANSITIONS
from models.vocabulary import IntroductionAction, Role

LONGEST_NOTE = 1_000
"""Characters of a note; what is longer belongs to the case file."""
WRITERS = frozenset({Role.OFFICER, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})


def introduction_of(session: Session, user: User, key: str, at: datetime) -> Introduction:
    """The introduction of this key with its offer and person, where the user sees it.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    """
    absent = stood_in_for(session, user, day_of(at))
    try:
        found = session.scalar(
            select(Introduction)
            .where(Introduction.key == UUID(key), introductions_visible(user, *absent))
            .options(joinedload(Introduction.offer), joinedload(Introduction.candidate))
        )
    except ValueError:
        found = None
    if found is None:
        raise NotFoundError("Mise en relation", key)
    return found


def act(session: Session, user: User, key: str, step: Step, at: datetime) -> Introduction:
    """Take one step on an introduction, in the name of the user.

    A sending is a dispatch and a hire is a contract: each has its page and guards of its own.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    NotYourParticipantError : a caseworker decides for somebody else's participant
    ReasonMissingError : something holds the person back and no reason is written
    RoleRefusedError, TransitionRefusedError, MotiveMissingError, ConcurrentChangeError
    """
    introduction = introduction_of(session, user, key, at)
    check_follows(session, user, introduction, at)
    _check_taken_here(introduction, step)
    if step.action is IntroductionAction.KEEP:
        check_reason(session, introduction.offer_id, introduction.candidate_id, step.note)
    move(session, introduction, step, actor_of(user), at)
    return introduction


def take_back(
    session: Session, user: User, key: str, at: datetime, expected_version: int | None = None
) -> IntroductionEvent:
    """« Annuler »: the last step is taken back, as long as nothing was sent.

    Raises
    ------
    NotFoundError, NotYourParticipantError, RoleRefusedError, TransitionRefusedError,
    ConcurrentChangeError
    """
    introduction = introduction_of(session, user, key, at)
    check_follows(session, user, introduction, at)
    return undo(session, introduction, actor_of(user), at, expected_version)


def close(
    session: Session,
    introduction: Introduction,
    reason: EndMotive,
    detail: str | None,
    actor: Actor,
    at: datetime,
    note: str | None = None,
) -> IntroductionEvent:
    """Close an introduction with its reason; `detail` says why where somebody said no.

    Raises
    ------
    RoleRefusedError, TransitionRefusedError, MotiveMissingError, ConcurrentChangeError
    """
    step = Step(IntroductionAction.CLOSE, reason.value, note=note, detail=detail)
    return move(session, introduction, step, actor, at)


def add_note(session: Session, user: User, key: str, text: str, at: datetime) -> IntroductionNote:
    """Leave a word to colleagues on an introduction; no employer, no agency ever reads it.

    Raises
    ------
    NotFoundError : none, or not theirs to see
    RoleRefusedError : the role works on no introduction
    InputRefusedError : nothing is written, or too much
    """
    if user.role not in WRITERS:
        raise RoleRefusedError("Écrire une note", user.role.label)
    words = text.strip()
    if not words:
        raise InputRefusedError("écrivez quelque chose", "Note")
    if len(words) > LONGEST_NOTE:
        raise InputRefusedError(f"{LONGEST_NOTE} caractères au plus", "Note")
    introduction = introduction_of(session, user, key, at)
    note = IntroductionNote(introduction_id=introduction.id, at=at, author_id=user.id, text=words)
    session.add(note)
    session.flush()
    return note


def check_follows(session: Session, user: User, introduction: Introduction, at: datetime) -> None:
    """Stop a caseworker who follows the person neither for themselves nor for an absent one.

    Raises
    ------
    NotYourParticipantError
    """
    if user.role not in DECIDERS:
        return  # the table says what an officer may do
    absent = stood_in_for(session, user, day_of(at))
    scope.check_follows(session, user, introduction.candidate_id, *absent)


def _check_taken_here(introduction: Introduction, step: Step) -> None:
    state = introduction.state.label
    if step.action is IntroductionAction.DISPATCH:
        raise TransitionRefusedError(step.action.label, state, "préparez un envoi pour cette offre")
    if step.action is IntroductionAction.CLOSE and step.motive == EndMotive.HIRED.value:
        raise TransitionRefusedError(step.action.label, state, "enregistrez l’embauche")


def actor_of(user: User) -> Actor:
    """The user as the table of transitions knows them."""
    return Actor(user.id, user.role)


DECIDERS = next(
    row.roles for row in INTRODUCTION_TRANSITIONS if row.action is IntroductionAction.KEEP
)
