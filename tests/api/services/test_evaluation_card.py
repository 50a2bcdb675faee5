"""The model card: it says what the packaged engine is, and nothing of the judged people."""

import re
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path

import pytest

from api.services.evaluating import OURS, Evaluation, evaluate
from api.services.evaluation_card import engine_section, model_card, reading_sections
from api.services.evaluation_words import READ_OF_A_PERSON, READ_OF_AN_OFFER, THRESHOLDS
from api.services.gold import Gold, read_gold
from api.services.ranking import make_ranker
from matching.ablation import ablations
from matching.engine import packaged_engine
from matching.profiles import CandidateFacts, OfferFacts
from models.vocabulary import Criterion, Domain

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "model-card.md"
JUDGED = ROOT / "tests" / "samples" / "judged"
AGAIN = "refaites-la : candidatheque evaluate --gold … --card docs/model-card.md"


@pytest.fixture(scope="module")
def result() -> Evaluation:
    return evaluate(make_ranker(), JUDGED, date(2026, 11, 23))


@pytest.fixture(scope="module")
def card(result: Evaluation) -> str:
    return model_card(result)


def test_the_page_is_that_of_the_packaged_engine() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"version **{packaged_engine().version}**" in page, AGAIN
    assert engine_section(packaged_engine()) in page, AGAIN
    assert reading_sections() in page, AGAIN


def test_the_page_has_a_line_for_each_part_that_is_taken_away() -> None:
    page = PAGE.read_text(encoding="utf-8")
    absent = [each.label for each in ablations() if f"\n| {each.label} |" not in page]
    assert not absent, AGAIN


def test_a_weight_or_a_threshold_that_moves_changes_the_page() -> None:
    engine = packaged_engine()
    others = (
        replace(engine, version="2031.1"),
        replace(engine, weights={**engine.weights, Criterion.SKILLS: 0.5}),
        replace(engine, bands=replace(engine.bands, very_score=0.99)),
        replace(engine, by_domain={Domain.INDUSTRY: engine.weights}),
    )
    assert len({engine_section(each) for each in (engine, *others)}) == 1 + len(others)


def test_all_that_is_read_is_named() -> None:
    assert set(READ_OF_A_PERSON) == {field.name for field in fields(CandidateFacts)}
    assert set(READ_OF_AN_OFFER) == {field.name for field in fields(OfferFacts)}
    assert set(THRESHOLDS) == set(asdict(packaged_engine().bands))


def test_the_card_gives_figures_with_their_intervals(result: Evaluation, card: str) -> None:
    ours = f"{result.rankings[OURS].ndcg:.3f}".replace(".", ",")
    assert re.search(rf"^\| candidathèque \| 6 \| {ours} \[[01],\d\d ; [01],\d\d\]", card, re.M)
    assert re.search(r"^\| BM25 \| [+-]0,\d{3} \[[+-]0,\d{3} ; [+-]0,\d{3}\] \|$", card, re.M)
    assert "6 listes jugées, 20 personnes, 53 paires" in card
    assert "23 novembre 2026" in card


def test_the_card_holds_no_row_and_no_word_of_the_judged_lists(card: str) -> None:
    gold: Gold = read_gold(JUDGED)
    for key, offer in gold.offers.items():
        assert key not in card
        assert offer.title not in card
        assert offer.description not in card
    for key in gold.records:
        assert key not in card
    assert str(JUDGED) not in card


def test_tables_are_whole(card: str) -> None:
    rows = [line for line in card.splitlines() if line.startswith("|")]
    blocks: dict[int, int] = {}
    for line in rows:
        assert line.endswith("|")
        blocks[line.count("|")] = blocks.get(line.count("|"), 0) + 1
    assert "nan" not in card
    assert min(blocks.values()) >= 3


def test_what_could_not_be_measured_is_a_dash(tmp_path: Path) -> None:
    for name in ("offers.jsonl", "candidates.csv"):
        (tmp_path / name).write_bytes((JUDGED / name).read_bytes())
    (tmp_path / "judgements.csv").write_text(
        "offer,candidate,grade\nJ-1,K-01,1\nJ-1,K-15,0\nJ-2,K-04,0\nJ-9,K-04,3\n", encoding="utf-8"
    )
    card = model_card(evaluate(make_ranker(), tmp_path, date(2026, 11, 23)))
    assert "Sans aucune note de 1 ou plus, non comptées : 1." in card
    assert "Tout n'a pas pu être lu" in card
    assert "| — [— ; —] |" in card
    assert "nan" not in card
