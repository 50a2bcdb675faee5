"""Training of the topics: latent semantic analysis of fiches and of the offers coded so."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix, vstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from matching.ngrams import stems
from matching.topics import TOPIC_WORDS_FILE, TOPICS_FILE
from matching.training.corpus import Lookup
from matching.training.sources import LabelledOffer, read_offers, read_table

TOPICS = 200
LEAST_TEXTS, MOST_TEXTS_SHARE = 3, 0.3
"""Words in fewer or more texts than this say too little."""
LEAST_LOWER_CASE = 0.3
"""Share of its uses in lower case from which a word of offers is no name."""
FULL_VOICE = 5
"""Offers from which the texts of offers count as much as the fiche itself."""
FICHE_SHARE = 3
"""Times the fiches are seen beside the offers, so that rare occupations keep their topics."""
_INT8_STEPS = 127
_WRITTEN = re.compile(r"[^\W\d_]{2,}")


def write_topics(source: Path, out: Path, seed: int) -> NDArray[np.float32]:
    """Write the words and vectors under `out`; returns (f, t) unit vectors of the fiches."""
    fiches = sorted(
        (row["code_rome"], row["code_rome_parent"] or row["code_rome"])
        for row in read_table(source / "rome_v460", "referentiel_code_rome")
    )
    codes = [code for code, _ in fiches]
    lookup = Lookup(codes, [parent for _, parent in fiches])
    offers = [offer for offer in read_offers(source) if not offer.is_test]
    texts = _fiche_texts(source, codes)
    words = _words(texts, offers)
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: [word for word in stems(text) if word in words],
        sublinear_tf=True,
        min_df=LEAST_TEXTS,
        max_df=MOST_TEXTS_SHARE,
    )
    rows = vectorizer.fit_transform([*texts, *(f"{o.title} {o.description}" for o in offers)])
    own, told = rows[: len(codes)], rows[len(codes) :]
    classes = _with_offers(own, told, _voices(offers, lookup))
    model = TruncatedSVD(min(TOPICS, min(rows.shape) - 1), random_state=seed)
    model.fit(vstack([classes] * FICHE_SHARE + [told]))
    vectors: NDArray[np.float32] = normalize(model.transform(classes)).astype(np.float32)
    words = vectorizer.get_feature_names_out().tolist()
    _write(words, (model.components_ * vectorizer.idf_).T, vectors, out)
    return vectors


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


def _words(fiche_texts: Sequence[str], offers: Sequence[LabelledOffer]) -> set[str]:
    """Stems that may have topics: those of the referential, and those that offers write as
    words. What they mostly write with a capital names people, firms and towns: it says nothing
    of the work, and has no place in a file that is given away."""
    known = {word for text in fiche_texts for word in stems(text)}
    every, lower = Counter[str](), Counter[str]()
    for offer in offers:
        for written in _WRITTEN.findall(offer.description):
            for word in stems(written):
                every[word] += 1
                lower[word] += written[0].islower()
    return known | {w for w, count in every.items() if lower[w] >= LEAST_LOWER_CASE * count}


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


def _write(
    words: Sequence[str],
    vectors: NDArray[np.float64],
    fiches: NDArray[np.float32],
    out: Path,
) -> None:
    steps = np.maximum(np.abs(vectors).max(axis=1), 1e-9) / _INT8_STEPS
    save_file(
        {
            "words": np.ascontiguousarray(np.round(vectors / steps[:, None]).astype(np.int8)),
            "word_steps": steps.astype(np.float32),
            "fiches": np.ascontiguousarray(fiches.astype(np.float16)),
        },
        out / TOPICS_FILE,
    )
    (out / TOPICS_FILE).chmod(0o644)
    (out / TOPIC_WORDS_FILE).write_text("\n".join(words) + "\n", encoding="utf-8")
