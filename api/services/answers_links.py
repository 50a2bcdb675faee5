"""Links to a dispatch without an account: made, checked, bound to one browser, revoked.

Only hashes reach the base. A link acts in the first browser that opens it; any other that holds
it (a message forwarded) reads the anonymous cards, and asks for a code to act (`answers_codes`).
See docs/decisions/0028.
"""

import enum
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from api.services.dispatches_scope import WITH_CARDS, how_many
from api.services.dispatches_texts import LINK_DAYS, new_link_text, post_of
from api.services.messages import NewMessage, is_stopped, queue
from models.dispatch_lists import DispatchAction, DispatchState
from models.dispatch_moves import CONTACT, OUT, By, move_dispatch, note
from models.dispatches import AnswerLink, Dispatch, DispatchEvent, LinkReading
from models.errors import DomainError, TransitionRefusedError
from models.outbox import MessageKind, OutgoingMessage

TOKEN_BYTES = 32
LINK_LASTS = timedelta(days=LINK_DAYS)
READINGS_KEPT = timedelta(days=365)
NEW_LINKS_A_DAY = 3
"""New links that the page of an old one may ask for, in a day, for one dispatch."""
READINGS_A_DAY, OWN_READINGS_A_DAY = 60, 300
"""Openings of a link in a day, by any browser and by its own: more is no reading."""
PHONE_SIGNS = ("mobile", "android", "iphone")


class LinkWornError(DomainError):
    """A link was opened more often than anybody reads."""

    def __init__(self) -> None:
        super().__init__(
            "Ce lien a été ouvert trop de fois aujourd’hui. Réessayez demain, ou appelez la "
            "personne de la Candidathèque qui vous a écrit."
        )


class LinkState(enum.StrEnum):
    """What a token is worth; only a valid one shows anything of a dispatch."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A token looked up: the dispatch where it is valid; whose browser it is.

    `is_bound` : a browser opened it, or answered by it; `is_own` : this very one
    """

    state: LinkState
    link: AnswerLink | None = None
    dispatch: Dispatch | None = None
    is_bound: bool = False
    is_own: bool = False

    @property
    def may_act(self) -> bool:
        """True where this browser may answer."""
        return self.state is LinkState.VALID and (self.is_own or not self.is_bound)


