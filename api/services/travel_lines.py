"""What the screen of the territory shows of one zone: trips, buses, and where each comes from."""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite, isnan, nan

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services.travel import BusKey, TripKey, last_buses, last_trips
from matching.territory import (
    ANYWHERE,
    CONFIRMED,
    ESTIMATED,
    LISTED,
    Territory,
    trips_of,
)
from models.errors import NotFoundError
from models.travel import ConfirmedBuses, ConfirmedTrip
from models.vocabulary import DayKind, HourBand, TravelMode

ORIGINS = {
    ESTIMATED: "estimation",
    LISTED: "table, à confirmer",
    CONFIRMED: "confirmé",
}
DAYS = tuple(DayKind)
NONE, WITHDRAWN = "aucun", "retiré : la table compte de nouveau"
LAST_WORDS = 20
"""Confirmations listed under the tables."""


@dataclass(frozen=True, slots=True)
class Word:
    """Who said it, and when."""

    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TripLine:
    """A trip to the zone; `minutes` None: the mode does not go. `origin` is a French word."""

    key: TripKey
    name: str
    minutes: int | None
    origin: str
    is_confirmed: bool
    word: Word | None


@dataclass(frozen=True, slots=True)
class BusLine:
    """First and last bus as they are typed (`5:45`, `aucun`, "" where nobody knows)."""

    key: BusKey
    name: str
    first: str
    last: str
    origin: str
    is_confirmed: bool
    word: Word | None


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the journal."""

    word: Word
    what: str
    now: str
    was: str


def zone_column(territory: Territory, key: str) -> int:
    """The column of a zone; the first one where no key is given.

    Raises
    ------
    NotFoundError : the territory has no such zone, or none at all
    """
    zones = territory.table.zones
    column = next((n for n, zone in enumerate(zones) if not key or zone.key == key), None)
    if column is None:
        raise NotFoundError("Zone", key)
    return column


def trip_lines(
    session: Session, territory: Territory, zone: int, mode: TravelMode, band: HourBand
) -> list[TripLine]:
    """The trip from each place to a zone; `territory` holds what was confirmed."""
    table = territory.table
    rows = last_trips(session, zone=table.zones[zone].key)
    lines = []
    for spot, trip in zip(table.places, trips_of(territory, zone, mode, band), strict=True):
        key = TripKey(spot.key, table.zones[zone].key, mode, band)
        row = rows.get(key)
        lines.append(
            TripLine(
                key,
                spot.name,
                round(trip.minutes) if isfinite(trip.minutes) else None,
                "d’après la journée" if trip.is_daytime else ORIGINS[trip.source],
                trip.source == CONFIRMED and not trip.is_daytime,
                None if row is None else Word(row.actor.name, row.at),
            )
        )
    return lines


def bus_lines(session: Session, territory: Territory, zone: int) -> list[BusLine]:
    """First and last bus from anywhere on each kind of day, then those of single places."""
    table = territory.table
    key = table.zones[zone].key
    rows = last_buses(session, zone=key)
    names = {spot.key: spot.name for spot in table.places} | {ANYWHERE: "De partout"}
    known = {
        (row, day): (first, last, source)
        for row, at, day, first, last, source in table.clocks
        if at == zone
    }
    wanted = [(-1, day) for day in range(len(DAYS))]
    wanted += sorted(pair for pair in known if pair[0] >= 0)
    lines = []
    for row, day in wanted:
        place = ANYWHERE if row < 0 else table.places[row].key
        first, last, source = known.get((row, day), (nan, nan, ESTIMATED))
        own = rows.get(BusKey(place, key, DAYS[day]))
        lines.append(
            BusLine(
                BusKey(place, key, DAYS[day]),
                names[place],
                clock_words(first),
                clock_words(last),
                ORIGINS[source],
                source == CONFIRMED,
                None if own is None else Word(own.actor.name, own.at),
            )
        )
    return lines


def last_said(session: Session, territory: Territory) -> list[Said]:
    """The last confirmations and corrections, the latest first."""
    table = territory.table
    names = {spot.key: spot.name for spot in (*table.zones, *table.places)} | {ANYWHERE: "partout"}
    trips = session.scalars(
        select(ConfirmedTrip)
        .options(joinedload(ConfirmedTrip.actor))
        .order_by(ConfirmedTrip.id.desc())
        .limit(LAST_WORDS)
    )
    buses = session.scalars(
        select(ConfirmedBuses)
        .options(joinedload(ConfirmedBuses.actor))
        .order_by(ConfirmedBuses.id.desc())
        .limit(LAST_WORDS)
    )

    def way(row: ConfirmedTrip | ConfirmedBuses) -> str:
        return f"{names.get(row.place, row.place)} → {names.get(row.zone, row.zone)}"

    said = [
        Said(
            Word(row.actor.name, row.at),
            f"{way(row)}, {row.mode.label}, {row.band.label}",
            WITHDRAWN if row.is_withdrawn else _minutes(row.minutes),
            _minutes(row.was),
        )
        for row in trips
    ]
    said += [
        Said(
            Word(row.actor.name, row.at),
            f"{way(row)}, bus, {row.day.label}",
            WITHDRAWN if row.is_withdrawn else _buses(row),
            "",
        )
        for row in buses
    ]
    return sorted(said, key=lambda each: each.word.at, reverse=True)[:LAST_WORDS]


def confirmed_count(session: Session) -> int:
    """How many trips and buses stand confirmed."""
    return len(last_trips(session)) + len(last_buses(session))


def clock_words(moment: float) -> str:
    """`5:45`; `aucun` where no bus runs, "" where nobody knows."""
    if isnan(moment):
        return ""
    if not isfinite(moment):
        return NONE
    hour, minute = divmod(round(moment), 60)
    return f"{hour}:{minute:02d}"


def _minutes(minutes: int | None) -> str:
    return NONE if minutes is None else f"{minutes} min"


def _buses(row: ConfirmedBuses) -> str:
    if row.first is None or row.last is None:
        return "aucun bus"
    return f"premier {clock_words(row.first)}, dernier {clock_words(row.last)}"
