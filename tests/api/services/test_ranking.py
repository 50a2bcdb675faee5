"""The ranker of the settings: another text model, another territory."""

import logging
from datetime import date
from pathlib import Path

import pytest
from huggingface_hub import constants
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from api.services import ranking
from api.services.ranking import make_ranker, offer_keys, places
from ingestion.records import Occupation, Project
from matching.encoder import quiet_hub
from models.errors import InputRefusedError
from tests.factories import make_candidate_record, make_parsed_offer

WORDS = ("cariste", "coiffeuse", "coupe", "quai", "chariot", "salon")


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    vocabulary = {word: rank for rank, word in enumerate(("[UNK]", *WORDS))}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    folder = tmp_path_factory.mktemp("model")
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)])
    model.save(str(folder))
    return folder


def test_any_sentence_transformers_model_can_be_named(small_model: Path) -> None:
    ranker = make_ranker(encoder=str(small_model))
    people = [
        make_candidate_record(identifier="P-1", projects=(Project("coiffeuse", "D1202"),)),
        make_candidate_record(identifier="P-2", projects=(Project("cariste", "N1101"),)),
    ]
    offer = make_parsed_offer(
        title="cariste",
        description="quai",
        occupation=Occupation("N1101", "Cariste", 0.9, (), True),
    )
    scores = ranker.scores(offer, ranker.batch(people), date(2026, 11, 23))
    assert [entry.candidate for entry in ranker.shortlist(scores)] == ["P-2", "P-1"]


def test_the_first_of_a_large_pool_are_those_of_a_small_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ranker, today = make_ranker(), date(2026, 11, 23)
    titles = (("coiffeuse", "D1202"), ("cariste", "N1101"), ("préparateur", "N1103"))
    batch = ranker.batch(
        make_candidate_record(identifier=f"P-{number}", projects=(Project(*titles[number % 3]),))
        for number in range(40)
    )
    offer = make_parsed_offer()
    whole = ranker.first(offer, batch, today, 3)
    monkeypatch.setattr(ranking, "WHOLE_UNDER", 10)
    assert ranker.first(offer, batch, today, 3) == whole
    assert whole == ranker.shortlist(ranker.scores(offer, batch, today))[:3]


@pytest.fixture
def said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> pytest.LogCaptureFixture:
    """What the libraries of the models log; no hub answers them."""
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    for name in ("huggingface_hub", "sentence_transformers", "transformers"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [caplog.handler])
    return caplog


def test_a_name_that_no_hub_knows_is_said_once_without_the_hubs_retries(
    said: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(InputRefusedError, match="personne/aucun-modele : modèle introuvable"):
        make_ranker(encoder="personne/aucun-modele")
    assert said.messages == []


def test_retries_of_a_download_are_quiet_and_the_rest_is_heard(
    said: pytest.LogCaptureFixture,
) -> None:
    hub = logging.getLogger("huggingface_hub.utils._http")
    with quiet_hub():
        hub.warning("Retrying in 1s [Retry 1/5].")
    assert said.messages == []
    hub.warning("something else")
    assert "something else" in said.messages


def test_a_missing_model_or_territory_is_one_french_sentence(tmp_path: Path) -> None:
    missing = tmp_path / "absent"
    with pytest.raises(InputRefusedError, match="introuvable"):
        make_ranker(encoder=str(missing))
    with pytest.raises(InputRefusedError, match="illisible"):
        make_ranker(territory=missing)


def test_a_list_can_be_restricted_to_some_rows_and_cut() -> None:
    ranker = make_ranker()
    people = [
        make_candidate_record(identifier=f"P-{number}", projects=(Project("cariste", "N1101"),))
        for number in range(1, 6)
    ]
    batch = ranker.batch(people)
    scores = ranker.scores(make_parsed_offer(), batch, date(2026, 11, 23))
    rows = [places(batch)[key] for key in ("P-5", "P-2", "P-4")]
    assert [e.candidate for e in ranker.shortlist(scores, among=rows)] == ["P-2", "P-4", "P-5"]
    assert [e.rank for e in ranker.shortlist(scores, among=rows, top=2)] == [1, 2]
    assert ranker.shortlist(scores, among=[]) == []


def test_an_offer_without_a_reference_is_named_by_its_place() -> None:
    offers = [make_parsed_offer(reference="O-1"), make_parsed_offer(reference=None)]
    assert offer_keys(offers) == ["O-1", "offre-2"]
