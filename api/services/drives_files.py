"""A recruitment drive as a file, and what it leaves to do."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from api.rendering import date_fr
from api.services.drives import RUNNERS, drives_visible, offers_of
from api.services.drives_cards import cards_of
from api.services.list_files import Cell, Table
from api.services.todo_items import TodoItem
from models.days import day_of
from models.drives import Drive, DriveGuest, DriveSession, DriveState, GuestState
from models.people import User

FREED = "Places libérées"
SHEETS = "Présences à noter"
HEADERS = (
    "Identifiant", "Nom", "Situation", "Séance", "Lieu", "Mis en relation sur",
    "Première invitation", "En attente depuis", "Rappelé·e le", "Prévenu·e le",
)  # fmt: skip


def drive_table(session: Session, user: User, drive: Drive) -> Table:
    """Everybody of a drive, one line a person; names only where the user may read them."""
    guests = session.scalars(
        select(DriveGuest)
        .where(DriveGuest.drive_id == drive.id)
        .options(selectinload(DriveGuest.session))
    ).all()
    offers = [offer.id for offer in offers_of(session, drive)]
    rows: list[tuple[Cell, ...]] = []
    for card in sorted(cards_of(session, user, guests, offers), key=lambda card: card.identifier):
        guest, held = card.guest, card.guest.session
        rows.append(
            (
                card.identifier,
                card.name,
                guest.state.label,
                None if held is None else held.slot,
                None if held is None else held.place,
                " ; ".join(card.offers),
                guest.invited_at,
                guest.waiting_since if guest.state is GuestState.WAITING else None,
                guest.called_up_at,
                guest.told_at,
            )
        )
    return Table("recrutement", HEADERS, rows)


def drives_todo(session: Session, user: User, at: datetime) -> Sequence[TodoItem]:
    """Freed seats whose new holders nobody told, and sessions whose attendance is not noted."""
    if user.role not in RUNNERS:
        return ()
    return (*_to_tell(session, user, at), *_to_tick(session, user, at))


def _to_tell(session: Session, user: User, at: datetime) -> list[TodoItem]:
    guests = session.scalars(
        select(DriveGuest)
        .join(Drive, Drive.id == DriveGuest.drive_id)
        .join(DriveSession, DriveSession.id == DriveGuest.session_id)
        .where(
            drives_visible(user),
            Drive.state == DriveState.OPEN,
            DriveGuest.state == GuestState.INVITED,
            DriveGuest.called_up_at.is_not(None),
            DriveGuest.told_at.is_(None),
            DriveSession.slot > at,
        )
        .order_by(DriveSession.slot, DriveGuest.id)
        .options(
            joinedload(DriveGuest.session),
            joinedload(DriveGuest.drive),
            joinedload(DriveGuest.candidate),
        )
    ).all()
    return [
        TodoItem(
            FREED,
            f"Prévenir {guest.candidate.identifier} : une place s’est libérée",
            f"{guest.drive.name}, séance du {date_fr(guest.session.slot)}.",
            f"/recrutements/{guest.drive.key}#a-prevenir",
            guest.session.slot,
        )
        for guest in guests
        if guest.session is not None
    ]


def _to_tick(session: Session, user: User, at: datetime) -> list[TodoItem]:
    waiting = (
        select(DriveGuest.id)
        .where(DriveGuest.session_id == DriveSession.id, DriveGuest.state == GuestState.INVITED)
        .exists()
    )
    held = session.scalars(
        select(DriveSession)
        .join(Drive, Drive.id == DriveSession.drive_id)
        .where(
            drives_visible(user),
            Drive.state == DriveState.OPEN,
            DriveSession.slot <= at,
            waiting,
        )
        .order_by(DriveSession.slot)
        .options(joinedload(DriveSession.drive))
    ).all()
    return [
        TodoItem(
            SHEETS,
            f"{each.drive.name} : qui est venu ?",
            f"Séance du {date_fr(each.slot)}, {each.place}.",
            f"/recrutements/{each.drive.key}/seances/{each.key}",
            day_of(each.slot),
        )
        for each in held
    ]
