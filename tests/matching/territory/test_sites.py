"""The zone that an offer names."""

from dataclasses import replace

import pytest

from matching.territory import (
    Territory,
    at_site,
)
from tests.matching.factories import LOON_PLAGE, make_offer


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("Vous travaillez au Port Ouest, en 3x8.", "port-ouest"),
        ("Poste à la CENTRALE NUCLÉAIRE DE GRAVELINES.", "centrale-gravelines"),
        ("Poste à Loon-Plage.", None),
        ("Du Port Ouest au Port Est.", None),
        ("Livraisons depuis l'hôpital de Dunkerque.", None),  # too far from Loon-Plage
        ("Le transport ouest-européen", None),
    ],
)
def test_a_zone_named_in_the_text_is_where_the_post_is(
    territory: Territory, said: str, zone: str | None
) -> None:
    offer = make_offer(description=said, workplace=LOON_PLAGE)
    found = at_site(territory, offer).workplace
    assert found is not None
    if zone is None:
        assert found == LOON_PLAGE
    else:
        assert territory.table.zones[territory.table.zone_at(found)].key == zone
    nowhere = replace(offer, workplace=None)
    assert at_site(territory, nowhere) == nowhere


def test_a_long_text_is_read_fast(territory: Territory) -> None:
    offer = make_offer(description="port zone centrale de " * 5_000, workplace=LOON_PLAGE)
    assert at_site(territory, offer) == offer
