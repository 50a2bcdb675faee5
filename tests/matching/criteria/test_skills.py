"""Skills asked against the person's own words, or those of the fiche at half credit."""

from typing import Any

import pytest

from matching.criteria.skills import SkillScore, skills
from matching.profiles import ExperienceFact, SkillFact
from tests.matching.criteria.by_hand import place_words
from tests.matching.factories import compare, make_candidate, make_offer

STOCK, DRIVE = SkillFact("gestion des stocks", None), SkillFact("conduite d'engins", None)
ASKED = ((STOCK, True), (DRIVE, False))
ONE, TWO = SkillFact("un", None), SkillFact("deux", None)


def score_of(
    cosines: dict[str, tuple[float, ...]], offer: dict[str, Any] | None = None, **person: Any
) -> SkillScore:
    asked = make_offer(**{"skills": ASKED, **(offer or {})})
    candidate = make_candidate(**{"skills": (ONE, TWO), **person})
    return skills(place_words(compare(asked, [candidate]), cosines))


# A cosine of 0.2 covers nothing and one of 0.6 everything; required weighs 1.5, wished 1.
@pytest.mark.parametrize(
    ("cosines", "expected"),
    [
        pytest.param({"un": (0.65, 0), "deux": (0, 0.65)}, 1.0, id="both"),
        pytest.param({"un": (0.65, 0.0)}, 1.5 / 2.5, id="the required one"),
        pytest.param({"un": (0.0, 0.65)}, 1.0 / 2.5, id="the wished one"),
        pytest.param({"un": (0.40, 0.0)}, 0.5 * 1.5 / 2.5, id="half of the required one"),
        pytest.param({"un": (0.25, 0), "deux": (0.50, 0)}, 0.75 * 0.6, id="best of two words"),
        pytest.param({"un": (0.2, 0.2)}, 0.0, id="at the floor"),
        pytest.param({"un": (0.70, 0.70)}, 1.0, id="one word for both"),
        pytest.param({}, 0.0, id="nothing near"),
        pytest.param({"cariste en entrepôt": (0.65, 0.0)}, 0.6, id="an experience counts"),
        pytest.param({"Cariste": (0.65, 0.0)}, 0.6, id="a project counts"),
    ],
)
def test_weighted_share_of_what_is_asked(
    cosines: dict[str, tuple[float, ...]], expected: float
) -> None:
    result = score_of(cosines)
    assert result.score[0] == pytest.approx(expected, abs=1e-6)
    assert result.known[0]
    assert not result.deduced


def test_one_entry_of_the_lexicon_is_the_same_skill_whatever_the_words() -> None:
    coded = {"skills": ((SkillFact("gestion des stocks", "gerer_stocks"), True), (DRIVE, False))}
    same = score_of({}, coded, skills=(SkillFact("inventaires et réassort", "gerer_stocks"),))
    other = score_of({}, coded, skills=(SkillFact("accueil", "accueillir_public"),))
    assert same.score[0] == pytest.approx(0.6)
    assert other.score[0] == 0.0


@pytest.mark.parametrize(
    ("cosine", "expected", "words"),
    [(0.65, 0.5, "proches"), (0.45, 0.25, "en partie proches"), (0.30, 0.0625, "loin")],
)
def test_skills_of_the_fiche_count_half_and_say_so(
    cosine: float, expected: float, words: str
) -> None:
    result = score_of({"un": (cosine,)}, {"skills": ()})
    assert result.deduced
    assert result.score[0] == pytest.approx(expected, abs=1e-6)
    assert result.reason(0) == (
        f"L'offre ne liste pas de compétences ; celles du dossier sont {words} "
        "de la fiche ROME (déduit)."
    )


def test_a_file_without_skills_is_unknown_though_it_lists_jobs() -> None:
    lived = (ExperienceFact("gestion des stocks", 24.0, 2025),)
    result = score_of({}, skills=(), experiences=lived)
    assert not result.known[0]
    assert result.reason(0) == "Compétences inconnues."
    assert result.question(0) == "Quelles compétences la personne a-t-elle exercées ?"


def test_an_offer_that_names_neither_skill_nor_occupation_is_asked() -> None:
    silent = make_offer(title="", description="", rome=None, rome_declared=False, rome_guesses=())
    result = skills(compare(silent, [make_candidate()]))
    assert not result.known[0]
    assert result.reason(0) == "Compétences du poste inconnues."
    assert result.question(0) == "Quelles compétences le poste demande-t-il ?"


@pytest.mark.parametrize(
    ("asked", "cosines", "reason"),
    [
        (
            ASKED,
            {"un": (0.65, 0.0)},
            "1 compétence sur 2 (au dossier : « un » pour gestion des stocks ; "
            "à vérifier : conduite d'engins)",
        ),
        (
            ASKED,
            {"un": (0.6, 0.6)},
            "2 compétences sur 2 (au dossier : « un » pour gestion des stocks, "
            "« un » pour conduite d'engins)",
        ),
        (
            tuple((SkillFact(name, None), True) for name in "abcd"),
            {},
            "0 compétence sur 4 (à vérifier : a, b, c…)",
        ),
    ],
)
def test_the_reason_names_what_is_there_and_what_is_left_to_check(
    asked: Any, cosines: dict[str, tuple[float, ...]], reason: str
) -> None:
    assert score_of(cosines, {"skills": asked}).reason(0) == f"{reason}."


def test_the_reason_says_the_words_of_the_file_those_of_the_offer_first() -> None:
    stock = make_offer(skills=((SkillFact("Gestion des stocks", "gerer_stocks"), True),))
    other_words = SkillFact("inventaires et réassort", "gerer_stocks")
    long_words = SkillFact(f"inventaires {'de rayons ' * 10}et réassort", "gerer_stocks")
    people = [
        make_candidate("same", skills=(other_words, SkillFact("gestion des stocks", None))),
        make_candidate("other", skills=(SkillFact("accueil", None), other_words)),
        make_candidate("long", skills=(long_words,)),
    ]
    same, other, long = skills(compare(stock, people)).reasons(range(3))
    assert same == "1 compétence sur 1 (au dossier : gestion des stocks)."
    assert "au dossier : « inventaires et réassort » pour Gestion des stocks" in other
    quoted = long.partition("« ")[2].partition(" »")[0]
    assert quoted.endswith("…")
    assert len(quoted) <= 60


def test_a_skill_of_the_same_field_counts_and_is_not_said_to_be_in_the_file() -> None:
    billing = make_offer(skills=((SkillFact("établir des factures", None), True),))
    bookkeeper = make_candidate(skills=(SkillFact("comptabilité clients et fournisseurs", None),))
    mason = make_candidate("other", skills=(SkillFact("monter un mur en parpaings", None),))
    result = skills(compare(billing, [bookkeeper, mason]))
    assert result.score[0] > result.score[1] + 0.1
    assert result.reason(0) == "0 compétence sur 1 (à vérifier : établir des factures)."
