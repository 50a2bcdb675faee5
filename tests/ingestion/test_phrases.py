"""Expressions tried only where their words stand: less is read, the same is found."""

import re
from collections.abc import Iterable

import pytest

from ingestion.lexicon import cut
from ingestion.phrases import Phrases

TEXT = (
    "Poste de journée à Bergues, pas de nuit. Du 1er juin au 30 août, puis du lundi au vendredi.\n"
    "Permis B exigé, anglais souhaité ; débutant accepté de préférence le 12/03."
)


def spans(matches: Iterable[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in matches]


@pytest.mark.parametrize("others", ["", "juin aout", "nuit"])
def test_words_that_every_phrase_holds_change_nothing_found(others: str) -> None:
    words = cut(TEXT)
    alone = Phrases(r"(?:du|de) (?:1er juin|nuit|journee)", "du de")
    with_others = Phrases(r"(?:du|de) (?:1er juin|nuit|journee)", "du de", others)
    expected = [m.span() for m in re.finditer(r"d[ue] (?:1er juin|nuit|journee)", words.folded)]
    assert spans(alone.find(words)) == spans(with_others.find(words)) == expected


def test_a_text_without_the_words_that_every_phrase_holds_is_not_searched() -> None:
    words = cut(TEXT)
    assert Phrases(r"de \w+", "de", "week").first(words) is None
    assert Phrases(r"de \w+", "de", "journee").first(words) is not None


def test_phrases_are_found_before_the_spots_they_lead_to_and_nowhere_else() -> None:
    words = cut(TEXT)
    june, monday = words.folded.index("juin"), words.folded.index("lundi")
    phrases = Phrases(r"du \w+", "du")
    assert len(spans(phrases.find(words))) == 2
    assert spans(phrases.find_before(words, [june], 10)) == [(june - 7, june - 1)]
    assert len(spans(phrases.find_before(words, [june, monday], 10))) == 2
    assert spans(phrases.find_before(words, [], 10)) == []
    assert spans(phrases.find_before(words, [june], 3)) == []
