"""Many persons as arrays: lists, unknowns, renewals; an offer as a profile."""

from datetime import date, time
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from matching.profiles import (
    CONDITIONS,
    CONTRACTS,
    CREDENTIAL_ABSENT,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_HELD,
    CREDENTIAL_IN_PROGRESS,
    LANGUAGE_LEVELS,
    MODES,
    PATTERNS,
    WEEKDAYS,
    CandidateBatch,
    CandidateFacts,
    CredentialFact,
    ExperienceFact,
    LicenceAsk,
    ProjectFact,
    Ragged,
    SkillFact,
)
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    Necessity,
    TravelMode,
    Weekday,
    WorkingTimeWish,
    WorkPattern,
)
from tests.matching.factories import (
    DUNKERQUE,
    GRANDE_SYNTHE,
    make_candidate,
    make_offer,
    make_profiler,
)

SILENT = CandidateFacts(key="C-0")
HELD, EXPIRED = CredentialState.HELD, CredentialState.EXPIRED
PROGRESS = CredentialState.IN_PROGRESS


def batch(*people: CandidateFacts) -> CandidateBatch:
    return make_profiler().batch(people)


def lists_of(result: CandidateBatch, lists: Ragged) -> list[list[str]]:
    """The texts of each person's list."""
    bounds = lists.start.tolist()
    rows = lists.item.tolist()
    return [[result.words.texts[row] for row in rows[start:end]] for start, end in pairwise(bounds)]


# --- lists -------------------------------------------------------------------------------------


def test_lists_of_unequal_length_keep_their_owner_and_order() -> None:
    result = batch(
        make_candidate("C-1", skills=(SkillFact("b", None), SkillFact("a", None))),
        SILENT,
        make_candidate("C-2", skills=(SkillFact("a", None),), experiences=(), projects=()),
    )
    assert lists_of(result, result.skill) == [["b", "a"], [], ["a"]]
    assert result.skill.owner.tolist() == [0, 0, 2]
    assert lists_of(result, result.experience) == [["cariste en entrepôt"], [], []]
    assert lists_of(result, result.profile) == [
        ["Cariste", "cariste en entrepôt", "b", "a"],
        [],
        ["a"],
    ]


def test_each_distinct_text_is_read_once_but_counted_each_time() -> None:
    twice = (ExperienceFact("cariste", 12.0, 2024), ExperienceFact("cariste", 6.0, None))
    result = batch(
        make_candidate("C-1", projects=(), skills=(), experiences=twice),
        make_candidate("C-2", projects=(), skills=(), experiences=twice[:1]),
    )
    assert result.words.texts == ("cariste",)
    assert result.experience.item.tolist() == [0, 0, 0]
    np.testing.assert_array_equal(result.experience_months, [12.0, 6.0, 12.0])
    np.testing.assert_array_equal(result.experience_end, [2024.0, np.nan, 2024.0])


def test_one_title_under_two_declared_codes_is_two_readings() -> None:
    result = batch(
        make_candidate("C-1", projects=(ProjectFact("agent", "N1101", True, None),)),
        make_candidate("C-2", projects=(ProjectFact("agent", "D1202", True, None),)),
    )
    one, other = result.project_word[:, 0].tolist()
    assert one != other
    assert result.words.texts[one] == result.words.texts[other] == "agent"
    assert not np.array_equal(result.words.occupations[one], result.words.occupations[other])


def test_projects_keep_their_rank_and_the_fourth_is_left_out() -> None:
    titles = ("Cariste", "Cuisinier", "Maçon", "Vendeur")
    projects = tuple(
        ProjectFact(title, None, i == 1, date(2026, 1, 5) if i == 1 else None)
        for i, title in enumerate(titles)
    )
    result = batch(make_candidate("C-1", projects=projects), SILENT)
    assert [result.words.texts[row] for row in result.project_word[0]] == list(titles[:3])
    assert result.project_word[1].tolist() == [-1, -1, -1]
    assert result.project_validated.tolist() == [[False, True, False], [False] * 3]
    assert np.isnat(result.project_date[0]).tolist() == [True, False, True]
    assert result.project_date[0, 1] == np.datetime64("2026-01-05")


