"""The rules are data: refused with the reason where they make no sense."""

from pathlib import Path

import pytest

from matching.allocation.rules import PACKAGED, packaged_rules, read_rules
from models.errors import InputRefusedError


def test_the_rules_shipped_are_read() -> None:
    rules = packaged_rules()
    assert (rules.places(1), rules.places(5), rules.live_proposals) == (10, 20, 3)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("live_proposals = 3", "live_proposals = 0", "nombres entiers"),
        ("depth = 200", 'depth = "200"', "nombres entiers"),
        ("guard = 0.10", "guard = -0.1", "prix positifs"),
        ("a_verifier = 0.25", "avec_levier = 0.25", "sans obstacle"),
        ("adapte = 0.21", "adapte = 0.5", "suivent les bandes"),
        ("least_places = 10", "", "illisibles"),
        ("[steps]", "[step]", "illisibles"),
    ],
)
def test_rules_that_make_no_sense_are_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = PACKAGED.read_text(encoding="utf-8")
    path = tmp_path / "allocation.toml"
    path.write_text(text.replace(f"\n{old}", f"\n{new}"), encoding="utf-8")
    with pytest.raises(InputRefusedError, match=said):
        read_rules(path)
