"""The zone that an offer names, where its key gives the commune alone."""

import re
from dataclasses import replace
from functools import lru_cache

import numpy as np

from matching.profiles import OfferFacts, Place
from matching.territory.table import Spot, crow_km
from matching.territory.trips import Territory

MOST_KM = 8.0
"""Farther from the commune of the offer, a zone that its text names is not where the post is."""


def at_site(territory: Territory, facts: OfferFacts) -> OfferFacts:
    """The offer with its workplace at the zone its text names.

    Unchanged where it names none, two, or one that is not near the place that it states.
    """
    stated = facts.workplace
    named = _zones_in(territory.table.zones, f"{facts.title}\n{facts.description}")
    if stated is None or len(named) != 1 or not _is_near(named[0], stated):
        return facts
    (zone,) = named
    return replace(facts, workplace=Place(zone.insee, None, zone.latitude, zone.longitude))


def _is_near(zone: Spot, stated: Place) -> bool:
    middle = np.array([[zone.latitude, zone.longitude]])
    return bool(crow_km(middle, stated.latitude, stated.longitude)[0] <= MOST_KM)


def _zones_in(zones: tuple[Spot, ...], text: str) -> list[Spot]:
    """The distinct zones whose aliases stand in a text, whole words, whatever the capitals."""
    pattern, by_name = _names(zones)
    if pattern is None:
        return []
    found = {by_name[hit.casefold()]: None for hit in pattern.findall(text)}
    return [zones[row] for row in found]


@lru_cache(maxsize=4)
def _names(zones: tuple[Spot, ...]) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    by_name = {name.casefold(): row for row, zone in enumerate(zones) for name in zone.aliases}
    if not by_name:
        return None, {}
    longest_first = sorted(by_name, key=len, reverse=True)
    words = "|".join(re.escape(name) for name in longest_first)
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), by_name
