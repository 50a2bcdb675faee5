"""The communes of France outside Nord and Pas-de-Calais, by the names people give them."""

import pytest

from ingestion.national import commune_key, commune_of, communes_named, national, town_of


@pytest.mark.parametrize(
    ("name", "insee"),
    [
        ("Rezé", "44143"),
        ("LE MANS", "72181"),
        ("au Mans", "72181"),
        ("aux Herbiers", "85109"),
        ("Roche sur Yon", "85191"),
        ("St-Malo", "35288"),
        ("Villeneuve s/ Lot", "47323"),
        ("L'Haÿ-les-Roses", "94038"),
        ("Saint-Denis", "97411"),
    ],
)
def test_a_commune_is_found_as_people_write_it(name: str, insee: str) -> None:
    assert communes_named(commune_key(name))[0].insee == insee


def test_a_merged_commune_is_told_as_part_of_the_new_one() -> None:
    (found,) = communes_named("chateau gontier")
    assert (found.insee, found.name) == ("53062", "Château-Gontier-sur-Mayenne")
    assert found.quarter == "Château-Gontier"


def test_homonyms_are_all_given_the_most_inhabited_first() -> None:
    found = communes_named("saint denis")
    assert len(found) > 1
    assert list(found) == sorted(found, key=lambda each: -each.inhabitants)


def test_a_borough_counts_as_its_town() -> None:
    borough = commune_of("75115")
    assert borough is not None
    assert borough.name == "Paris"
    assert [town_of(code) for code in ("69383", "13201", "44109")] == ["69123", "13055", "44109"]


def test_every_line_of_the_list_can_be_read() -> None:
    found = [match for key in national().lines for match in communes_named(key)]
    assert len(found) > 35_000
    assert all(match.insee and match.name for match in found)


def test_the_communes_of_our_departments_stand_in_their_own_table() -> None:
    rows = [row for line in national().lines.values() for row in line.split("|")]
    ours = [row.split(",") for row in rows if row[:2] in ("59", "62")]
    assert ours
    assert all(parent for _, _, parent, _, _ in ours)


def test_an_unknown_name_and_code_give_none() -> None:
    assert communes_named("trifouilly les oies") == ()
    assert commune_of("99999") is None
