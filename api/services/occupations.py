"""Looking for an occupation by its code, its label, or everyday words."""

from dataclasses import dataclass

from api.services.proposals import packaged_proposals
from ingestion.normalise import fold, rome_code

MOST_FOUND = 8
SHORTEST_WORD = 3
"""Characters of a word below which it must be a whole word of the label."""


@dataclass(frozen=True, slots=True)
class OccupationFound:
    """A ROME fiche: its code and its label."""

    rome: str
    label: str


def search_occupations(words: str) -> tuple[OccupationFound, ...]:
    """The fiches that a code or some words name: exact first, then by label, then by meaning.

    Never more than `MOST_FOUND`; none for words without a letter.
    """
    proposals = packaged_proposals()
    table = proposals.occupations
    rows = list(table.resolve(rome_code(words)))
    is_code = bool(rows)
    asked = fold(words).split()
    if asked and not is_code:
        rows = _by_label(asked, table.labels)
    found = dict.fromkeys(table.codes[row] for row in rows)
    if len(found) < MOST_FOUND and not is_code and any(sign.isalpha() for sign in words):
        found.update(dict.fromkeys(guess.rome for guess in proposals.propose([words], [""])[0]))
    labelled = ((rome, proposals.label(rome) or rome) for rome in found)
    return tuple(OccupationFound(*pair) for pair in labelled)[:MOST_FOUND]


def _by_label(asked: list[str], labels: tuple[str, ...]) -> list[int]:
    """Rows whose label has a word that begins with each of the words asked for; shortest first."""
    rows = []
    for row, label in enumerate(labels):
        known = fold(label).replace("/", " ").replace("'", " ").split()
        if all(
            any(
                word == each or (len(each) >= SHORTEST_WORD and word.startswith(each))
                for word in known
            )
            for each in asked
        ):
            rows.append(row)
    return sorted(rows, key=lambda row: (len(labels[row]), row))