def test_skill_codes_are_counted_once_whatever_the_words() -> None:
    coded = (SkillFact("gérer", "gerer_stocks"), SkillFact("stocks", "gerer_stocks"))
    result = batch(make_candidate("C-1", projects=(), experiences=(), skills=coded), SILENT)
    assert result.skill_codes == ("gerer_stocks",)
    assert result.skill_code.tolist() == [0, 0]


# --- unknowns ----------------------------------------------------------------------------------


def test_a_file_that_says_nothing_is_unknown_everywhere() -> None:
    result = batch(SILENT)
    for name in (
        "education_level",
        "trip_limit_minutes",
        "trip_limit_km",
        "hours_min",
        "hours_max",
        "load_limit_kg",
        "earliest_start",
        "latest_end",
    ):
        assert np.isnan(getattr(result, name)).tolist() == [True], name
    for name in ("modes_known", "contracts_known", "patterns_known", "credential_known"):
        assert getattr(result, name).tolist() == [False], name
    assert np.isnat(result.available_from).tolist() == [True]
    assert result.origin.tolist() == [-1]
    assert result.working_time.tolist() == [-1]
    assert result.diploma_known.tolist() == [False]
    assert result.profile_norm.tolist() == [0.0]
    assert result.places == ()
    assert result.languages == {}


def test_an_empty_list_is_known_and_holds_nothing() -> None:
    none: frozenset[Any] = frozenset()
    result = batch(make_candidate(travel_modes=none, contracts=none, patterns=none, credentials=()))
    assert result.modes_known.all()
    assert result.contracts_known.all()
    assert result.patterns_known.all()
    assert result.credential_known.all()
    assert not result.modes.any()
    assert not result.contracts.any()
    assert result.credential_codes == ()
    assert result.credential_state.shape == (1, 0)


@pytest.mark.parametrize(
    ("wish", "rank"),
    [
        (WorkingTimeWish.FULL, 2),
        (WorkingTimeWish.PART, 1),
        (WorkingTimeWish.ANY, 0),
        (None, -1),
    ],
)
def test_wishes_of_time(wish: WorkingTimeWish | None, rank: int) -> None:
    assert batch(make_candidate(working_time=wish)).working_time.tolist() == [rank]


def test_what_is_said_stands_in_its_column() -> None:
    result = batch(
        SILENT,
        make_candidate(
            travel_modes=frozenset({TravelMode.BUS}),
            contracts=frozenset({ContractType.CDDI}),
            patterns=frozenset({WorkPattern.NIGHT}),
            excluded_patterns=frozenset({WorkPattern.WEEKEND}),
            excluded_weekdays=frozenset({Weekday.SUNDAY}),
            restrictions=((Condition.HEIGHT, None), (Condition.LOADS, 10.0)),
            earliest_start=time(8, 30),
            latest_end=time(17),
            available_from=date(2027, 1, 4),
            trip_limit_km=20.0,
        ),
    )
    told = {
        "modes": {MODES.index(TravelMode.BUS)},
        "contracts": {CONTRACTS.index(ContractType.CDDI)},
        "patterns": {PATTERNS.index(WorkPattern.NIGHT)},
        "patterns_excluded": {PATTERNS.index(WorkPattern.WEEKEND)},
        "weekdays_excluded": {WEEKDAYS.index(Weekday.SUNDAY)},
        "restricted": {CONDITIONS.index(Condition.HEIGHT), CONDITIONS.index(Condition.LOADS)},
    }
    for name, columns in told.items():
        silent, said = getattr(result, name)
        assert set(np.flatnonzero(said).tolist()) == columns, name
        assert not silent.any(), name
    assert result.load_limit_kg[1] == 10.0
    assert (result.earliest_start[1], result.latest_end[1]) == (510.0, 1020.0)
    assert result.available_from[1] == np.datetime64("2027-01-04")
    assert result.trip_limit_km[1] == 20.0


