"""Expressions tried only where their words stand: less is read, the same is found."""

import re
from collections.abc import Iterable

import pytest

from ingestion.choices import Choices
from ingestion.lexicon import Lexicon, cut
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


def test_the_first_of_several_expressions_wins_at_each_place() -> None:
    words = cut(TEXT)
    choices = Choices(
        ("time", r"de (?:nuit|journee)", "de"),
        ("other", r"de \w+|permis \w", "de permis"),
    )
    found = [(match.lastgroup, match[0]) for match in choices.find(words)]
    assert found == [
        ("time", "de journee"),
        ("time", "de nuit"),
        ("other", "permis b"),
        ("other", "de preference"),
    ]


def test_dictionaries_asked_together_find_what_each_holds() -> None:
    words = cut("Permis B, port de charges lourdes et travail de nuit.")
    permits = Lexicon([("permis b", "B"), ("permis", "any")])
    loads = Lexicon([("port de charges", "loads"), ("port de tête", "head")])
    assert [value for value, _, _ in permits.spans(words)] == ["B"]
    assert [value for value, _, _ in loads.spans(words)] == ["loads"]


def test_a_dictionary_made_after_a_text_was_read_is_asked_too() -> None:
    words = cut("Travail de nuit, port de charges.")
    assert list(Lexicon([("travail de jour", 1)]).spans(words)) == []
    later = Lexicon([("travail de nuit", 2), ("charges", 3)])
    assert [value for value, _, _ in later.spans(words)] == [2, 3]


def test_an_inclusive_ending_is_no_word_and_moves_nothing() -> None:
    words = cut("Un(e) soignant(e) (e) motivé(s)(e)")
    assert words.words == ["un", "soignant", "e", "motive", "e"]
    assert [words.text[at] for at in words.starts] == ["U", "s", "e", "m", "e"]
