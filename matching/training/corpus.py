"""What the model learns from: texts and the occupations each may stand for."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from matching.ngrams import stems
from matching.training.junk import held_out_junk, junk_texts
from matching.training.sources import LabelledOffer, read_offers, read_table, read_titles

EVERYDAY = Path(__file__).parent / "everyday.csv"
EVERYDAY_REPEATS = 3
"""Times everyday words are seen an epoch: they are few, and what candidates write."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text as stems and the classes it may stand for (a ROME 3 code allows all its fiches)."""

    words: tuple[str, ...]
    classes: tuple[int, ...]


@dataclass(frozen=True)
class Corpus:
    """Everything read from the data folder, as examples.

    appellations : titles of the referential; titles : titles of offers and everyday words
    junk : words that name no occupation
    supports : sentences of the definitions, and core skills
    offers : the train side, whole
    """

    codes: tuple[str, ...]
    parents: tuple[str, ...]
    lookup: "Lookup"
    appellations: tuple[Example, ...]
    titles: tuple[Example, ...]
    everyday: tuple[Example, ...]
    junk: tuple[Example, ...]
    supports: tuple[Example, ...]
    offers: tuple[LabelledOffer, ...]

    @property
    def none_class(self) -> int:
        """The class of words that name no occupation."""
        return len(self.codes)

    def classes(self, code: str, is_rome3: bool) -> tuple[int, ...]:
        """Rows that `code` may stand for; a ROME 3 code stands for all its fiches."""
        return self.lookup(code, is_rome3)


HeldOut = Callable[[LabelledOffer], bool]
"""Whether an offer is kept apart from training."""


def read_corpus(source: Path, held_out: HeldOut | None = None) -> Corpus:
    """Read the folder; the test side never enters, nor offers and junk held out, if any."""
    fiches = sorted(
        (row["code_rome"], row["code_rome_parent"] or row["code_rome"], row["libelle_rome"])
        for row in read_table(source / "rome_v460", "referentiel_code_rome")
    )
    codes = tuple(code for code, _, _ in fiches)
    parents = tuple(parent for _, parent, _ in fiches)
    lookup = Lookup(codes, parents)
    every_offer = list(read_offers(source))
    left_out = [
        offer
        for offer in every_offer
        if offer.is_test or (held_out is not None and held_out(offer))
    ]
    removed = {offer.identifier for offer in left_out}
    kept = tuple(offer for offer in every_offer if offer.identifier not in removed)
    titles = [(offer.title, lookup(offer.code, offer.is_rome3)) for offer in kept]
    titles += [(title, lookup(code, False)) for title, code in read_titles(source, kept, left_out)]
    everyday = _examples(_everyday(lookup))
    unnamed = set(junk_texts()) - (set() if held_out is None else set(held_out_junk()))
    return Corpus(
        codes,
        parents,
        lookup,
        tuple(_examples(_appellations(source, lookup, fiches))),
        (*_examples(titles), *everyday * EVERYDAY_REPEATS),
        tuple(everyday),
        tuple(_examples((text, (len(codes),)) for text in sorted(unnamed))),
        tuple(_examples(_supports(source, lookup))),
        kept,
    )


class Lookup:
    """Code to the rows it may stand for."""

    def __init__(self, codes: Sequence[str], parents: Sequence[str]) -> None:
        self._rows = {code: row for row, code in enumerate(codes)}
        self._children: dict[str, tuple[int, ...]] = {}
        for row, parent in enumerate(parents):
            self._children[parent] = (*self._children.get(parent, ()), row)

    def __call__(self, code: str, is_rome3: bool) -> tuple[int, ...]:
        own = (self._rows[code],) if code in self._rows else ()
        family = self._children.get(code, ())
        return (family or own) if is_rome3 else (own or family)


def _examples(pairs: Iterable[tuple[str, tuple[int, ...]]]) -> list[Example]:
    """Distinct examples, in order; texts without a word or a class are left out."""
    built = (Example(tuple(stems(text)), classes) for text, classes in pairs)
    return list(dict.fromkeys(example for example in built if example.words and example.classes))


def _everyday(lookup: "Lookup") -> list[tuple[str, tuple[int, ...]]]:
    """Words people use for their trade, ours; several codes where the words do not decide."""
    with EVERYDAY.open(encoding="utf-8", newline="") as handle:
        return [
            (words, tuple(row for code in line["code"].split("+") for row in lookup(code, False)))
            for line in csv.DictReader(handle, delimiter=";")
            for words in line["words"].split("|")
        ]


def _appellations(
    source: Path, lookup: Lookup, fiches: Sequence[tuple[str, str, str]]
) -> list[tuple[str, tuple[int, ...]]]:
    pairs = [(label, lookup(code, False)) for code, _, label in fiches]
    for row in read_table(source / "rome_v460", "referentiel_appellation"):
        own = lookup(row["code_rome"], False)
        pairs += [
            (row["libelle_appellation_long"], own),
            (row["libelle_appellation_court"], own),
        ]
    return pairs


def _supports(source: Path, lookup: Lookup) -> list[tuple[str, tuple[int, ...]]]:
    labels = {
        row["code_ogr"]: row["libelle_competence"]
        for row in read_table(source / "rome_v460", "referentiel_competence")
    }
    pairs = [
        (labels[row["code_ogr"]], lookup(row["code_rome"], False))
        for row in read_table(source / "rome_v460", "coherence_item")
        if row["coeur_metier"] == "Principale" and row["code_ogr"] in labels
    ]
    for row in read_table(source / "rome_v460", "texte"):
        if row["libelle_type_texte"] == "definition":
            text = re.sub(r"\([^)]*\)", " ", row["libelle_texte"])
            pairs.append((text, lookup(row["code_rome"], False)))
    return pairs
