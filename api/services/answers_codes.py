"""A short code that lets a second browser act by a link: mailed to the contact alone.

It is good in the browser that asked for it, for half an hour, once. The base keeps a hash of it
made with what that browser alone holds; its words go as the message leaves.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.answers_links import OpenLink, create_link, find_link, hash_of
from api.services.dispatches_scope import how_many
from api.services.dispatches_texts import code_text, post_of
from api.services.messages import CODE, CODE_LASTS, NewMessage, is_stopped, queue
from models.dispatch_lists import DispatchAction
from models.dispatch_moves import CONTACT, note
from models.dispatches import AnswerLink, Dispatch, LinkReading
from models.errors import DomainError, InputRefusedError
from models.outbox import MessageState, OutgoingMessage

DIGITS = 6
CODES_A_DAY = 3
"""Codes that may be asked for in a day, for one dispatch."""
WRONG_A_DAY = 5
"""Wrong codes in a day after which nothing is read any more, for one dispatch."""
WRONG = "code refusé"
"""How the journal of readings names a wrong code, in the place of the device."""
BY_TELEPHONE = (
    "Appelez la personne de la Candidathèque qui vous a écrit : elle note vos réponses avec vous."
)


class CodeRefusedError(DomainError):
    """No code can be sent, or the one typed is not good; says what to do instead."""


def new_device() -> str:
    """What a browser is known again by."""
    return secrets.token_urlsafe(32)


def can_mail_code(session: Session, dispatch: Dispatch) -> bool:
    """True where the contact has an address that wants messages."""
    return bool(dispatch.contact_email) and not is_stopped(session, dispatch.contact_email or "")


def ask_code(session: Session, opened: OpenLink, device: str, at: datetime) -> None:
    """Mail a code to the contact of the dispatch, good in the browser that holds `device`.

    Raises
    ------
    CodeRefusedError : no address to write to, or enough codes were asked for today
    """
    dispatch, link = _both(opened)
    if not can_mail_code(session, dispatch):
        raise CodeRefusedError(f"Nous ne pouvons pas vous écrire. {BY_TELEPHONE}")
    _one_at_a_time(session, dispatch)
    if _asked(session, dispatch.id, at) >= CODES_A_DAY:
        raise CodeRefusedError(f"{CODES_A_DAY} codes par jour au plus. {BY_TELEPHONE}")
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    message = NewMessage(
        to=dispatch.contact_email or "",
        subject=f"Votre code pour le poste {post_of(dispatch.offer)}",
        text=code_text(dispatch, dispatch.offer, f"{code[:3]} {code[3:]}"),
        dispatch_id=dispatch.id,
        once=_name_of(link, device, code),
    )
    queue(session, message, at)


def accept_code(session: Session, opened: OpenLink, device: str, typed: str, at: datetime) -> str:
    """The token of a link of its own for the browser that typed a good code.

    It ends when the first one does. A wrong code is noted where readings are: the caller keeps
    what is written even as it refuses.

    Raises
    ------
    InputRefusedError : this is no code
    CodeRefusedError : not that of this browser, too old, used, or too many were wrong today
    """
    dispatch, link = _both(opened)
    code = "".join(typed.split())
    if not (code.isascii() and code.isdecimal() and len(code) == DIGITS):
        raise InputRefusedError(f"{DIGITS} chiffres, comme dans le message", "Code")
    _one_at_a_time(session, dispatch)
    if _wrong(session, dispatch.id, at) >= WRONG_A_DAY:
        raise CodeRefusedError(f"Trop de codes refusés aujourd’hui. {BY_TELEPHONE}")
    message = session.scalar(
        select(OutgoingMessage).where(
            OutgoingMessage.once == _name_of(link, device, code),
            OutgoingMessage.created_at > at - CODE_LASTS,
        )
    )
    if message is None:
        session.add(LinkReading(link_id=link.id, at=at, device=WRONG, is_known=False))
        session.flush()
        raise CodeRefusedError(
            "Ce code n’est pas le bon, ou il a plus de 30 minutes. Il ne vaut que dans le "
            "navigateur qui l’a demandé."
        )
    message.once = f"{CODE}{link.id}:{message.id}"  # used: it opens nothing any more
    if message.state is MessageState.QUEUED:
        message.state = MessageState.CANCELLED
    return _link_for(session, dispatch, link, device, at)


def _link_for(
    session: Session, dispatch: Dispatch, link: AnswerLink, device: str, at: datetime
) -> str:
    token = create_link(session, dispatch.id, at)
    made = find_link(session, token)
    assert made is not None
    made.expires_at, made.device_hash, made.bound_at = link.expires_at, hash_of(device), at
    words = "par un code, dans un autre navigateur"
    note(session, dispatch, DispatchAction.LINK, CONTACT, at, words=words)
    return token


def _both(opened: OpenLink) -> tuple[Dispatch, AnswerLink]:
    assert opened.dispatch is not None
    assert opened.link is not None
    return opened.dispatch, opened.link


def _one_at_a_time(session: Session, dispatch: Dispatch) -> None:
    """Lock the dispatch until the end: what is counted next is not added to meanwhile."""
    session.execute(select(Dispatch.id).where(Dispatch.id == dispatch.id).with_for_update())


def _name_of(link: AnswerLink, device: str, code: str) -> str:
    return f"{CODE}{link.id}:{hash_of(f'{device}:{code}')}"


def _asked(session: Session, dispatch_id: int, at: datetime) -> int:
    return how_many(
        session,
        OutgoingMessage.dispatch_id == dispatch_id,
        OutgoingMessage.once.startswith(CODE),
        OutgoingMessage.created_at > at - timedelta(days=1),
    )


def _wrong(session: Session, dispatch_id: int, at: datetime) -> int:
    links = select(AnswerLink.id).where(AnswerLink.dispatch_id == dispatch_id)
    return how_many(
        session,
        LinkReading.link_id.in_(links),
        LinkReading.device == WRONG,
        LinkReading.at > at - timedelta(days=1),
    )
