"""Plain rankings to compare with: chance, same ROME code, BM25, TF-IDF, cosine of a text model.

They read texts and codes, nothing else, so that what ours adds can be seen.
"""

import math
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.arrays import dots
from matching.encoder import TextEncoder

STEM = 7
"""Letters kept of a word: a poor man's stem."""

STOP_WORDS = frozenset(
    (
        *("de", "la", "le", "les", "des", "du", "et", "en", "un", "une", "a", "au", "aux"),
        *("pour", "par", "sur", "dans", "avec", "ou", "d", "l", "vous", "nous", "est", "sont"),
        *("h", "f"),
    )
)
TITLE_REPEAT = 3
"""Times the title counts in the text of an offer."""

BM25_K, BM25_B = 1.2, 0.75
MOST_QUERY_COUNT = 3
CHANCE_SEED = 1


@dataclass(frozen=True, slots=True)
class OfferWords:
    title: str
    description: str
    rome: str

    @property
    def text(self) -> str:
        return f"{self.title} " * TITLE_REPEAT + self.description


@dataclass(frozen=True, slots=True)
class CandidateWords:
    text: str
    projects: str
    romes: tuple[str, ...]


Lists = Mapping[str, Iterable[str]]


def tokens(text: str) -> list[str]:
    """Words of two letters or more, without accents, cut to their stem."""
    flat = unicodedata.normalize("NFD", text.lower())
    bare = "".join(c for c in flat if unicodedata.category(c) != "Mn")
    return [
        word[:STEM]
        for word in re.findall(r"[a-z0-9]+", bare)
        if len(word) > 1 and word not in STOP_WORDS
    ]


def by_chance(lists: Lists) -> dict[str, list[str]]:
    """Candidates in a seeded random order."""
    draw = random.Random(CHANCE_SEED)
    run = {}
    for offer, candidates in lists.items():
        shuffled = sorted(candidates)
        draw.shuffle(shuffled)
        run[offer] = shuffled
    return run


def by_bm25(
    offers: Mapping[str, OfferWords], candidates: Mapping[str, CandidateWords], lists: Lists
) -> dict[str, list[str]]:
    """Okapi BM25 of the offer's words over the candidates' words."""
    documents = {key: Counter(tokens(c.text)) for key, c in candidates.items()}
    lengths = {key: sum(counts.values()) for key, counts in documents.items()}
    usual = sum(lengths.values()) / max(len(lengths), 1) or 1.0
    spread = Counter(word for counts in documents.values() for word in counts)
    rarity = {
        word: math.log(1 + (len(documents) - n + 0.5) / (n + 0.5)) for word, n in spread.items()
    }

    def weigh(query: Mapping[str, int], key: str) -> float:
        counts = documents[key]
        damping = BM25_K * (1 - BM25_B + BM25_B * lengths[key] / usual)
        return sum(
            rarity[word] * n * (BM25_K + 1) / (n + damping) * min(times, MOST_QUERY_COUNT)
            for word, times in query.items()
            if (n := counts[word])
        )

    run = {}
    for offer, listed in lists.items():
        query = Counter(tokens(offers[offer].text))
        points = {key: weigh(query, key) for key in listed}
        run[offer] = sorted(points, key=lambda key: (-points[key], key))
    return run


def by_rome(
    offers: Mapping[str, OfferWords], candidates: Mapping[str, CandidateWords], lists: Lists
) -> dict[str, list[str]]:
    """Same ROME code first, then same domain of three characters, then words of the title."""
    run = {}
    for offer, listed in lists.items():
        code = offers[offer].rome
        title = set(tokens(offers[offer].title))

        def place(
            key: str, code: str = code, title: set[str] = title
        ) -> tuple[bool, bool, int, str]:
            person = candidates[key]
            same = any(r[:5].upper() == code[:5] for r in person.romes if r)
            near = any(r[:3].upper() == code[:3] for r in person.romes if r)
            return not same, not near, -len(title.intersection(tokens(person.projects))), key

        run[offer] = sorted(listed, key=place)
    return run


def by_tfidf(
    offers: Mapping[str, OfferWords], candidates: Mapping[str, CandidateWords], lists: Lists
) -> dict[str, list[str]]:
    """Cosine of TF-IDF vectors of words; by key where no candidate has a word."""
    if not any(tokens(person.text) for person in candidates.values()):
        return {offer: sorted(listed) for offer, listed in lists.items()}
    from sklearn.feature_extraction.text import TfidfVectorizer

    keys: Sequence[str] = list(candidates)
    vectorizer = TfidfVectorizer(analyzer=tokens, sublinear_tf=True)
    documents = vectorizer.fit_transform([candidates[key].text for key in keys])
    row = {key: i for i, key in enumerate(keys)}
    run = {}
    for offer, listed in lists.items():
        query = vectorizer.transform([offers[offer].text])
        points = (documents @ query.T).toarray().ravel()
        run[offer] = sorted(listed, key=lambda key: (-points[row[key]], key))
    return run


def by_vectors(
    encoder: TextEncoder,
    offers: Mapping[str, OfferWords],
    candidates: Mapping[str, CandidateWords],
    lists: Lists,
) -> dict[str, list[str]]:
    """Cosine of the vectors of whole texts, as most open tools rank; zero without a word."""
    keys = sorted(candidates)
    row = {key: i for i, key in enumerate(keys)}
    people = encoder.encode([candidates[key].text for key in keys])
    queries = encoder.encode([offers[offer].text for offer in lists])
    run = {}
    for (offer, listed), query in zip(lists.items(), queries, strict=True):
        points = dots(people, query) if keys else np.zeros(0)
        run[offer] = sorted(listed, key=lambda key: (-float(points[row[key]]), key))
    return run
