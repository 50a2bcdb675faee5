"""A fact of `territory.toml` that would spoil every trip is refused by its name, at the start."""

from pathlib import Path

import pytest

from matching.territory import load_territory
from models.errors import InputRefusedError
from tests.matching.territory.test_reading import SMALL

WRONG = (
    ("kmh = 60", "kmh = 0", "modes.voiture.kmh : « 0 » n'est pas un nombre de 1 à 150"),
    ("kmh = 60", "kmh = nan", "modes.voiture.kmh : « nan »"),
    ("kmh = 60", 'kmh = "vite"', "modes.voiture.kmh : « vite »"),
    ("kmh = 60", "kmh = true", "modes.voiture.kmh : « True »"),
    ("kmh = 60", "kmh = 60\nroues = 4", "modes.voiture.roues : nom inconnu"),
    ("[modes.velo]", "[modes.patins]", "modes.patins : nom inconnu"),
    ("[modes.a_pied]\nkmh = 5\nfixed_minutes = 0\n", "", "modes.a_pied : ce moyen manque"),
    ("road_factor = 1.0", "road_factor = 1e9", "road_factor : « 1000000000.0 »"),
    ("usual_limit_minutes = 30", "usual_limit_minutes = 0", "usual_limit_minutes : « 0 »"),
    ("least = 1", "least = 100", "bus.main.least : plus long que most"),
    ('first = "08:00"', 'first = "8h"', "bus.main.first : « 8h » n'est pas une heure"),
    ('first = "08:00"', "first = 08:00:00", "bus.main.first : « 08:00:00 »"),
    ('first = "08:00"', 'first = "08:00+02:00"', "bus.main.first : « 08:00"),
    ('last = "18:00"', 'last = "00:30"', "bus.main.last : le dernier bus part avant"),
    ('last = "18:00"', 'last = "18:00"\nsunday = ["9:00"]', "bus.main.sunday : deux heures"),
    ("main = []", "rapide = []", "service.rapide : il n'y a pas de classe de bus"),
    ("main = []", "main = [59183]", "service.main : « 59183 » n'est pas un texte"),
    ("main = []", "main = ['1', '1']", "la commune « 1 » est déjà dans main"),
    ('journee = ["09:00", "17:00"]', 'nuit = ["21:00", "05:00"]', "usual_hours.journee"),
    ('["09:00", "17:00"]', "8", "usual_hours.journee : une liste"),
)


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG)
def test_a_wrong_fact_is_named(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in SMALL
    path = tmp_path / "territory.toml"
    path.write_text(SMALL.replace(right, wrong), encoding="utf-8")
    with pytest.raises(InputRefusedError) as refused:
        load_territory(path)
    assert said in str(refused.value)
