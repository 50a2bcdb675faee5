"""A map of the territory drawn on the server: places, a workplace, and what is reached in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from api.services.travel_lines import TripLine
from matching.territory import Spot, Territory

WIDTH, MARGIN = 720.0, 46.0
"""Units of the drawing; its height follows the territory."""
NAME_GAP, DOT_GAP = 15.0, 11.0
"""Least height between two names, and between a name and a place, in units."""
DOT = 8.0
"""Half the width of a place, in units."""
NAME_WIDTH = 6.8
"""Width of a letter, in units."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How long a trip may last to be drawn so; `code` names the drawing, not a colour alone."""

    code: str
    words: str
    most: int | None


SOON = 35
"""Minutes that the summary counts."""
REACHES = (
    Reach("near", "20 minutes au plus", 20),
    Reach("middling", f"de 21 à {SOON} minutes", SOON),
    Reach("far", "de 36 à 50 minutes", 50),
    Reach("remote", "plus de 50 minutes", None),
)
NO_TRIP = Reach("none", "pas de trajet par ce moyen à cette heure", None)


@dataclass(frozen=True, slots=True)
class Name:
    """Where a name is written: `anchor` is the attribute of the drawing."""

    words: str
    x: float
    y: float
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the drawing; `name` is None where there is no room for it."""

    x: float
    y: float
    title: str
    name: Name | None
    reach: Reach


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing: its size, the workplace, the places, and what it says without eyes."""

    height: float
    workplace: Mark
    marks: tuple[Mark, ...]
    summary: str
    width: float = WIDTH

    @property
    def legend(self) -> tuple[Reach, ...]:
        """What is drawn, in order of minutes."""
        drawn = {mark.reach.code for mark in self.marks}
        return tuple(reach for reach in (*REACHES, NO_TRIP) if reach.code in drawn)


def reach_of(minutes: int | None) -> Reach:
    """How a trip is drawn."""
    if minutes is None:
        return NO_TRIP
    return next(each for each in REACHES if each.most is None or minutes <= each.most)


def territory_map(territory: Territory, zone: Spot, trips: Sequence[TripLine], how: str) -> Map:
    """The trips to `zone` from every place; `how` says the mode and the hours in French.

    Raises
    ------
    KeyError : a trip leaves from a place that the territory does not have
    """
    spots = {spot.key: spot for spot in territory.table.places}
    everywhere = [*spots.values(), zone]
    west, east = _bounds(spot.longitude for spot in everywhere)
    south, north = _bounds(spot.latitude for spot in everywhere)
    # a degree of longitude is shorter than one of latitude, by the cosine of the latitude
    shrink = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * shrink)
    height = (north - south) * scale + 2 * MARGIN

    def at(spot: Spot) -> tuple[float, float]:
        return (
            round(MARGIN + (spot.longitude - west) * shrink * scale, 1),
            round(MARGIN + (north - spot.latitude) * scale, 1),
        )

    placed = [(trip, *at(spots[trip.key.place])) for trip in trips]
    dots = [(x - DOT, x + DOT, y, DOT_GAP) for _, x, y in placed]
    x, y = at(zone)
    short = zone.name.partition(" (")[0]
    names = _names(short, x, y, gap=14.0)
    name = next((each for each in names if not _meets(each, dots)), names[0])
    workplace = Mark(x, y, f"Lieu de travail : {zone.name}", name, NO_TRIP)
    taken = [_box(name), (x - DOT, x + DOT, y, NAME_GAP)]
    marks = []
    # communes are named before their quarters
    for trip, x, y in sorted(placed, key=lambda each: spots[each[0].key.place].quarter or ""):
        own = (x - DOT, x + DOT, y, DOT_GAP)
        mark = _named(x, y, trip, [*taken, *(dot for dot in dots if dot != own)])
        if mark.name:
            taken.append(_box(mark.name))
        marks.append(mark)
    return Map(round(height, 1), workplace, tuple(marks), _summary(zone, trips, how))


def _bounds(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    low, high = min(found), max(found)
    return (low, high) if high > low else (low - 0.01, high + 0.01)


Box = tuple[float, float, float, float]
"""Left, right and middle height of a name or of a place, and the height it keeps free."""


def _names(words: str, x: float, y: float, gap: float = 11.0) -> tuple[Name, ...]:
    """Beside a place, above and below it, then from its corners, as they are tried."""
    above, below = y - gap, y + gap + 9
    return (
        Name(words, x + gap, y + 4.5),
        Name(words, x - gap, y + 4.5, "end"),
        Name(words, x, above, "middle"),
        Name(words, x, below, "middle"),
        *(Name(words, x - 4, each, "end") for each in (above, below)),
        *(Name(words, x + 4, each) for each in (above, below)),
    )


def _box(name: Name) -> Box:
    length = len(name.words) * NAME_WIDTH
    left = name.x - {"start": 0.0, "middle": length / 2, "end": length}[name.anchor]
    return left, left + length, name.y - 4.5, NAME_GAP


def _named(x: float, y: float, trip: TripLine, taken: Sequence[Box]) -> Mark:
    """The place with its name where there is room for it."""
    minutes = "pas de trajet" if trip.minutes is None else f"{trip.minutes} min"
    names = (each for each in _names(trip.name, x, y) if not _meets(each, taken))
    title = f"{trip.name} : {minutes}"
    return Mark(x, y, title, next(names, None), reach_of(trip.minutes))


def _meets(name: Name, taken: Sequence[Box]) -> bool:
    """True where the name would run over another, over a place or out of the drawing."""
    left, right, middle, _ = _box(name)
    if left < 0 or right > WIDTH or middle < NAME_GAP / 2:
        return True
    return any(
        left < other_right and other_left < right and abs(middle - other) < free
        for other_left, other_right, other, free in taken
    )


def _summary(zone: Spot, trips: Sequence[TripLine], how: str) -> str:
    reached = [each.minutes for each in trips if each.minutes is not None]
    near = sum(minutes <= SOON for minutes in reached)
    return (
        f"Vers {zone.name}, {how} : {near} lieux sur {len(trips)} à {SOON} minutes au plus, "
        f"{len(trips) - len(reached)} sans trajet. Le tableau donne chaque durée."
    )
