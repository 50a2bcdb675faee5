"""Communes of all France in keys."""

import pytest

from ingestion.town_names import resolve_town


@pytest.mark.parametrize(
    ("name", "code", "insee", "expected"),
    [
        ("Amiens", None, None, "80021"),
        ("80 - AMIENS", None, None, "80021"),
        ("Bergues", None, None, "59067"),
        ("GDE SYNTHE", None, None, "59271"),
        ("Saint-Denis", "93200", None, "93066"),
        ("69 - LYON 03", None, None, "69123"),
        ("Nantes CEDEX 2", "44036", None, "44109"),
        (None, None, "44109", "44109"),
    ],
)
def test_a_key_names_its_commune_wherever_it_lies(
    name: str | None, code: str | None, insee: str | None, expected: str
) -> None:
    found = resolve_town(name, code, insee)
    assert found is not None
    assert found.insee == expected


def test_homonyms_that_nothing_tells_apart_are_not_guessed() -> None:
    assert resolve_town("Saint-Denis") is None
    assert resolve_town("Bergues", "84000") is None
