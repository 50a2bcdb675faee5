"""What a territory is made of: ways to go, bus services, hours of a shift, trips."""

from dataclasses import dataclass

import numpy as np

from matching.profiles import BoolArray, FloatArray, StateArray
from models.vocabulary import HourBand

DAY = 24 * 60.0
"""Minutes of a day."""

FAR_KM = 60.0
"""Road kilometres beyond which no mobility aid makes a daily trip, and nobody need be asked."""

FEASIBLE, UNSURE, INFEASIBLE = 1, 0, -1

ESTIMATED, LISTED, CONFIRMED = 0, 1, 2
"""Where the minutes of a trip come from: distance, the table, a person who confirmed them."""

NO_SERVICE = float("inf")
"""Minutes of a mode that does not go at these hours."""

BANDS = tuple(HourBand)
FIRST_BUSES, RUSH_ENDS, DAY_ENDS, LAST_BUSES = 5.5 * 60, 9 * 60.0, 17 * 60.0, 21 * 60.0
NIGHT_ENDS = 3 * 60.0
"""Minutes after midnight at which one band of the day gives way to the next."""


@dataclass(frozen=True, slots=True)
class Speed:
    kmh: float
    fixed_minutes: float
    max_minutes: float = float("inf")


@dataclass(frozen=True, slots=True)
class BusService:
    """Minutes = fixed + road km / kmh within [least, most]; first, last: after midnight.

    sunday : first and last on Sundays, (inf, -inf) where no bus runs, None where nobody knows
    """

    kmh: float
    fixed_minutes: float
    least: float
    most: float
    first: float
    last: float
    sunday: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """When a shift starts and ends, minutes after midnight, NaN unknown; `stated` by the offer.

    `weekend` : the post works at week-ends, on days that are not known
    """

    start: float
    end: float
    stated: bool
    weekend: bool = False


@dataclass(frozen=True, slots=True)
class Trips:
    """Trips from p places to one workplace.

    minutes : (p, 5) door to door in the order of MODES, inf where the mode does not go
    road_km : (p,)
    state : (p, 5) 1 feasible at the hours of the post, 0 unsure, -1 not
    source : (p, 5) int8 ESTIMATED, LISTED or CONFIRMED
    first_bus, last_bus : (p,) first arrival at the workplace and last departure from it on
        working days, minutes after midnight; NaN where there is no bus or nothing is known
    sunday : (p,) whether the bus is unsure because of Sundays alone
    """

    minutes: FloatArray
    road_km: FloatArray
    state: StateArray
    source: StateArray
    first_bus: FloatArray
    last_bus: FloatArray
    sunday: BoolArray


def band_of(moment: float) -> HourBand:
    """The band of a working day that a moment (minutes after midnight) falls in.

    Raises
    ------
    ValueError : NaN, an hour that nobody knows
    """
    if np.isnan(moment):
        raise ValueError("no hour, no band")
    hour = moment % DAY
    if hour < NIGHT_ENDS or hour >= LAST_BUSES:
        return HourBand.NIGHT
    for end, band in (
        (FIRST_BUSES, HourBand.EARLY),
        (RUSH_ENDS, HourBand.MORNING),
        (DAY_ENDS, HourBand.DAYTIME),
    ):
        if hour < end:
            return band
    return HourBand.EVENING
