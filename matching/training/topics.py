"""Training of the topics: latent semantic analysis of fiches and of the offers coded so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix, vstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from matching.ngrams import stems
from matching.topics import TOPIC_WORDS_FILE, TOPICS_FILE, Topics, unit_rows
from matching.training.corpus import Corpus, Lookup
from matching.training.sources import LabelledOffer, read_table
from matching.training.work_words import work_words

TOPICS = 200
LEAST_TEXTS, MOST_TEXTS_SHARE = 3, 0.3
"""Words in fewer or more texts than this say too little."""
FULL_VOICE = 5
"""Offers from which the texts of offers count as much as the fiche itself."""
FICHE_SHARE = 3
"""Times the fiches are seen beside the offers, so that rare occupations keep their topics."""
_INT8_STEPS = 127


@dataclass(frozen=True)
class TrainedTopics:
    """words with their vectors (v, t) as int8 and `steps` (v,); fiches (f, t) unit float16."""

    words: tuple[str, ...]
    vectors: NDArray[np.int8]
    steps: NDArray[np.float32]
    fiches: NDArray[np.float16]

    def read(self) -> Topics:
        """As the runtime reads them from their files."""
        vectors = self.vectors.astype(np.float32) * self.steps[:, None]
        return Topics(self.words, vectors, unit_rows(self.fiches.astype(np.float32)))


def train_topics(
    source: Path, corpus: Corpus, seed: int
) -> tuple[TrainedTopics, NDArray[np.float32]]:
    """Topics of the fiches and offers of the corpus; and (f, t) unit vectors of the fiches."""
    offers = corpus.offers
    texts = _fiche_texts(source, corpus.codes)
    words = work_words((word for text in texts for word in stems(text)), offers)
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: [word for word in stems(text) if word in words],
        sublinear_tf=True,
        min_df=LEAST_TEXTS,
        max_df=MOST_TEXTS_SHARE,
    )
    rows = vectorizer.fit_transform([*texts, *(f"{o.title} {o.description}" for o in offers)])
    own, told = rows[: len(texts)], rows[len(texts) :]
    classes = _with_offers(own, told, _voices(offers, corpus.lookup))
    model = TruncatedSVD(min(TOPICS, min(rows.shape) - 1), random_state=seed)
    model.fit(vstack([classes] * FICHE_SHARE + [told]))
    fiches: NDArray[np.float32] = normalize(model.transform(classes)).astype(np.float32)
    vectors = (model.components_ * vectorizer.idf_).T
    steps = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _INT8_STEPS
    trained = TrainedTopics(
        tuple(vectorizer.get_feature_names_out().tolist()),
        np.round(vectors / steps[:, None]).astype(np.int8),
        steps.astype(np.float32),
        fiches.astype(np.float16),
    )
    return trained, fiches


def _fiche_texts(source: Path, codes: Sequence[str]) -> list[str]:
    """Appellations, definition and skills of each fiche, as one text."""
    labels = {
        row["code_ogr"]: row["libelle_competence"]
        for row in read_table(source / "rome_v460", "referentiel_competence")
    }
    texts: dict[str, list[str]] = defaultdict(list)
    for row in read_table(source / "rome_v460", "coherence_item"):
        texts[row["code_rome"]].append(labels.get(row["code_ogr"], ""))
    for row in read_table(source / "rome_v460", "texte"):
        texts[row["code_rome"]].append(row["libelle_texte"])
    for row in read_table(source / "rome_v460", "referentiel_appellation"):
        texts[row["code_rome"]].append(row["libelle_appellation_long"])
    return [" ".join(texts[code]) for code in codes]


def _voices(offers: Sequence[LabelledOffer], lookup: Lookup) -> dict[int, list[int]]:
    """Fiche -> the offers that its employers coded so; a ROME 3 code speaks for its family."""
    voices: dict[int, list[int]] = defaultdict(list)
    for place, offer in enumerate(offers):
        for row in lookup(offer.code, offer.is_rome3):
            voices[row].append(place)
    return voices


def _with_offers(own: csr_matrix, told: csr_matrix, voices: dict[int, list[int]]) -> csr_matrix:
    """(f, v) unit rows: each fiche with the mean of its offers."""
    rows = []
    for row in range(own.shape[0]):
        places = voices.get(row, [])
        mixed = own[row]
        if places:
            share = min(1.0, len(places) / FULL_VOICE)
            mixed = mixed + share * csr_matrix(told[places].mean(axis=0))
        rows.append(mixed)
    return normalize(vstack(rows).tocsr())


def write_topics(trained: TrainedTopics, out: Path) -> None:
    """Write the words and vectors under `out`."""
    save_file(
        {
            "words": np.ascontiguousarray(trained.vectors),
            "word_steps": trained.steps,
            "fiches": np.ascontiguousarray(trained.fiches),
        },
        out / TOPICS_FILE,
    )
    (out / TOPICS_FILE).chmod(0o644)
    (out / TOPIC_WORDS_FILE).write_text("\n".join(trained.words) + "\n", encoding="utf-8")
