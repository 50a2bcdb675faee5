"""The trips to one zone as the ranking reads them, for the screen that shows them."""

from dataclasses import dataclass

import numpy as np

from matching.profiles import MODES, BoolArray, Place
from matching.territory.facts import (
    BANDS,
    ESTIMATED,
    FIRST_BUSES,
    LAST_BUSES,
    NO_SERVICE,
    Hours,
    Trips,
)
from matching.territory.table import Spot
from matching.territory.trips import Territory
from models.vocabulary import HourBand, TravelMode


@dataclass(frozen=True, slots=True)
class KnownTrip:
    """minutes : inf where the mode does not go; source : ESTIMATED, LISTED or CONFIRMED

    `is_daytime` : nothing is said of this band, the minutes are those of daytime
    """

    minutes: float
    source: int
    is_daytime: bool = False


def trips_of(
    territory: Territory, zone: int, mode: TravelMode, band: HourBand
) -> tuple[KnownTrip, ...]:
    """The trip from each place of the table to the zone of this column."""
    table = territory.table
    column, when = MODES.index(mode), BANDS.index(band)
    spots = table.places
    hours = Hours(np.nan, np.nan, stated=False, weekend=band is HourBand.SUNDAY)
    usual = territory.trips(tuple(map(place_of, spots)), place_of(table.zones[zone]), hours)
    stopped = _stopped(usual, band) & (mode is TravelMode.BUS)
    found = []
    for row in range(len(spots)):
        said = float(table.minutes[row, zone, column, when])
        if not np.isnan(said):
            found.append(KnownTrip(said, int(table.source[row, zone, column, when])))
        elif stopped[row]:
            found.append(KnownTrip(NO_SERVICE, ESTIMATED))
        else:
            source = int(usual.source[row, column])
            spent = float(usual.minutes[row, column])
            is_daytime = source != ESTIMATED and band is not HourBand.DAYTIME
            found.append(KnownTrip(spent, source, is_daytime))
    return tuple(found)


def _stopped(usual: Trips, band: HourBand) -> BoolArray:
    """(p,) whether the clock of the buses says that none runs in the band."""
    if band is HourBand.EARLY:
        return np.asarray(usual.first_bus >= FIRST_BUSES)
    if band is HourBand.NIGHT:
        return np.asarray(usual.last_bus <= LAST_BUSES)
    return usual.sunday  # all False but on Sundays


def place_of(spot: Spot) -> Place:
    """A row of the table as the ranking names places."""
    return Place(spot.insee, spot.quarter, spot.latitude, spot.longitude)
