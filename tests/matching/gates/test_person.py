"""What the person cannot or does not want: restrictions, contract, start, language."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from matching.credentials import MET, UNMET, UNSURE
from matching.criteria.contract import SOUGHT
from matching.criteria.education import education
from matching.gates.person import availability, contract, language, restrictions
from models.vocabulary import Condition, ContractType, Necessity
from tests.matching.factories import TODAY, compare, make_candidate, make_offer

LOADS, HEIGHT, DRIVING = Condition.LOADS, Condition.HEIGHT, Condition.DRIVING


def says(*conditions: Condition) -> dict[str, Any]:
    return {"conditions": frozenset(conditions)}


def heavy(level: int) -> dict[str, Any]:
    return {**says(LOADS), "load_level": level}


def limited(*pairs: tuple[Condition, float | None]) -> dict[str, Any]:
    return {"restrictions": pairs}


# A forklift driver's post usually asks to drive, to sit and to bear vibration.
@pytest.mark.parametrize(
    ("offer", "person", "state"),
    [
        pytest.param(says(HEIGHT), limited((HEIGHT, None)), UNMET, id="stated and restricted"),
        pytest.param(says(HEIGHT), limited(), MET, id="no restriction"),
        pytest.param(says(HEIGHT), limited((Condition.COLD, None)), MET, id="of something else"),
        pytest.param(says(), limited((DRIVING, None)), UNSURE, id="usual, the offer is silent"),
        pytest.param(says(DRIVING), limited((DRIVING, None)), UNMET, id="usual and stated"),
        pytest.param(says(LOADS), limited((LOADS, 10.0)), UNMET, id="light loads only"),
        pytest.param(says(LOADS), limited((LOADS, 10.5)), UNSURE, id="how heavy?"),
        pytest.param(says(LOADS), limited((LOADS, None)), UNMET, id="no loads at all"),
        pytest.param(heavy(3), limited((LOADS, 15.0)), UNMET, id="twenty and more are too heavy"),
        pytest.param(heavy(3), limited((LOADS, 25.0)), UNSURE, id="how much more than twenty?"),
        pytest.param(heavy(1), limited((LOADS, 10.0)), UNSURE, id="light loads may do"),
        pytest.param(heavy(1), limited((LOADS, None)), UNMET, id="not even light ones"),
        pytest.param(heavy(2), limited((LOADS, 10.0)), UNMET, id="between ten and twenty"),
        pytest.param(
            says(LOADS, HEIGHT), limited((LOADS, 25.0), (HEIGHT, None)), UNMET, id="one is enough"
        ),
    ],
)
def test_restrictions(offer: dict[str, Any], person: dict[str, Any], state: int) -> None:
    found = restrictions(compare(make_offer(**offer), [make_candidate(**person)]))
    assert found is not None
    assert found.state[0] == state


def test_restrictions_name_only_what_meets_the_post() -> None:
    person = make_candidate(**limited((HEIGHT, None), (DRIVING, None), (Condition.COLD, None)))
    found = restrictions(compare(make_offer(**says(HEIGHT)), [person]))
    assert found is not None
    assert found.reason(0) == "Restriction déclarée : travail en hauteur."
    assert found.question(0) == (
        "Restriction déclarée ; que demande le poste : travail en hauteur, conduite ?"
    )


def test_a_post_that_asks_nothing_of_the_body_is_no_gate() -> None:
    office = make_offer(rome="C1101", rome_guesses=(), title="Assureur")
    assert restrictions(compare(office, [make_candidate(**limited((LOADS, None)))])) is None


@pytest.mark.parametrize("kind", ContractType)
def test_a_contract_left_out_of_a_list_is_an_obstacle_or_a_question(kind: ContractType) -> None:
    people = [
        make_candidate("C-1", contracts=frozenset({kind})),
        make_candidate("C-2", contracts=frozenset(set(ContractType) - {kind})),
        make_candidate("C-3", contracts=None),
    ]
    found = contract(compare(make_offer(contract=kind), people))
    if kind is ContractType.OTHER:
        assert found is None
        return
    assert found is not None
    assert found.state.tolist() == [MET, UNMET if kind in SOUGHT else UNSURE, MET]
    assert found.reason(1) == f"{kind.label} : hors des contrats que la personne cherche."
    assert found.question(1) == f"La personne accepterait-elle ce contrat : {kind.label} ?"


def test_an_offer_without_contract_is_no_gate() -> None:
    assert contract(compare(make_offer(contract=None), [make_candidate()])) is None


@pytest.mark.parametrize(
    ("days", "state"), [(None, MET), (-10, MET), (0, MET), (45, MET), (46, UNMET), (400, UNMET)]
)
def test_free_six_weeks_after_the_start_is_late(days: int | None, state: int) -> None:
    free = None if days is None else TODAY + timedelta(days=days)
    for start in (None, TODAY - timedelta(days=30), TODAY):
        people = [make_candidate(available_from=free)]
        assert availability(compare(make_offer(start_date=start), people)).state[0] == state


def test_a_later_start_leaves_more_time() -> None:
    person = make_candidate(available_from=TODAY + timedelta(days=60))
    offer = make_offer(start_date=TODAY + timedelta(days=15))
    assert availability(compare(offer, [person])).state[0] == MET
    soon = availability(compare(replace(offer, start_date=None), [person]))
    assert soon.state[0] == UNMET
    assert soon.reason(0) == "Disponible seulement le 22/01/2027."
    assert soon.lever(0) == "décaler la prise de poste"


@pytest.mark.parametrize(
    ("necessity", "level", "held", "state"),
    [
        (Necessity.REQUIRED, "B2", (("en", "B2"),), None),
        (Necessity.REQUIRED, "B2", (("en", "B1"),), None),
        (Necessity.REQUIRED, "B2", (("en", "A2"),), UNMET),
        (Necessity.REQUIRED, "B2", (("en", None),), UNSURE),
        (Necessity.REQUIRED, "B2", (), UNSURE),
        (Necessity.REQUIRED, None, (("en", "A1"),), UNMET),
        (Necessity.WISHED, "C2", (("en", "A0"),), None),
    ],
)
def test_a_required_language_spoken_well_below_is_an_obstacle_nothing_lifts(
    necessity: Necessity, level: str | None, held: tuple[Any, ...], state: int | None
) -> None:
    offer = make_offer(languages=(("en", level, necessity),))
    comparison = compare(offer, [make_candidate(languages=held)])
    found = language(comparison, education(comparison))
    if state is None:
        assert found is None
        return
    assert found is not None
    assert found.state[0] == state
    assert found.lever(0) is None
    assert not found.liftable[0]
