"""The round of the outbox: each message claimed, given its link, sent, and its end noted.

A message sent by a server that then fails to say so may leave twice; none is lost.
"""

import logging
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused

from sqlalchemy.orm import Session, joinedload

from api.services.answers_links import create_link, drop_link
from api.services.answers_view import still_agrees
from api.services.messages import (
    CODE_LASTS,
    LINK,
    carries_code,
    claim,
    due,
    give_up,
    mark_failed,
    mark_sent,
    set_aside,
)
from api.services.messages_mail import Transport, as_email
from models.dispatches import DispatchCard
from models.outbox import MessageKind, OutgoingMessage

Begin = Callable[[], AbstractContextManager[Session]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """How mail leaves: the transport, the sender, the address of the service."""

    transport: Transport
    sender: str
    site: str


@dataclass(frozen=True, slots=True)
class _Claimed:
    message: OutgoingMessage
    text: str
    token: str | None


def send_due(begin: Begin, post: Post, now: datetime) -> Counter[str]:
    """Send what is due; `sent`, `failed` and `refused` are counted."""
    with begin() as session:
        ids = due(session, now)
    done: Counter[str] = Counter()
    for each in ids:
        with begin() as session:
            claimed = _claim(session, each, post, now)
        if claimed is not None:
            done[_send(begin, claimed, post, now)] += 1
    return done


def _claim(session: Session, message_id: int, post: Post, now: datetime) -> _Claimed | None:
    """The message with its final text; the token of its link is in memory alone."""
    message = claim(session, message_id, now)
    if message is None:
        return None
    is_named_in_vain = message.kind is MessageKind.REVEAL and not _may_be_named(session, message)
    is_old_code = carries_code(message) and message.created_at <= now - CODE_LASTS
    if is_named_in_vain or is_old_code:
        give_up(session, message)
        return None
    if message.dispatch_id is None or LINK not in message.text:
        return _Claimed(message, message.text, None)
    token = create_link(session, message.dispatch_id, now)
    address = f"{post.site.rstrip('/')}/reponse/{token}"
    return _Claimed(message, message.text.replace(LINK, address), token)


def _may_be_named(session: Session, message: OutgoingMessage) -> bool:
    """True while the person that the message names still agrees: it may have waited for hours."""
    card_id = (message.once or "").rpartition(":")[2]
    if not card_id.isdecimal():
        return False
    with_introduction = [joinedload(DispatchCard.introduction)]
    card = session.get(DispatchCard, int(card_id), options=with_introduction)
    return card is not None and still_agrees(session, card)


def _send(begin: Begin, claimed: _Claimed, post: Post, now: datetime) -> str:
    message = claimed.message
    try:
        mail = as_email(message, claimed.text, post.sender, now)
        post.transport(mail, str(message.key))
    except (SMTPRecipientsRefused, ValueError) as error:
        # The address itself is wrong: trying again would change nothing.
        with begin() as session:
            _forget(session, claimed)
            set_aside(session, message.id, f"adresse refusée ({type(error).__name__})")
        return "refused"
    except (OSError, SMTPException) as error:
        with begin() as session:
            _forget(session, claimed)
            mark_failed(session, message.id, f"envoi impossible ({type(error).__name__})", now)
        logger.warning("message %s did not leave: %s", message.key, type(error).__name__)
        return "failed"
    with begin() as session:
        mark_sent(session, message.id, now)
    return "sent"


def _forget(session: Session, claimed: _Claimed) -> None:
    if claimed.token is not None:
        drop_link(session, claimed.token)
