"""Why a card made ready cannot leave any more: sent by a colleague meanwhile, or over."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.rendering import datetime_fr
from models.dispatch_lists import DispatchAction, DispatchState
from models.dispatches import Dispatch, DispatchCard, DispatchEvent
from models.people import User
from models.vocabulary import IntroductionState

_S = IntroductionState
GONE = frozenset({_S.CLOSED, _S.DECLINED, _S.LEVEL2_REFUSED, _S.DISCARDED})
"""States that a card made ready does not come back from without somebody else."""
REMOVE = "retirez cette fiche de l’envoi"


def cannot_leave(session: Session, dispatch: Dispatch) -> Mapping[int, str]:
    """Cards (ids) of a dispatch not yet sent that cannot leave any more, and why, in French."""
    if dispatch.state is not DispatchState.PREPARED:
        return {}
    found = {}
    for card in dispatch.cards:
        state = card.introduction.state
        if state is _S.DISPATCHED:
            found[card.id] = _sent_by(session, card)
        elif state in GONE:
            found[card.id] = f"la mise en relation est « {state.label} »"
    return found


def why_it_stays(session: Session, dispatch: Dispatch) -> str | None:
    """Why the dispatch cannot be sent as it stands, and what to do about it; None where it can."""
    found = cannot_leave(session, dispatch)
    codes = {card.id: card.code for card in dispatch.cards}
    told = [f"profil {codes[card_id]} : {words}" for card_id, words in found.items()]
    return f"{' ; '.join(told)} ; {REMOVE}" if told else None


def _sent_by(session: Session, card: DispatchCard) -> str:
    """« Odile Vasseur l’a transmis à Intérim Littoral le 24 novembre 2026 à 9 h 00 »."""
    last = session.execute(
        select(User.name, Dispatch.recipient, DispatchEvent.at)
        .select_from(DispatchEvent)
        .join(Dispatch, Dispatch.id == DispatchEvent.dispatch_id)
        .join(DispatchCard, DispatchCard.dispatch_id == Dispatch.id)
        .outerjoin(User, User.id == DispatchEvent.actor_id)
        .where(
            DispatchCard.introduction_id == card.introduction_id,
            DispatchCard.id != card.id,
            DispatchEvent.action == DispatchAction.SEND,
        )
        .order_by(DispatchEvent.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return "déjà transmis par ailleurs"
    who, recipient, at = last
    return f"{who or 'le système'} l’a déjà transmis à {recipient} le {datetime_fr(at)}"
