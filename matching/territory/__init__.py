"""What a trip costs, from place to place, by each mode, at the hours of a post.

The facts are files of their own (`data/territory/`), which another programme replaces; what the
programme confirmed comes before them, what they do not say is estimated from distance.
"""

from matching.territory.aids import Aid, aid_words
from matching.territory.facts import (
    BANDS,
    CONFIRMED,
    DAY,
    ESTIMATED,
    FAR_KM,
    FEASIBLE,
    INFEASIBLE,
    LISTED,
    NO_SERVICE,
    UNSURE,
    BusService,
    Hours,
    Speed,
    Trips,
    band_of,
)
from matching.territory.lookup import KnownTrip, place_of, trips_of
from matching.territory.reading import FOLDER, load_territory, packaged_territory
from matching.territory.sites import at_site
from matching.territory.table import ANYWHERE, BusDay, Spot, TravelTable, TripTime, make_table
from matching.territory.trips import Territory

__all__ = [
    "ANYWHERE",
    "BANDS",
    "CONFIRMED",
    "DAY",
    "ESTIMATED",
    "FAR_KM",
    "FEASIBLE",
    "FOLDER",
    "INFEASIBLE",
    "LISTED",
    "NO_SERVICE",
    "UNSURE",
    "Aid",
    "BusDay",
    "BusService",
    "Hours",
    "KnownTrip",
    "Speed",
    "Spot",
    "Territory",
    "TravelTable",
    "TripTime",
    "Trips",
    "aid_words",
    "at_site",
    "band_of",
    "load_territory",
    "make_table",
    "packaged_territory",
    "place_of",
    "trips_of",
]
