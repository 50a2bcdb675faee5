"""Figures of the packaged coder on the test side, beside plain baselines."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.coder import NO_OCCUPATION, OccupationCoder
from matching.ngrams import stems
from matching.occupations import OccupationTable
from matching.proposals import WIDTH, pick
from matching.training.corpus import Corpus, read_corpus
from matching.training.reliability import as_markdown as buckets_as_markdown
from matching.training.reliability import buckets
from matching.training.sources import LabelledOffer, plain_title, read_offers

PLACES = 5
_BEGIN, _END = "<!-- figures -->", "<!-- /figures -->"


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of offers whose code comes first, or among the first five."""

    method: str
    sample: str
    count: int
    parent_first: float
    parent_five: float
    fiche_first: float
    fiche_five: float


def test_offers(source: Path) -> list[LabelledOffer]:
    """Offers of the test side in the trades of the mission, code given by the employer."""
    return [offer for offer in read_offers(source) if offer.is_test and offer.is_of_the_mission]


def evaluate(source: Path, coder: OccupationCoder, table: OccupationTable) -> list[Row]:
    """Measure the baselines and the coder, with and without descriptions."""
    offers = test_offers(source)
    corpus = read_corpus(source)
    known = {plain_title(offer.title) for offer in corpus.offers}
    seen = np.array([plain_title(offer.title) in known for offer in offers])
    titles = [offer.title for offer in offers]
    texts = [offer.description for offer in offers]
    answers = {
        "TF-IDF caractères 3-5, appellation la plus proche": _tfidf(corpus, titles),
        "codeur, intitulé seul": coder.code(titles, k=PLACES).indices,
        "codeur, intitulé et description": coder.code(titles, texts, k=PLACES).indices,
        "cinq propositions": _proposed(coder, table, titles, texts)[0],
    }
    every = np.ones(len(offers), dtype=bool)
    return [
        _row(method, sample, offers, places, kept, table)
        for method, places in answers.items()
        for sample, kept in (("toutes", every), ("intitulé jamais vu", ~seen))
    ]


def reliability(source: Path, coder: OccupationCoder, table: OccupationTable) -> str:
    """Whether the confidence of the first proposal, and of the five, keeps its word (fiches)."""
    offers = [offer for offer in test_offers(source) if not offer.is_rome3]
    places, chances = _proposed(
        coder, table, [offer.title for offer in offers], [offer.description for offer in offers]
    )
    right = np.array([table.index(offer.code) for offer in offers])[:, None] == places
    return "\n\n".join(
        (
            buckets_as_markdown("confiance du premier", buckets(chances[:, 0], right[:, 0])),
            buckets_as_markdown("somme des cinq", buckets(chances.sum(axis=1), right.any(axis=1))),
        )
    )


def _proposed(
    coder: OccupationCoder, table: OccupationTable, titles: Sequence[str], texts: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """(n, 5) rows of the table and their probabilities, as proposed to officers."""
    found = pick(coder.code(titles, texts, k=WIDTH), table.parents, PLACES)
    places = np.full((len(found), PLACES), NO_OCCUPATION, dtype=np.int32)
    chances = np.zeros(places.shape)
    for row, picked in enumerate(found):
        places[row, : len(picked)] = [each.row for each in picked]
        chances[row, : len(picked)] = [each.probability for each in picked]
    return places, chances


def _row(
    method: str,
    sample: str,
    offers: Sequence[LabelledOffer],
    places: NDArray[np.int32],
    kept: NDArray[np.bool_],
    table: OccupationTable,
) -> Row:
    fiche, parent = [], []
    for row in np.flatnonzero(kept).tolist():
        offer = offers[row]
        found = [int(place) for place in places[row] if place != NO_OCCUPATION]
        parent.append(_hits([table.parents[place] for place in found], offer.parent))
        if not offer.is_rome3:
            fiche.append(_hits([table.codes[place] for place in found], offer.code))
    shares = [*np.mean(parent, axis=0), *np.mean(fiche, axis=0)]
    return Row(method, sample, len(parent), *(round(float(share), 3) for share in shares))


def _hits(found: Sequence[str], truth: str) -> tuple[bool, bool]:
    return bool(found) and found[0] == truth, truth in found


def _tfidf(corpus: Corpus, titles: Sequence[str]) -> NDArray[np.int32]:
    """Best appellation of each fiche by character n-grams, the plain way."""
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    named = sorted(corpus.appellations, key=lambda example: example.classes[0])
    index = vectorizer.fit_transform(" ".join(example.words) for example in named)
    owners, starts = np.unique([e.classes[0] for e in named], return_index=True)
    queries = vectorizer.transform(" ".join(stems(title)) for title in titles)
    best = []
    for start in range(0, len(titles), 200):
        cosines = (queries[start : start + 200] @ index.T).toarray()
        near = np.maximum.reduceat(cosines, starts, axis=1)
        best.append(owners[np.argsort(-near, axis=1, kind="stable")[:, :PLACES]])
    return np.concatenate(best).astype(np.int32)


def as_markdown(rows: Sequence[Row]) -> str:
    """The figures as a table."""
    lines = [
        "| méthode | offres | n | parent, 1er | parent, 5 | fiche, 1er | fiche, 5 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {row.method} | {row.sample} | {row.count} | {row.parent_first:.3f} "
        f"| {row.parent_five:.3f} | {row.fiche_first:.3f} | {row.fiche_five:.3f} |"
        for row in rows
    ]
    return "\n".join(lines)


def write_figures(page: Path, figures: str) -> None:
    """Replace what stands between the two marks of a page.

    Raises
    ------
    ValueError : the page lacks the marks
    """
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{page.name} lacks {_BEGIN} and {_END}")
    page.write_text(f"{before}{_BEGIN}\n{figures}\n{_END}{after}", encoding="utf-8")
