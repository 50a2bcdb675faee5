"""Dictionaries of words: what each finds in a text, and the cutting of texts."""

from ingestion.choices import Choices
from ingestion.lexicon import Lexicon, cut

TEXT = (
    "Poste de journée à Bergues, pas de nuit. Du 1er juin au 30 août, puis du lundi au vendredi.\n"
    "Permis B exigé, anglais souhaité ; débutant accepté de préférence le 12/03."
)


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
