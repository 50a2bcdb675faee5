"""What each change asks is data that a territory can change, and that is checked."""

from importlib.resources import files

import pytest

from matching.levers.settings import EFFORTS, packaged_settings, read_settings
from models.errors import InputRefusedError

PACKAGED = (files("matching") / "data" / "levers.toml").read_text(encoding="utf-8")


def test_a_question_asks_least_and_a_long_training_most() -> None:
    effort = packaged_settings().effort
    assert set(effort) == EFFORTS
    assert min(effort, key=lambda change: effort[change]) == "reponse"
    assert max(effort, key=lambda change: effort[change]) == "formation_longue"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[effort", "illisibles"),
        ("", "illisibles"),
        (PACKAGED.replace("navette = 5", "navete = 5"), "navete, navette"),
        (PACKAGED.replace("navette = 5", "navette = -5"), "négatif"),
        (PACKAGED.replace("navette = 5", 'navette = "peu"'), "illisibles"),
        (PACKAGED.replace("trajet_km = [5, 10, 15]", "trajet_km = [5]"), "autant de pas"),
        (PACKAGED.replace('"06:00"', '"six heures"'), "illisibles"),
    ],
)
def test_settings_that_make_no_sense_are_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(InputRefusedError, match=said):
        read_settings(text)
