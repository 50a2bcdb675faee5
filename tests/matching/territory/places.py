"""Places, hours and columns that the tests of the territory share."""

from matching.profiles import MODES, Place
from matching.territory import CONFIRMED, Hours, TripTime
from models.vocabulary import HourBand, TravelMode
from tests.matching.factories import DUNKERQUE

BUS, CAR, BICYCLE, WALK = (
    MODES.index(m) for m in (TravelMode.BUS, TravelMode.CAR, TravelMode.BICYCLE, TravelMode.WALK)
)
DAYTIME = Hours(8 * 60, 17 * 60, stated=True)
PETITE_SYNTHE = Place("59183", "Petite-Synthe", 51.0230, 2.3430)
PORT_OUEST = Place("59359", None, 51.022, 2.195)
FROM = [DUNKERQUE, PETITE_SYNTHE]


def bus_time(band: HourBand, minutes: float, zone: str = "grande-synthe") -> TripTime:
    return TripTime("dunkerque", zone, TravelMode.BUS, band, minutes, CONFIRMED)
