"""Retenir, Écarter, Annuler: one action of one person on one row of a shortlist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.scope import check_decides
from models.days import day_of
from models.errors import DomainError, TransitionRefusedError
from models.introductions import Introduction
from models.moves import Actor, Step, move, suggest, undo
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import DiscardMotive, IntroductionAction, OfferState

UNSEEN_VERSION = 1
"""Version of an introduction nobody has decided on: the one it gets when it is suggested."""


class ReasonMissingError(DomainError):
    """Somebody whom a requirement holds back is kept with a written reason, or not at all."""

    def __init__(self) -> None:
        super().__init__("Un obstacle est connu : écrivez pourquoi vous retenez cette personne.")


@dataclass(frozen=True, slots=True)
class Target:
    """The row decided on; `version` is that of the introduction on screen."""

    offer: Offer
    candidate_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is set aside: a motive of the closed list, and words of one's own."""

    motive: DiscardMotive | None
    note: str = ""


def keep(session: Session, user: User, target: Target, note: str, at: datetime) -> Introduction:
    """Retain the candidate for the offer.

    Raises
    ------
    ReasonMissingError : something holds the person back and no reason is written
    NotYourParticipantError, NotYourOfferError, TransitionRefusedError, ConcurrentChangeError
    """
    step = Step(IntroductionAction.KEEP, note=note or None, expected_version=target.version)
    return decide(session, user, target, step, at)


def discard(
    session: Session, user: User, target: Target, reason: Reason, at: datetime
) -> Introduction:
    """Set the candidate aside for this offer, with a motive of the closed list.

    Raises
    ------
    MotiveMissingError : no motive
    NotYourParticipantError, NotYourOfferError, TransitionRefusedError, ConcurrentChangeError
    """
    step = Step(
        IntroductionAction.DISCARD,
        motive=None if reason.motive is None else reason.motive.value,
        note=reason.note or None,
        expected_version=target.version,
    )
    return decide(session, user, target, step, at)


def take_back(session: Session, user: User, target: Target, at: datetime) -> Introduction:
    """Undo the last decision on the candidate; the history keeps both steps.

    Raises
    ------
    NotYourParticipantError, NotYourOfferError, TransitionRefusedError, ConcurrentChangeError
    """
    check_decides(session, user, target.offer.id, target.candidate_id, day_of(at))
    introduction = _find(session, target)
    if introduction is None:
        raise TransitionRefusedError(
            IntroductionAction.UNDO.label, "", "aucune décision n’a été prise"
        )
    undo(session, introduction, _actor(user), at, expected_version=target.version)
    return introduction


def check_reason(session: Session, offer_id: int, candidate_id: int, note: str | None) -> None:
    """Stop whoever keeps somebody that the current list holds back without saying why.

    Raises
    ------
    ReasonMissingError
    """
    entry = _entry(session, offer_id, candidate_id)
    if entry is not None and entry.blockers and not note:
        raise ReasonMissingError


def held_back(session: Session, offer_id: int, candidate_ids: Sequence[int]) -> set[int]:
    """Of these people, those whom something holds back in the current list."""
    found = session.execute(
        select(ShortlistEntry.candidate_id, ShortlistEntry.blockers).where(
            ShortlistEntry.shortlist_id == current_shortlist_id(session, offer_id)
        )
    )
    return {row[0] for row in found if row[1]}.intersection(candidate_ids)


def decide(session: Session, user: User, target: Target, step: Step, at: datetime) -> Introduction:
    """Take a step on a row of a list, whose introduction is made if there is none yet.

    Raises
    ------
    ReasonMissingError : something holds the person back and no reason is written
    NotYourParticipantError, NotYourOfferError, TransitionRefusedError, MotiveMissingError,
    ConcurrentChangeError
    """
    if step.action is IntroductionAction.KEEP:
        check_reason(session, target.offer.id, target.candidate_id, step.note)
    check_decides(session, user, target.offer.id, target.candidate_id, day_of(at))
    if target.offer.state is not OfferState.OPEN:
        raise TransitionRefusedError(
            step.action.label, target.offer.state.label, "l’offre n’est pas ouverte"
        )
    introduction = _find(session, target)
    if introduction is None:
        if target.version != UNSEEN_VERSION:
            raise TransitionRefusedError(step.action.label, "", "la page n’est plus à jour")
        introduction = suggest(
            session,
            (target.offer.id, target.candidate_id),
            _actor(user),
            at,
            current_shortlist_id(session, target.offer.id),
        )
    move(session, introduction, step, _actor(user), at)
    return introduction


def _actor(user: User) -> Actor:
    return Actor(user.id, user.role)


def _find(session: Session, target: Target) -> Introduction | None:
    return session.scalar(
        select(Introduction).where(
            Introduction.offer_id == target.offer.id,
            Introduction.candidate_id == target.candidate_id,
        )
    )


def current_shortlist_id(session: Session, offer_id: int) -> int | None:
    """The list that an offer shows today."""
    return session.scalar(
        select(Shortlist.id)
        .where(Shortlist.offer_id == offer_id)
        .order_by(Shortlist.id.desc())
        .limit(1)
    )


def _entry(session: Session, offer_id: int, candidate_id: int) -> ShortlistEntry | None:
    return session.scalar(
        select(ShortlistEntry).where(
            ShortlistEntry.shortlist_id == current_shortlist_id(session, offer_id),
            ShortlistEntry.candidate_id == candidate_id,
        )
    )
