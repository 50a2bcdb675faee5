"""The two halves of a row, in the words of its page."""

from api.balance import balance_words
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, Criterion

PERSON = (Criterion.OCCUPATION, Criterion.MOBILITY, Criterion.CONTRACT)


def row(person: float, post: float) -> ShortlistEntry:
    told = {
        c.value: {"weight": 0.125, "points": 0.125 * (person if c in PERSON else post)}
        for c in Criterion
    }
    return ShortlistEntry(score=0.5, band=Band.SUITABLE, contributions=told)


def test_the_halves_are_said_and_the_low_one_is_named() -> None:
    assert balance_words(row(0.82, 0.55)).words == (
        "Projet bien respecté, exigences couvertes en partie."
    )
    assert balance_words(row(0.3, 0.39)).words == "Projet peu respecté, exigences peu couvertes."
    assert balance_words(row(0.82, 0.75)).warning == ""
    assert "demande plus" in balance_words(row(0.82, 0.35)).warning
    assert "s’éloigne" in balance_words(row(0.3, 0.6)).warning


def test_a_row_that_tells_no_points_says_nothing() -> None:
    empty = ShortlistEntry(score=0.5, band=Band.SUITABLE, contributions={})
    assert (balance_words(empty).words, balance_words(empty).warning) == ("", "")
