"""The packaged table: its places, and what is known of the network."""

import numpy as np
import pytest

from ingestion.territory import territory as ingestion_territory
from matching.profiles import Place
from matching.territory import (
    BANDS,
    Territory,
)
from models.vocabulary import HourBand
from tests.matching.territory.places import (
    BUS,
    CAR,
    DAYTIME,
)


def test_every_place_read_in_addresses_has_a_row_where_it_stands(territory: Territory) -> None:
    """Otherwise trips from it would be estimated from distance, without a word."""
    spots = {(spot.insee, spot.quarter): spot for spot in territory.table.places}
    communes = {insee for insee, quarter in spots if quarter is None}
    assert len(communes) == 17
    read = ingestion_territory()
    for insee in communes:
        match = read.communes[insee].match
        spot = spots[insee, None]
        assert spot.name == match.name
        assert spot.latitude == pytest.approx(match.latitude, abs=1e-3)
    quarters = {place.match for place in read.quarters.values() if place.match.insee in communes}
    assert len(quarters) > 10
    for match in quarters:
        spot = spots[match.insee, match.quarter]
        assert spot.latitude == pytest.approx(match.latitude, abs=1e-3)
        assert spot.longitude == pytest.approx(match.longitude, abs=1e-3)


def test_the_table_keeps_to_what_is_known_of_the_network(territory: Territory) -> None:
    """Main lines 15 to 45 minutes, slow ones 35 to 70, cars 35 to 45 km/h, bicycles apart."""
    table, known = territory.table, 0
    bounds = {"main": (15, 45), "slow": (35, 70), "poor": (50, 100)}
    for row, place in enumerate(table.places):
        origin = Place(place.insee, place.quarter, place.latitude, place.longitude)
        for column, zone in enumerate(table.zones):
            work = Place(zone.insee, None, zone.latitude, zone.longitude)
            assert territory.table.zone_at(work) == column, zone.key
            by_bus, by_car = table.minutes[row, column, [BUS, CAR], BANDS.index(HourBand.DAYTIME)]
            if np.isfinite(by_bus):
                known += 1
                line = territory.bus_between(origin, work)
                (name,) = [each for each, value in territory.bus.items() if value == line]
                low, high = bounds[name]
                assert low <= by_bus <= high, (place.key, zone.key, name)
            if np.isfinite(by_car):
                known += 1
                km = territory.trips([origin], work, DAYTIME).road_km[0]
                assert km / 60 * 60 - 2 <= by_car <= km / 30 * 60 + 6, (place.key, zone.key, km)
    assert known > 400
