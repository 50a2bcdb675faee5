"""What the screen of the territory shows."""

import numpy as np

from matching.territory import (
    NO_SERVICE,
    Territory,
    trips_of,
)
from models.vocabulary import HourBand, TravelMode


def test_a_band_without_a_bus_is_shown_as_such(territory: Territory) -> None:
    """Otherwise a click on what is shown would confirm a bus that does not run."""
    places = [spot.key for spot in territory.table.places]
    zones = [spot.key for spot in territory.table.zones]
    row, column = places.index("zuydcoote"), zones.index("grande-synthe")
    port = zones.index("port-ouest")

    def shown(zone: int, band: HourBand, mode: TravelMode = TravelMode.BUS) -> float:
        return trips_of(territory, zone, mode, band)[row].minutes

    assert 35 <= shown(column, HourBand.DAYTIME) <= 70
    assert shown(column, HourBand.EARLY) == shown(column, HourBand.NIGHT) == NO_SERVICE
    assert shown(port, HourBand.SUNDAY) == NO_SERVICE
    assert np.isfinite(shown(column, HourBand.SUNDAY))
    assert np.isfinite(shown(column, HourBand.EARLY, TravelMode.CAR))
