"""What an answer brings about once it takes effect: coordinates, a closed introduction, a hire."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.services.answers_calendar import interview_file
from api.services.contracts import hire
from api.services.contracts_terms import terms_of_offer
from api.services.dispatches_texts import called, post_of, reveal_text
from api.services.messages import Attachment, NewMessage, queue
from models.case_files import CandidateIdentity, Consent
from models.dispatch_lists import CardAnswer, DispatchAction
from models.dispatch_moves import By, note
from models.dispatches import Dispatch, DispatchCard
from models.endings import EndMotive
from models.errors import TransitionRefusedError
from models.moves import Actor, Step, move
from models.outbox import MessageKind
from models.vocabulary import IntroductionAction, IntroductionState

REVEALING = frozenset({CardAnswer.MEET, CardAnswer.MET, CardAnswer.TRIAL, CardAnswer.HIRED})
"""Answers that need to know whom to call."""


def take_effect(
    session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime
) -> None:
    """Bring about what the answer of a card says.

    Raises
    ------
    TransitionRefusedError, ConcurrentChangeError : the introduction moved meanwhile
    """
    if card.introduction.state is not IntroductionState.DISPATCHED:
        raise TransitionRefusedError("Répondre", "", "ce profil n’est plus disponible")
    if card.answer in REVEALING and card.revealed_at is None:
        _reveal(session, dispatch, card, by, at)
    if card.answer is CardAnswer.REFUSED:
        _refuse(session, card, by, at)
    elif card.answer is CardAnswer.HIRED:
        _hire(session, dispatch, card, by, at)


def may_reveal(session: Session, card: DispatchCard) -> bool:
    """True where the person agreed and has not withdrawn: to this offer, and in their file."""
    consent = session.get(Consent, card.introduction.candidate_id)
    is_withdrawn = consent is not None and consent.is_given is False
    return card.introduction.agreed_on is not None and not is_withdrawn


def identity_of(session: Session, card: DispatchCard) -> CandidateIdentity:
    """Who the person of a card is: for one that is revealed, or for those who follow them."""
    found = session.get(CandidateIdentity, card.introduction.candidate_id)
    return found or CandidateIdentity(candidate_id=card.introduction.candidate_id)


def _reveal(session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime) -> None:
    if not may_reveal(session, card):
        return
    card.revealed_at = at
    note(session, dispatch, DispatchAction.REVEAL, by, at, card=card)
    if not dispatch.contact_email:
        return
    person = identity_of(session, card)
    calendar = interview_file(dispatch.offer, card, at)
    files = () if calendar is None else (Attachment("rendez-vous.ics", "text/calendar", calendar),)
    message = NewMessage(
        to=dispatch.contact_email,
        subject=f"{called(card)}, poste {post_of(dispatch.offer)}",
        text=reveal_text(dispatch, dispatch.offer, card, person),
        kind=MessageKind.REVEAL,
        attachments=files,
        dispatch_id=dispatch.id,
        once=f"coordonnees:{card.id}",
    )
    queue(session, message, at)


def _refuse(session: Session, card: DispatchCard, by: By, at: datetime) -> None:
    step = Step(
        IntroductionAction.CLOSE,
        motive=EndMotive.REFUSED.value,
        detail=None if card.motive is None else card.motive.value,
        note=card.words,
    )
    move(session, card.introduction, step, Actor(by.user_id, None), at)


def _hire(session: Session, dispatch: Dispatch, card: DispatchCard, by: By, at: datetime) -> None:
    assert card.start_on is not None
    terms = terms_of_offer(dispatch.offer, card.start_on, dispatch.recipient)
    # The employer decided; whoever typed it only says so: hence no role.
    hire(session, card.introduction, terms, Actor(by.user_id, None), at)
