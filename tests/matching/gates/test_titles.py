"""Required titles: the worst one decides, families count, and each says what lifts it."""

from datetime import date
from typing import Any

import pytest

from matching.credentials import MET, UNMET, UNSURE
from matching.gates import Gated
from matching.gates.titles import titles
from matching.profiles import CredentialFact, LicenceAsk
from models.vocabulary import CredentialState, Gate, Necessity
from tests.matching.factories import compare, make_candidate, make_offer

HELD, EXPIRED = CredentialState.HELD, CredentialState.EXPIRED
PROGRESS, SUSPENDED = CredentialState.IN_PROGRESS, CredentialState.SUSPENDED


def ask(code: str, necessity: Necessity = Necessity.REQUIRED) -> LicenceAsk:
    return LicenceAsk(code, code.replace("_", " "), necessity)


def gate(asked: tuple[str, ...], person: dict[str, Any] | None = None, *held: Any) -> Gated:
    facts = tuple(CredentialFact(code, state, None) for code, state in held)
    offer = make_offer(licences=tuple(ask(code) for code in asked))
    found = titles(compare(offer, [make_candidate(**{"credentials": facts, **(person or {})})]))
    assert found is not None
    assert found.gate is Gate.CREDENTIAL
    return found


THREE = ("CACES_R489_1A", "CACES_R489_3", "CACES_R489_5")


@pytest.mark.parametrize(
    ("asked", "held", "state", "obstacles"),
    [
        pytest.param(("SST",), (("SST", HELD),), MET, 0, id="held"),
        pytest.param(("SST",), (), UNMET, 1, id="absent"),
        pytest.param(("SST", "HACCP"), (("SST", HELD),), UNMET, 1, id="one of two"),
        pytest.param(("SST", "HACCP"), (), UNMET, 2, id="two of two"),
        pytest.param(THREE, (), UNMET, 1, id="three categories are one training"),
        pytest.param((*THREE, "SST"), (), UNMET, 2, id="and one more"),
        pytest.param(("CACES_R489_3",), (("CACES", HELD),), UNSURE, 0, id="category to check"),
        pytest.param(("CACES_R489_3", "SST"), (("CACES", HELD),), UNMET, 1, id="check and absent"),
    ],
)
def test_state_and_number_of_obstacles(
    asked: tuple[str, ...], held: tuple[Any, ...], state: int, obstacles: int
) -> None:
    found = gate(asked, None, *held)
    assert (found.state[0], found.weight[0]) == (state, obstacles)


@pytest.mark.parametrize(
    ("asked", "held", "reason", "lever"),
    [
        (
            ("SST",),
            (("SST", EXPIRED),),
            "Exigé : SST périmé.",
            "renouvellement : formation sauveteur secouriste du travail (2 jours)",
        ),
        (
            ("SST", "HACCP"),
            (("HACCP", PROGRESS),),
            "Exigé : SST non détenu, HACCP en cours.",
            "formation sauveteur secouriste du travail (2 jours), "
            "formation en cours : attendre l'examen ou l'avancer",
        ),
        (
            THREE[:2],
            (),
            "Exigé : CACES R489 1A non détenu, CACES R489 3 non détenu.",
            "formation CACES chariots (3 à 5 jours)",
        ),
        (("permis_C",), (), "Exigé : permis C non détenu.", None),
        (("permis_C", "SST"), (), "Exigé : permis C non détenu, SST non détenu.", None),
        (("permis_B",), (("permis_B", SUSPENDED),), "Exigé : permis B suspendu.", None),
    ],
)
def test_what_lacks_and_what_lifts_all_of_it(
    asked: tuple[str, ...], held: tuple[Any, ...], reason: str, lever: str | None
) -> None:
    found = gate(asked, None, *held)
    assert (found.reason(0), found.lever(0)) == (reason, lever)
    assert found.liftable[0] == (lever is not None)


def test_only_what_is_to_be_checked_is_asked() -> None:
    found = gate(("CACES_R489_3", "HACCP", "SST"), None, ("CACES", HELD), ("HACCP", HELD))
    assert found.asks[0]
    assert found.question(0) == "La personne a-t-elle bien : CACES R489 3 ?"
    assert not gate(("HACCP",), None, ("HACCP", HELD)).asks[0]


def test_a_title_that_lapses_is_held_without_a_date_and_its_end_is_asked() -> None:
    undated = gate(("SST", "permis_B"), None, ("SST", HELD), ("permis_B", HELD))
    assert (undated.state[0], undated.asks[0]) == (MET, True)
    assert undated.question(0) == "Jusqu'à quand est valable : SST ?"

    dated = {"credentials": (CredentialFact("SST", HELD, date(2029, 6, 30)),)}
    assert not gate(("SST",), dated).asks[0]

    both = gate(("SST", "CACES_R489_3"), None, ("SST", HELD), ("CACES", HELD))
    assert both.question(0) == (
        "La personne a-t-elle bien : CACES R489 3 ? Jusqu'à quand est valable : SST ?"
    )


def test_a_silent_file_is_asked_about_everything() -> None:
    found = gate(("SST", "HACCP"), {"credentials_listed": False})
    assert (found.state[0], found.weight[0]) == (UNSURE, 0)
    assert found.question(0) == "La personne a-t-elle bien : SST, HACCP ?"


@pytest.mark.parametrize("necessity", [n for n in Necessity if n is not Necessity.REQUIRED])
def test_what_is_not_required_is_no_gate(necessity: Necessity) -> None:
    offer = make_offer(licences=(ask("SST", necessity),))
    assert titles(compare(offer, [make_candidate(credentials=())])) is None


def test_each_person_has_an_answer_of_their_own() -> None:
    people = [
        make_candidate("C-1", credentials=(CredentialFact("SST", HELD, date(2029, 6, 30)),)),
        make_candidate("C-2", credentials=()),
        make_candidate("C-3", credentials=(), credentials_listed=False),
    ]
    found = titles(compare(make_offer(licences=(ask("SST"),)), people))
    assert found is not None
    assert found.state.tolist() == [MET, UNMET, UNSURE]
    assert found.asks.tolist() == [False, False, True]
