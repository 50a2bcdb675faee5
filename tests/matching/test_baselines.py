"""Plain rankings do what their name says."""

from matching.baselines import (
    CandidateWords,
    OfferWords,
    by_bm25,
    by_chance,
    by_rome,
    by_tfidf,
    by_vectors,
)
from matching.encoder import packaged_encoder

OFFERS = {"O-1": OfferWords("Soudeur TIG", "Soudure de tuyaux en acier inoxydable.", "H2913")}
PEOPLE = {
    "C-1": CandidateWords("Coiffeuse coupe brushing", "Coiffeuse", ("D1202", "")),
    "C-2": CandidateWords("Soudeur soudure TIG acier tuyaux", "Soudeur", ("H2913", "")),
    "C-3": CandidateWords("Chaudronnier tôle", "Chaudronnier soudeur", ("H2902", "")),
}
LISTS = {"O-1": sorted(PEOPLE)}


def test_words_in_common_come_first() -> None:
    assert by_bm25(OFFERS, PEOPLE, LISTS)["O-1"][0] == "C-2"
    assert by_tfidf(OFFERS, PEOPLE, LISTS)["O-1"][0] == "C-2"


def test_the_same_code_comes_first_then_the_same_domain() -> None:
    assert by_rome(OFFERS, PEOPLE, LISTS)["O-1"] == ["C-2", "C-3", "C-1"]


def test_chance_is_seeded_and_drops_nobody() -> None:
    assert by_chance(LISTS) == by_chance(LISTS)
    assert sorted(by_chance(LISTS)["O-1"]) == LISTS["O-1"]


def test_a_text_model_ranks_by_cosine_and_settles_ties_by_key() -> None:
    twin = CandidateWords(PEOPLE["C-2"].text, "", ("", ""))
    people = {**PEOPLE, "C-0": twin, "C-9": CandidateWords("", "", ("", ""))}
    run = by_vectors(packaged_encoder(), OFFERS, people, {"O-1": ["C-9", *PEOPLE, "C-0"]})
    assert run["O-1"][:3] == ["C-0", "C-2", "C-3"]
    assert sorted(run["O-1"]) == sorted(people)


def test_candidates_without_a_word_are_left_in_the_order_of_their_keys() -> None:
    silent = {key: CandidateWords("", "", ("", "")) for key in reversed(LISTS["O-1"])}
    assert by_bm25(OFFERS, silent, LISTS)["O-1"] == LISTS["O-1"]
    assert by_tfidf(OFFERS, silent, LISTS)["O-1"] == LISTS["O-1"]
    assert by_vectors(packaged_encoder(), OFFERS, silent, LISTS)["O-1"] == LISTS["O-1"]


def test_nobody_at_all_is_an_empty_list() -> None:
    nobody: dict[str, list[str]] = {"O-1": []}
    for ranking in (by_bm25, by_tfidf, by_rome):
        assert ranking(OFFERS, {}, nobody) == nobody
    assert by_vectors(packaged_encoder(), OFFERS, {}, nobody) == nobody
