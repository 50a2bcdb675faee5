"""Messages to send: queued with what brings them about, claimed and sent by the worker.

Nothing leaves inside a request: a message is a row written in the same transaction as the rest
(outbox), so that either both are there or neither is.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, CursorResult, or_, select, update
from sqlalchemy.orm import Session

from ingestion.plain import storable
from models.errors import InputRefusedError, NotFoundError, TransitionRefusedError
from models.outbox import MessageKind, MessageState, OutgoingMessage, StoppedAddress

LINK = "{lien}"
"""Stands in a text for the link of the dispatch, made as the message is sent."""
CODE = "code:"
"""Begins the `once` of a message that carries a code: its words go as it leaves."""
CODE_LASTS = timedelta(minutes=30)
"""How long a code is good; a message of one that is too old does not leave."""
NOT_IN_ADDRESS = ',;:<>()[]"\\'
MOST_SUBJECT = 200
MOST_TEXT = 20_000
MOST_ATTACHED_BYTES = 2_000_000
ATTEMPTS = 6
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
"""Wait after each failed attempt; after the last one the message is set aside."""
KEPT_FOR = timedelta(days=30)
"""How long the words of a message that left are kept."""
CLAIM_LASTS = timedelta(minutes=10)
"""After which a message claimed by a worker that died is taken up again."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What is asked to be sent.

    `once` names what it is about: queued again under the same name, it is not sent twice;
    `not_before` waits; `dispatch_id` is the dispatch whose link stands as `{lien}` in the text.
    """

    to: str
    subject: str
    text: str
    kind: MessageKind = MessageKind.OTHER
    attachments: tuple[Attachment, ...] = ()
    dispatch_id: int | None = None
    once: str | None = None
    not_before: datetime | None = None


def queue_message(
    session: Session,
    to: str,
    subject: str,
    text: str,
    attachments: Sequence[Attachment],
    at: datetime,
) -> OutgoingMessage | None:
    """Queue a plain message; None where the address asked for no more.

    Raises
    ------
    InputRefusedError : no address, or more than a message may carry
    """
    return queue(session, NewMessage(to, subject, text, attachments=tuple(attachments)), at)


def queue(session: Session, new: NewMessage, at: datetime) -> OutgoingMessage | None:
    """Queue a message; None where it is there already, or the address asked for no more.

    Raises
    ------
    InputRefusedError : no address, or more than a message may carry
    """
    address = new.to.strip().lower()
    if not is_one_address(address):
        raise InputRefusedError("adresse de courriel illisible", "Destinataire")
    if len(new.text) > MOST_TEXT:
        raise InputRefusedError(f"{MOST_TEXT} caractères au plus", "Message")
    if sum(len(each.data) for each in new.attachments) > MOST_ATTACHED_BYTES:
        raise InputRefusedError("2 Mo au plus", "Pièces jointes")
    if is_stopped(session, address) or _is_there(session, new.once):
        return None
    message = OutgoingMessage(
        kind=new.kind,
        state=MessageState.QUEUED,
        to_address=storable(address),
        subject=storable(" ".join(new.subject.split()))[:MOST_SUBJECT],
        text=storable(new.text),
        attachments=[
            {
                "name": each.name,
                "media_type": each.media_type,
                "data": base64.b64encode(each.data).decode("ascii"),
            }
            for each in new.attachments
        ],
        dispatch_id=new.dispatch_id,
        once=new.once,
        created_at=at,
        not_before=max(at, new.not_before or at),
        attempts=0,
    )
    session.add(message)
    session.flush()
    return message


def is_one_address(address: str) -> bool:
    """True for one bare address: of a list of them, each would receive what one contact may."""
    name, _, site = address.partition("@")
    is_bare = not any(sign.isspace() or sign in NOT_IN_ADDRESS for sign in address)
    return bool(name and site) and is_bare and "@" not in site


def is_stopped(session: Session, address: str) -> bool:
    """True where the address asked for no more messages."""
    found = select(StoppedAddress.id).where(StoppedAddress.address == address.strip().lower())
    return session.scalar(found) is not None


def stop(session: Session, address: str, at: datetime) -> None:
    """Send nothing more to this address; what waits for it is given up."""
    address = address.strip().lower()
    if not is_stopped(session, address):
        session.add(StoppedAddress(address=address, at=at))
    session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.to_address == address, OutgoingMessage.state == MessageState.QUEUED)
        .values(state=MessageState.CANCELLED)
        .execution_options(synchronize_session=False)
    )
    session.flush()


def resume(session: Session, address: str) -> None:
    """The address wants messages again: it said so to one of us."""
    found = session.scalar(
        select(StoppedAddress).where(StoppedAddress.address == address.strip().lower())
    )
    if found is not None:
        session.delete(found)
        session.flush()


def cancel_for(session: Session, dispatch_id: int) -> None:
    """Give up what waits for a dispatch that is over."""
    session.execute(
        update(OutgoingMessage)
        .where(
            OutgoingMessage.dispatch_id == dispatch_id,
            OutgoingMessage.state == MessageState.QUEUED,
            OutgoingMessage.kind.in_((MessageKind.DISPATCH, MessageKind.REMINDER)),
        )
        .values(state=MessageState.CANCELLED)
        .execution_options(synchronize_session=False)
    )


def due(session: Session, at: datetime, most: int = 50) -> Sequence[int]:
    """Messages to send now, oldest first; those of a worker that died among them."""
    return session.scalars(
        select(OutgoingMessage.id)
        .where(_is_due(at))
        .order_by(OutgoingMessage.not_before, OutgoingMessage.id)
        .limit(most)
    ).all()


def claim(session: Session, message_id: int, at: datetime) -> OutgoingMessage | None:
    """Take a message up, so that no other worker sends it; None where one did."""
    taken = session.execute(
        update(OutgoingMessage)
        .where(OutgoingMessage.id == message_id, _is_due(at))
        .values(state=MessageState.SENDING, claimed_at=at, attempts=OutgoingMessage.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(taken, CursorResult)
    return session.get_one(OutgoingMessage, message_id) if taken.rowcount == 1 else None


def mark_sent(session: Session, message_id: int, at: datetime) -> None:
    """It left; its text is not needed any more where it named somebody or was a code."""
    message = session.get_one(OutgoingMessage, message_id)
    message.state, message.sent_at, message.last_error = MessageState.SENT, at, None
    if message.kind is MessageKind.REVEAL or carries_code(message):
        message.text, message.attachments = "", []
    session.flush()


def carries_code(message: OutgoingMessage) -> bool:
    """True where the words are a code to type."""
    return (message.once or "").startswith(CODE)


def mark_failed(session: Session, message_id: int, error: str, at: datetime) -> None:
    """It did not leave: again later, or set aside after the last attempt."""
    message = session.get_one(OutgoingMessage, message_id)
    message.last_error = storable(error)[:MOST_SUBJECT]
    if message.attempts >= ATTEMPTS:
        message.state = MessageState.QUARANTINED
    else:
        message.state = MessageState.QUEUED
        message.not_before = at + BACKOFF[min(message.attempts, len(BACKOFF)) - 1]
    session.flush()


def set_aside(session: Session, message_id: int, error: str) -> None:
    """It can never leave as it is: no more attempts."""
    message = session.get_one(OutgoingMessage, message_id)
    message.state, message.last_error = MessageState.QUARANTINED, storable(error)[:MOST_SUBJECT]
    session.flush()


def give_up(session: Session, message: OutgoingMessage) -> None:
    """It must not leave any more: its words go at once."""
    message.state, message.text, message.attachments = MessageState.CANCELLED, "", []
    session.flush()


def try_again(session: Session, key: str, dispatch_id: int, at: datetime) -> OutgoingMessage:
    """Queue a message set aside again.

    Raises
    ------
    NotFoundError : no such message of this dispatch
    TransitionRefusedError : it is not set aside, or its address wants no more messages
    """
    found = session.scalars(
        select(OutgoingMessage).where(OutgoingMessage.dispatch_id == dispatch_id)
    )
    message = next((each for each in found if str(each.key) == key), None)
    if message is None:
        raise NotFoundError("Message", key)
    if message.state is not MessageState.QUARANTINED:
        raise TransitionRefusedError("Renvoyer", message.state.label)
    if is_stopped(session, message.to_address):
        reason = "le contact ne veut plus de messages : appelez-le"
        raise TransitionRefusedError("Renvoyer", message.state.label, reason)
    message.state, message.attempts, message.not_before = MessageState.QUEUED, 0, at
    session.flush()
    return message


def forget_old(session: Session, at: datetime) -> None:
    """Empty messages of a month ago; that they left, or why not, stays.

    What was set aside all that time is given up: it could only leave empty.
    """
    old = OutgoingMessage.created_at < at - KEPT_FOR
    for states, values in (
        ((MessageState.SENT, MessageState.CANCELLED), {}),
        ((MessageState.QUARANTINED,), {"state": MessageState.CANCELLED}),
    ):
        session.execute(
            update(OutgoingMessage)
            .where(old, OutgoingMessage.state.in_(states), OutgoingMessage.text != "")
            .values(text="", attachments=[], **values)
            .execution_options(synchronize_session=False)
        )


def _is_due(at: datetime) -> ColumnElement[bool]:
    return or_(
        (OutgoingMessage.state == MessageState.QUEUED) & (OutgoingMessage.not_before <= at),
        (OutgoingMessage.state == MessageState.SENDING)
        & (OutgoingMessage.claimed_at <= at - CLAIM_LASTS),
    )


def _is_there(session: Session, once: str | None) -> bool:
    if once is None:
        return False
    found = select(OutgoingMessage.id).where(OutgoingMessage.once == once)
    return session.scalar(found) is not None
