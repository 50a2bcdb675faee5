"""Trips that the programme confirms: kept with who and when, used by the ranking before files."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import isfinite
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.services.ranking import Ranker
from matching.territory import (
    ANYWHERE,
    CONFIRMED,
    NO_SERVICE,
    BusDay,
    Spot,
    Territory,
    TripTime,
    trips_of,
)
from models.errors import InputRefusedError, NotFoundError
from models.people import User
from models.travel import ConfirmedBuses, ConfirmedTrip
from models.vocabulary import DayKind, HourBand, TravelMode

LONGEST_MINUTES = 240
LATEST_CLOCK = 30 * 60
"""Buses of a service day run past midnight: 25:10 is ten past one."""


@dataclass(frozen=True, slots=True)
class TripKey:
    """Which trip: keys of the tables of the territory."""

    place: str
    zone: str
    mode: TravelMode
    band: HourBand


@dataclass(frozen=True, slots=True)
class BusKey:
    """Which buses; `place` is `*` for those from anywhere."""

    place: str
    zone: str
    day: DayKind


# --- what the ranking uses -------------------------------------------------------------------


def confirmed_values(
    session: Session, until: datetime | None = None
) -> tuple[list[TripTime], list[BusDay]]:
    """The last word on each trip and each bus; with `until`, as it stood at that instant."""
    trips = [
        TripTime(
            row.place,
            row.zone,
            row.mode,
            row.band,
            NO_SERVICE if row.minutes is None else row.minutes,
            CONFIRMED,
        )
        for row in last_trips(session, until).values()
    ]
    buses = [
        BusDay(
            row.place,
            row.zone,
            row.day,
            float("inf") if row.first is None else row.first,
            float("-inf") if row.last is None else row.last,
            CONFIRMED,
        )
        for row in last_buses(session, until).values()
    ]
    return trips, buses


def last_trips(
    session: Session, until: datetime | None = None, zone: str | None = None
) -> dict[TripKey, ConfirmedTrip]:
    """The row that counts of each trip; those withdrawn are left out."""
    query = (
        select(ConfirmedTrip).options(joinedload(ConfirmedTrip.actor)).order_by(ConfirmedTrip.id)
    )
    if until is not None:
        query = query.where(ConfirmedTrip.at <= until)
    if zone is not None:
        query = query.where(ConfirmedTrip.zone == zone)
    found = {
        TripKey(row.place, row.zone, row.mode, row.band): row for row in session.scalars(query)
    }
    return {key: row for key, row in found.items() if not row.is_withdrawn}


def last_buses(
    session: Session, until: datetime | None = None, zone: str | None = None
) -> dict[BusKey, ConfirmedBuses]:
    """The row that counts of each first and last bus; those withdrawn are left out."""
    query = (
        select(ConfirmedBuses).options(joinedload(ConfirmedBuses.actor)).order_by(ConfirmedBuses.id)
    )
    if until is not None:
        query = query.where(ConfirmedBuses.at <= until)
    if zone is not None:
        query = query.where(ConfirmedBuses.zone == zone)
    found = {BusKey(row.place, row.zone, row.day): row for row in session.scalars(query)}
    return {key: row for key, row in found.items() if not row.is_withdrawn}


@dataclass
class TravelCache:
    """The territory with what was confirmed, read once while nobody confirms anything."""

    _stamp: tuple[object, ...] | None = None
    _territory: Territory | None = None
    _lock: Lock = field(default_factory=Lock)

    def ranker(self, session: Session, ranker: Ranker) -> Ranker:
        """The ranker with the trips that the programme confirmed; itself where it did none."""
        # Rows are only added: their number says it where two people confirm at once and the
        # greater key is written first.
        trip = select(func.count(ConfirmedTrip.id)).scalar_subquery()
        bus = select(func.count(ConfirmedBuses.id)).scalar_subquery()
        trips, buses = session.execute(select(trip, bus)).one()
        if not trips and not buses:
            return ranker
        stamp = (str(session.get_bind().engine.url), trips, buses, id(ranker.territory))
        with self._lock:
            if self._territory is None or self._stamp != stamp:
                self._territory = ranker.territory.confirmed(*confirmed_values(session))
                self._stamp = stamp
            return replace(ranker, territory=self._territory)


# --- what a person says ----------------------------------------------------------------------


def confirm_trip(
    session: Session, territory: Territory, key: TripKey, said: str, who: tuple[User, datetime]
) -> ConfirmedTrip:
    """Keep the minutes that a person confirms or corrects; `aucun`: the mode does not go.

    Raises
    ------
    NotFoundError : the territory has no such place or zone
    InputRefusedError : not whole minutes within bounds
    """
    place = _row(territory.table.places, key.place, "Lieu")
    zone = _row(territory.table.zones, key.zone, "Zone")
    minutes = _minutes(said, f"Durée depuis {territory.table.places[place].name}")
    before = trips_of(territory, zone, key.mode, key.band)[place].minutes
    row = ConfirmedTrip(
        place=key.place,
        zone=key.zone,
        mode=key.mode,
        band=key.band,
        minutes=minutes,
        was=round(before) if isfinite(before) else None,
        actor_id=who[0].id,
        at=who[1],
    )
    session.add(row)
    session.flush()
    return row


def confirm_buses(
    session: Session,
    territory: Territory,
    key: BusKey,
    said: tuple[str, str],
    who: tuple[User, datetime],
) -> ConfirmedBuses:
    """Keep the first and last bus that a person confirms or corrects; `aucun`: no bus.

    Raises
    ------
    NotFoundError : the territory has no such place or zone
    InputRefusedError : no hours, or the last before the first
    """
    if key.place != ANYWHERE:
        _row(territory.table.places, key.place, "Lieu")
    _row(territory.table.zones, key.zone, "Zone")
    first, last = _clock(said[0]), _clock(said[1])
    if (first is None) != (last is None) or (
        first is not None and last is not None and last < first
    ):
        raise InputRefusedError(
            "donnez les deux heures, le dernier bus après le premier, ou « aucun » deux fois",
            "Bus",
        )
    row = ConfirmedBuses(
        place=key.place,
        zone=key.zone,
        day=key.day,
        first=first,
        last=last,
        actor_id=who[0].id,
        at=who[1],
    )
    session.add(row)
    session.flush()
    return row


def withdraw_trip(session: Session, key: TripKey, who: tuple[User, datetime]) -> None:
    """Go back to what the files say of a trip.

    Raises
    ------
    NotFoundError : nobody confirmed this trip
    """
    row = last_trips(session, zone=key.zone).get(key)
    if row is None:
        raise NotFoundError("Trajet confirmé", f"{key.place} – {key.zone}")
    session.add(
        ConfirmedTrip(
            place=key.place,
            zone=key.zone,
            mode=key.mode,
            band=key.band,
            minutes=row.minutes,
            was=row.minutes,
            is_withdrawn=True,
            actor_id=who[0].id,
            at=who[1],
        )
    )
    session.flush()


def withdraw_buses(session: Session, key: BusKey, who: tuple[User, datetime]) -> None:
    """Go back to what the files say of first and last buses.

    Raises
    ------
    NotFoundError : nobody confirmed these buses
    """
    row = last_buses(session, zone=key.zone).get(key)
    if row is None:
        raise NotFoundError("Bus confirmés", f"{key.place} – {key.zone}")
    session.add(
        ConfirmedBuses(
            place=key.place,
            zone=key.zone,
            day=key.day,
            first=row.first,
            last=row.last,
            is_withdrawn=True,
            actor_id=who[0].id,
            at=who[1],
        )
    )
    session.flush()


def _row(spots: Sequence[Spot], key: str, what: str) -> int:
    row = next((row for row, spot in enumerate(spots) if spot.key == key), None)
    if row is None:
        raise NotFoundError(what, key)
    return row


def _minutes(said: str, box: str) -> int | None:
    words = said.strip().casefold()
    if words == "aucun":
        return None
    if not words.isdecimal() or not 0 <= int(words) <= LONGEST_MINUTES:
        raise InputRefusedError(
            f"donnez des minutes entières, {LONGEST_MINUTES} au plus, ou « aucun »", box
        )
    return int(words)


def _clock(said: str) -> int | None:
    words = said.strip().casefold().replace("h", ":").replace(" ", "")
    if words == "aucun":
        return None
    hour, _, minute = words.partition(":")
    minute = minute or "00"
    is_clock = hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2
    value = int(hour) * 60 + int(minute) if is_clock and int(minute) < 60 else LATEST_CLOCK + 1
    if value > LATEST_CLOCK:
        raise InputRefusedError("donnez une heure comme 5:45 ou 5 h 45, ou « aucun »", "Bus")
    return value