def test_a_place_is_kept_once_for_all_who_live_there() -> None:
    homes = (GRANDE_SYNTHE, DUNKERQUE, None, GRANDE_SYNTHE)
    result = batch(*(make_candidate(f"C-{i}", origin=home) for i, home in enumerate(homes)))
    assert result.places == (GRANDE_SYNTHE, DUNKERQUE)
    assert result.origin.tolist() == [0, 1, -1, 0]


# --- licences and languages ----------------------------------------------------------------------

OLD, NEW = date(2024, 6, 30), date(2029, 6, 30)


@pytest.mark.parametrize("direction", [1, -1], ids=["as listed", "the other way"])
@pytest.mark.parametrize(
    ("held", "state", "end"),
    [
        pytest.param(((HELD, OLD), (HELD, NEW)), CREDENTIAL_HELD, NEW, id="renewed"),
        pytest.param(((HELD, OLD), (HELD, None)), CREDENTIAL_HELD, None, id="renewed, no date"),
        pytest.param(((EXPIRED, OLD), (HELD, NEW)), CREDENTIAL_HELD, NEW, id="expired then held"),
        pytest.param(((EXPIRED, OLD), (HELD, None)), CREDENTIAL_HELD, None, id="held again"),
        pytest.param(
            ((EXPIRED, OLD), (PROGRESS, None)), CREDENTIAL_IN_PROGRESS, None, id="being renewed"
        ),
        pytest.param(((EXPIRED, OLD), (EXPIRED, NEW)), CREDENTIAL_EXPIRED, NEW, id="twice late"),
        pytest.param(((HELD, NEW), (HELD, NEW)), CREDENTIAL_HELD, NEW, id="listed twice"),
    ],
)
def test_the_best_state_counts_and_its_later_end(
    held: tuple[tuple[CredentialState, date | None], ...],
    state: int,
    end: date | None,
    direction: int,
) -> None:
    facts = tuple(CredentialFact("SST", s, e) for s, e in held)[::direction]
    result = batch(make_candidate(credentials=facts))
    assert result.credential_codes == ("SST",)
    assert result.credential_state.tolist() == [[state]]
    assert str(result.credential_expiry[0, 0]) == ("NaT" if end is None else end.isoformat())


def test_codes_of_others_are_absent() -> None:
    lorry = (CredentialFact("permis_C", HELD, None),)
    result = batch(make_candidate("C-1", credentials=lorry), make_candidate("C-2", credentials=()))
    assert result.credential_state.tolist() == [[CREDENTIAL_HELD], [CREDENTIAL_ABSENT]]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ((("en", "B2"),), LANGUAGE_LEVELS["B2"]),
        ((("en", None),), np.nan),
        ((("en", None), ("en", "A2")), LANGUAGE_LEVELS["A2"]),
        ((("en", "A2"), ("en", None)), LANGUAGE_LEVELS["A2"]),
        ((("en", "B1"), ("en", "A1")), LANGUAGE_LEVELS["B1"]),
        ((("en", "native"),), LANGUAGE_LEVELS["native"]),
        ((("en", "courant"),), np.nan),
    ],
)
def test_languages(told: tuple[tuple[str, str | None], ...], expected: float) -> None:
    result = batch(make_candidate("C-1", languages=told), SILENT)
    np.testing.assert_array_equal(result.languages["en"], [expected, np.nan])


# --- how many ------------------------------------------------------------------------------------


def test_nobody_and_one() -> None:
    nobody = batch()
    assert len(nobody) == 0
    assert nobody.project_word.shape == (0, 3)
    assert nobody.modes.shape == (0, len(MODES))
    assert nobody.skill.start.tolist() == [0]
    assert nobody.words.texts == ()
    one = batch(make_candidate())
    assert len(one) == 1
    assert one.skill.start.tolist() == [0, 2]
    assert one.key_place.tolist() == [0]


