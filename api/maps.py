"""A map of the territory drawn on the server: places, a workplace, and what is reached in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

from api.services.travel_lines import TripLine
from matching.territory import Spot, Territory

WIDTH, MARGIN = 720.0, 46.0
"""Units of the drawing; its height follows the territory."""
NAME_GAP = 17.0
"""Least distance between two names on one side, in units: nearer ones are left to the table."""
NAME_WIDTH = 7.4
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
class Mark:
    """A place on the drawing; `name` is empty where another name stands too near."""

    x: float
    y: float
    title: str
    name: str
    reach: Reach
    is_named_left: bool = False


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

    x, y = at(zone)
    workplace = Mark(x, y, f"Lieu de travail : {zone.name}", zone.name, NO_TRIP, x > WIDTH / 2)
    taken = [_box(workplace)]
    marks = []
    for trip in sorted(trips, key=lambda each: (spots[each.key.place].quarter or "", each.name)):
        x, y = at(spots[trip.key.place])
        mark = _named(x, y, trip, taken)
        if mark.name:
            taken.append(_box(mark))
        marks.append(mark)
    return Map(round(height, 1), workplace, tuple(marks), _summary(zone, trips, how))


def _bounds(values: Iterable[float]) -> tuple[float, float]:
    found = list(values)
    low, high = min(found), max(found)
    return (low, high) if high > low else (low - 0.01, high + 0.01)


Box = tuple[float, float, float]
"""Left, right and middle height of a name."""


def _box(mark: Mark) -> Box:
    length = len(mark.name) * NAME_WIDTH + 12
    return (
        (mark.x - length, mark.x, mark.y)
        if mark.is_named_left
        else (mark.x, mark.x + length, mark.y)
    )


def _named(x: float, y: float, trip: TripLine, taken: Sequence[Box]) -> Mark:
    """The place with its name to the right, to the left, or without."""
    reach = reach_of(trip.minutes)
    minutes = "pas de trajet" if trip.minutes is None else f"{trip.minutes} min"
    title = f"{trip.name} : {minutes}"
    for is_left in (False, True):
        mark = Mark(x, y, title, trip.name, reach, is_left)
        left, right, _ = _box(mark)
        if left >= 0 and right <= WIDTH and not any(_touches(_box(mark), each) for each in taken):
            return mark
    return Mark(x, y, title, "", reach)


def _touches(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and abs(one[2] - other[2]) < NAME_GAP


def _summary(zone: Spot, trips: Sequence[TripLine], how: str) -> str:
    reached = [each.minutes for each in trips if each.minutes is not None]
    near = sum(minutes <= SOON for minutes in reached)
    return (
        f"Vers {zone.name}, {how} : {near} lieux sur {len(trips)} à {SOON} minutes au plus, "
        f"{len(trips) - len(reached)} sans trajet. Le tableau donne chaque durée."
    )
