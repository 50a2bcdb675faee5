"""Communes of all France in texts."""

import pytest

from ingestion.lexicon import cut
from ingestion.towns import find_places


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Poste au Kremlin-Bicêtre", ["au Kremlin-Bicêtre"]),
        ("Secteur du Val de Reuil", ["Val de Reuil"]),
        ("à Saint-Malo, puis Ferney-voltaire", ["Saint-Malo", "Ferney-voltaire"]),
        ("sur le secteur de locqueltas", ["locqueltas"]),
        ("Vous aimez la marche, le pont et la ville.", []),
    ],
)
def test_places_are_found_in_a_text_the_longest_name_first(words: str, names: list[str]) -> None:
    text = cut(words)
    found = [words[each.start : each.end] for each in find_places(text) if not each.is_ordinary]
    assert found == names


def test_the_accents_of_a_town_tell_it_from_a_word() -> None:
    spelt, plain = (next(find_places(cut(f"Poste à {name}"))) for name in ("Alès", "Ales"))
    assert (spelt.is_ordinary, plain.is_ordinary) == (False, True)


def test_a_town_in_small_letters_is_read_in_the_title_alone() -> None:
    words = cut("Cuisinier biarritz\nUn biarritz")
    assert [each.start for each in find_places(words, 18)] == [10]
