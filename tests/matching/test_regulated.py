"""What the law asks of an occupation: codes that exist, titles that a file can hold."""

import pytest

from ingestion.licences import catalogue
from matching import regulated
from matching.occupations import packaged_occupations
from matching.regulated import legal_titles
from models.vocabulary import Necessity

CODES = packaged_occupations().codes


@pytest.mark.parametrize(
    ("rome", "titles"),
    [
        ("N4101", ["permis_C"]),
        ("N4103", ["permis_D"]),
        ("J1501", ["DEAS"]),
        ("K2503", ["CQP_APS"]),
        ("N1101", []),
        ("D1202", []),
        ("", []),
        ("N41", []),
        ("Z9999", []),
    ],
)
def test_titles_of_an_occupation(rome: str, titles: list[str]) -> None:
    assert [title.code for title in legal_titles(rome)] == titles


def test_every_line_is_an_occupation_and_a_title_that_a_file_can_hold() -> None:
    table, labels, _ = regulated._table()
    assert set(table) <= set(CODES)
    asked = {code for codes in table.values() for code in codes}
    assert asked == set(labels)
    assert asked <= set(catalogue())


def test_titles_are_required_and_called_by_their_name() -> None:
    for rome in CODES:
        for title in legal_titles(rome):
            assert title.necessity is Necessity.REQUIRED
            assert title.label
            assert title.label != title.code


def test_diplomas_are_looked_for_where_files_list_them() -> None:
    for rome in CODES:
        for title in legal_titles(rome):
            if title.code.startswith("permis_"):
                assert not title.is_diploma
    (carer,) = legal_titles("J1501")
    assert carer.is_diploma