def test_two_persons_cannot_share_a_key() -> None:
    with pytest.raises(ValueError, match="share a key"):
        batch(make_candidate("C-1"), make_candidate("C-1"))


def test_ties_are_settled_by_the_order_of_keys() -> None:
    result = batch(*(make_candidate(key) for key in ("P-10", "P-9", "P-1")))
    assert result.keys == ("P-10", "P-9", "P-1")
    assert result.key_place.tolist() == [1, 2, 0]


# --- offers --------------------------------------------------------------------------------------

GUESSED: dict[str, Any] = {"rome_declared": False, "rome_guesses": (("N1101", 0.6), ("D1202", 0.2))}


def weights_of(**changes: Any) -> dict[str, float]:
    profiler = make_profiler()
    weights = profiler.offer(make_offer(**changes)).occupation_weights
    codes = profiler.occupations.codes
    return {codes[i]: round(float(weights[i]), 4) for i in np.flatnonzero(weights)}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(GUESSED, {"N1101": 0.6, "D1202": 0.2}, id="guesses as they are"),
        pytest.param(
            {"rome": "N1101", "rome_guesses": (("D1202", 0.5),)},
            {"N1101": 0.9, "D1202": 0.05},
            id="a declared code weighs nine tenths",
        ),
        pytest.param(
            {"rome": "n1101 ", "rome_guesses": ()}, {"N1101": 0.9}, id="written another way"
        ),
        pytest.param(
            {"rome": "Z9999", "rome_guesses": (("D1202", 0.5),)}, {"D1202": 0.5}, id="odd code"
        ),
        pytest.param({**GUESSED, "rome_guesses": (("Z9999", 0.9),)}, {}, id="odd guess"),
        pytest.param({"rome": None, "rome_guesses": ()}, {}, id="nothing"),
    ],
)
def test_occupations_of_an_offer(changes: dict[str, Any], expected: dict[str, float]) -> None:
    assert weights_of(**changes) == expected


def test_an_offer_without_words_or_code_is_still_a_profile() -> None:
    silent = make_offer(title="", description="", rome=None, rome_declared=False, rome_guesses=())
    profile = make_profiler().offer(silent)
    assert profile.main_occupation == -1
    assert not profile.text_vector.any()
    assert not profile.core_skills.any()
    assert profile.legal_titles == ()
    assert profile.typical_conditions == frozenset()
    assert profile.skill_vectors.shape[0] == 0


LORRY: dict[str, Any] = {"rome": "N4101", "rome_guesses": (), "licences": ()}


@pytest.mark.parametrize(
    ("changes", "titles"),
    [
        pytest.param({}, ["permis_C"], id="declared"),
        pytest.param({"rome_declared": False, "rome_guesses": (("N4101", 0.9),)}, [], id="guessed"),
        pytest.param(
            {"licences": (LicenceAsk("permis_C", "permis C", Necessity.REQUIRED),)}, [], id="said"
        ),
        pytest.param(
            {"licences": (LicenceAsk("permis_C", "permis C", Necessity.TRAINING_OFFERED),)},
            [],
            id="training offered",
        ),
        pytest.param(
            {"licences": (LicenceAsk("permis_C", "permis C", Necessity.WISHED),)},
            ["permis_C"],
            id="only wished: the law still asks",
        ),
    ],
)
def test_legal_titles_of_an_offer(changes: dict[str, Any], titles: list[str]) -> None:
    profile = make_profiler().offer(make_offer(**{**LORRY, **changes}))
    assert [title.code for title in profile.legal_titles] == titles


def test_usual_conditions_follow_the_main_occupation() -> None:
    profile = make_profiler().offer(make_offer())
    assert Condition.DRIVING in profile.typical_conditions