def create_link(session: Session, dispatch_id: int, at: datetime) -> str:
    """A token that opens the dispatch for 30 days; only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        AnswerLink(
            dispatch_id=dispatch_id,
            token_hash=hash_of(token),
            created_at=at,
            expires_at=at + LINK_LASTS,
        )
    )
    session.flush()
    return token


def drop_link(session: Session, token: str) -> None:
    """Forget a link whose message did not leave."""
    link = find_link(session, token)
    if link is not None:
        session.delete(link)
        session.flush()


def open_link(session: Session, token: str, device: str | None, at: datetime) -> OpenLink:
    """What a token is worth now, in the browser that holds `device`."""
    link = find_link(session, token)
    if link is None:
        return OpenLink(LinkState.UNKNOWN)
    if link.revoked_at is not None:
        return OpenLink(LinkState.REVOKED, link)
    if link.expires_at <= at:
        return OpenLink(LinkState.EXPIRED, link)
    dispatch = session.scalar(
        select(Dispatch).where(Dispatch.id == link.dispatch_id).options(*WITH_CARDS)
    )
    if dispatch is None or dispatch.state in (DispatchState.PREPARED, DispatchState.DROPPED):
        return OpenLink(LinkState.UNKNOWN)
    is_own = device is not None and link.device_hash == hash_of(device)
    return OpenLink(LinkState.VALID, link, dispatch, link.device_hash is not None, is_own)


def note_reading(session: Session, opened: OpenLink, agent: str, at: datetime) -> None:
    """Keep that the link was opened; the first reading makes the dispatch « Lu ».

    Raises
    ------
    LinkWornError : it was opened too often today; one that is worth nothing is silent on it
    """
    if opened.link is None:
        return
    if _is_worn(session, opened.link.id, opened.is_own, at):
        if opened.state is LinkState.VALID:
            raise LinkWornError
        return
    kind = "telephone" if any(sign in agent.lower() for sign in PHONE_SIGNS) else "ordinateur"
    session.add(LinkReading(link_id=opened.link.id, at=at, device=kind, is_known=opened.is_own))
    dispatch = opened.dispatch
    if dispatch is not None and dispatch.state is DispatchState.SENT:
        values = {"read_at": at}
        move_dispatch(session, dispatch, DispatchAction.READ, CONTACT, at, values=values)
    session.flush()


def bind(session: Session, opened: OpenLink, device: str | None, at: datetime) -> str | None:
    """Bind the link to this browser, the first that opens it or acts; the token to leave in it.

    `device` : the token it holds already. None where another browser was quicker.
    """
    if opened.link is None or opened.is_bound:
        return device if opened.is_own else None
    device = device or secrets.token_urlsafe(TOKEN_BYTES)
    taken = session.execute(
        update(AnswerLink)
        .where(AnswerLink.id == opened.link.id, AnswerLink.device_hash.is_(None))
        .values(device_hash=hash_of(device), bound_at=at)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(taken, CursorResult)
    session.refresh(opened.link)
    return device if taken.rowcount == 1 else None


def revoke_links(session: Session, dispatch: Dispatch, by: By, at: datetime) -> int:
    """Revoke every link of a dispatch; how many. What a contact revoked may be asked for anew."""
    revoked = session.execute(
        update(AnswerLink)
        .where(AnswerLink.dispatch_id == dispatch.id, AnswerLink.revoked_at.is_(None))
        .values(revoked_at=at)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(revoked, CursorResult)
    note(session, dispatch, DispatchAction.REVOKE, by, at)
    return revoked.rowcount


def ask_new_link(session: Session, token: str, at: datetime) -> None:
    """Mail a new link to the known contact of a dispatch, whoever asks; silent otherwise.

    Nothing is said of whether the token was ever good, nor of the address. What we revoked
    ourselves stays so: one of us gives a new link, or sends again.
    """
    link = find_link(session, token)
    if link is None or _we_revoked(session, link):
        return
    dispatch = session.scalar(
        select(Dispatch).where(Dispatch.id == link.dispatch_id).options(*WITH_CARDS)
    )
    if dispatch is None or dispatch.state not in OUT or not dispatch.contact_email:
        return
    if is_stopped(session, dispatch.contact_email) or _asked(session, dispatch.id, at):
        return
    new = NewMessage(
        to=dispatch.contact_email,
        subject=f"Un nouveau lien pour le poste {post_of(dispatch.offer)}",
        text=new_link_text(dispatch, dispatch.offer),
        kind=MessageKind.NEW_LINK,
        dispatch_id=dispatch.id,
    )
    queue(session, new, at)
    note(session, dispatch, DispatchAction.LINK, CONTACT, at)


def link_to_copy(session: Session, dispatch: Dispatch, by: By, at: datetime) -> str:
    """A token for one of us to hand over, noted in the history.

    Raises
    ------
    TransitionRefusedError : the dispatch is not at the contact's
    """
    if dispatch.state not in OUT:
        raise TransitionRefusedError(DispatchAction.LINK.label, dispatch.state.label)
    token = create_link(session, dispatch.id, at)
    note(session, dispatch, DispatchAction.LINK, by, at)
    return token


def links_of(session: Session, dispatch_id: int) -> Sequence[AnswerLink]:
    """Every link of a dispatch, the latest first."""
    return session.scalars(
        select(AnswerLink)
        .where(AnswerLink.dispatch_id == dispatch_id)
        .order_by(AnswerLink.id.desc())
    ).all()


def readings_of(session: Session, dispatch_id: int) -> Sequence[LinkReading]:
    """Every opening of its links, the latest first."""
    return session.scalars(
        select(LinkReading)
        .join(AnswerLink, AnswerLink.id == LinkReading.link_id)
        .where(AnswerLink.dispatch_id == dispatch_id)
        .order_by(LinkReading.id.desc())
    ).all()


def forget_readings(session: Session, at: datetime) -> None:
    """Readings are kept a year, as every journal of accesses."""
    session.execute(
        delete(LinkReading)
        .where(LinkReading.at < at - READINGS_KEPT)
        .execution_options(synchronize_session=False)
    )


def hash_of(secret: str) -> str:
    """What the base keeps of a token."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def find_link(session: Session, token: str) -> AnswerLink | None:
    """The link of a token, whatever it is worth."""
    return session.scalar(select(AnswerLink).where(AnswerLink.token_hash == hash_of(token)))


def _is_worn(session: Session, link_id: int, is_own: bool, at: datetime) -> bool:
    count = how_many(
        session,
        LinkReading.link_id == link_id,
        LinkReading.is_known.is_(is_own),
        LinkReading.at > at - timedelta(days=1),
    )
    return count >= (OWN_READINGS_A_DAY if is_own else READINGS_A_DAY)


def _we_revoked(session: Session, link: AnswerLink) -> bool:
    """True where one of us revoked the links of the dispatch once this one was made."""
    by_us = select(DispatchEvent.id).where(
        DispatchEvent.dispatch_id == link.dispatch_id,
        DispatchEvent.action == DispatchAction.REVOKE,
        DispatchEvent.actor_id.is_not(None),
        DispatchEvent.at >= link.created_at,
    )
    return link.revoked_at is not None and session.scalar(by_us.limit(1)) is not None


def _asked(session: Session, dispatch_id: int, at: datetime) -> bool:
    """True where enough new links were asked for today, or one is about to leave."""
    count = how_many(
        session,
        OutgoingMessage.dispatch_id == dispatch_id,
        OutgoingMessage.kind == MessageKind.NEW_LINK,
        OutgoingMessage.created_at > at - timedelta(days=1),
    )
    return count >= NEW_LINKS_A_DAY
