import json
import shutil
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from matching.encoder import (
    PACKAGED_MODEL,
    SentenceTransformerEncoder,
    StaticEncoder,
    load_encoder,
    packaged_encoder,
)
from matching.ngrams import expand
from models.errors import InputRefusedError

TEXTS = [
    "Préparateur de commandes",
    "ménage dans des bureaux, tôt le matin",
    "soudeur",
    "conduit un chariot et charge les camions",
]


def test_close_words_are_near_and_others_far() -> None:
    vectors = packaged_encoder().encode(["soudeur", "soudage à l'arc", "garde d'enfants"])

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_misspelt_title_stays_near_the_right_one() -> None:
    vectors = packaged_encoder().encode(["électricien", "eletricien", "pâtissier"])

    assert vectors[0] @ vectors[1] > 0.5 > vectors[0] @ vectors[2]


def test_rows_are_unit_vectors_and_zero_where_nothing_is_known() -> None:
    vectors = packaged_encoder().encode([*TEXTS, "", "?!", "35h"])

    assert vectors.shape == (7, packaged_encoder().dimension)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1, 1, 0, 0, 0], abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_among_others() -> None:
    encoder = packaged_encoder()

    assert np.array_equal(encoder.encode(TEXTS)[2], encoder.encode(TEXTS[2:3])[0])


def test_sentence_transformers_loads_the_model_and_gives_the_same_vectors() -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(PACKAGED_MODEL), device="cpu").float()
    theirs = model.encode([expand(text) for text in TEXTS], show_progress_bar=False)

    assert packaged_encoder().encode(TEXTS) == pytest.approx(theirs, abs=1e-5)


def test_any_sentence_transformers_folder_can_be_named_in_the_settings() -> None:
    encoder = load_encoder(str(PACKAGED_MODEL))

    vectors = encoder.encode(["soudeur", ""])

    assert isinstance(encoder, SentenceTransformerEncoder)
    assert encoder.dimension == packaged_encoder().dimension
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0], abs=1e-2)


def test_without_a_setting_the_packaged_model_serves() -> None:
    assert load_encoder(None) is load_encoder("") is packaged_encoder()


def test_a_missing_extra_is_said_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)

    with pytest.raises(InputRefusedError, match="candidatheque\\[semantic\\]"):
        load_encoder("un/modele")


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="vocabulaire du modèle illisible"):
        StaticEncoder.from_folder(tmp_path)


@pytest.mark.parametrize("kept", [0, 5, 500])
def test_weights_cut_short_are_refused(tmp_path: Path, kept: int) -> None:
    shutil.copy(PACKAGED_MODEL / "tokenizer.json", tmp_path)
    whole = (PACKAGED_MODEL / "model.safetensors").read_bytes()
    (tmp_path / "model.safetensors").write_bytes(whole[:kept])

    with pytest.raises(InputRefusedError, match="modèle illisible"):
        StaticEncoder.from_folder(tmp_path)


def test_a_vocabulary_of_another_model_is_refused(tmp_path: Path) -> None:
    shutil.copy(PACKAGED_MODEL / "model.safetensors", tmp_path)
    vocabulary = {"model": {"vocab": {"[UNK]": 0, "agent": 1}}}
    (tmp_path / "tokenizer.json").write_text(json.dumps(vocabulary), encoding="utf-8")

    with pytest.raises(InputRefusedError, match="ne concordent pas"):
        StaticEncoder.from_folder(tmp_path)


def test_the_model_takes_at_most_ten_megabytes() -> None:
    size = sum(path.stat().st_size for path in PACKAGED_MODEL.rglob("*") if path.is_file())

    assert size < 10_000_000


def test_a_thousand_titles_are_encoded_at_once() -> None:
    titles = [f"{text} {place}" for text in TEXTS for place in range(250)]
    packaged_encoder().encode(titles[:10])

    begun = time.perf_counter()
    packaged_encoder().encode(titles)

    assert time.perf_counter() - begun < 1.0  # 0.1 ms a title when nothing else runs
