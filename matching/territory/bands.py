"""What the table says of trips at the hours of one shift, beside what distance says."""

from dataclasses import dataclass

import numpy as np

from matching.profiles import BoolArray, FloatArray, StateArray
from matching.territory.facts import BANDS, ESTIMATED, Hours, band_of
from models.vocabulary import HourBand

DAYTIME, SUNDAY = BANDS.index(HourBand.DAYTIME), BANDS.index(HourBand.SUNDAY)


@dataclass(frozen=True, slots=True)
class BandReading:
    """Trips of p places by 5 modes at the hours of one shift.

    minutes : (p, 5) of the longer of the two ways; inf where the mode does not go
    source : (p, 5) where they come from
    runs_to, runs_back : (p, 5) whether the table says that the mode goes at the start, the end
    closed_to, closed_back : (p, 5) whether it says that it does not
    closed_sunday : (p, 5) the same on Sundays
    """

    minutes: FloatArray
    source: StateArray
    runs_to: BoolArray
    runs_back: BoolArray
    closed_to: BoolArray
    closed_back: BoolArray
    closed_sunday: BoolArray

    @property
    def closed(self) -> BoolArray:
        """(p, 5) whether one of the two ways is closed."""
        return self.closed_to | self.closed_back


def read_bands(
    estimates: FloatArray, known: FloatArray, source: StateArray, hours: Hours
) -> BandReading:
    """The minutes of the table at these hours, else those of daytime, else those of distance.

    Parameters
    ----------
    estimates : (p, 5) from distance; known, source : (p, 5, 6) of the table
    """
    to, to_source = _band(known, source, hours.start)
    back, back_source = _band(known, source, hours.end)
    day, day_source = known[:, :, DAYTIME], source[:, :, DAYTIME]
    # A mode that goes at other hours than those is kept, so that its hours can be told.
    shortest = np.where(np.isfinite(known), known, np.inf).min(axis=2)
    day = np.where(np.isinf(day), shortest, day)
    to_open = np.where(np.isinf(to), np.nan, to)
    back_open = np.where(np.isinf(back), np.nan, back)
    exact = np.fmax(to_open, back_open)
    exact_source = np.where(exact == to_open, to_source, back_source)
    is_exact, is_day = ~np.isnan(exact), ~np.isnan(day)
    return BandReading(
        minutes=np.where(is_exact, exact, np.where(is_day, day, estimates)),
        source=np.where(is_exact, exact_source, np.where(is_day, day_source, ESTIMATED)).astype(
            np.int8
        ),
        runs_to=np.isfinite(to),
        runs_back=np.isfinite(back),
        closed_to=np.isinf(to),
        closed_back=np.isinf(back),
        closed_sunday=np.isinf(known[:, :, SUNDAY]),
    )


def _band(known: FloatArray, source: StateArray, moment: float) -> tuple[FloatArray, StateArray]:
    """(p, 5) minutes in the band of a moment, and their source; NaN where nobody knows it."""
    if np.isnan(moment):
        return np.full(known.shape[:2], np.nan), np.zeros(known.shape[:2], dtype=np.int8)
    column = BANDS.index(band_of(moment))
    return known[:, :, column], source[:, :, column]
