"""What a gate that is not met does, where one offer wants it to weigh or only to be told."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from matching.engine import packaged_engine
from matching.forces import imposed_by_law, loosened
from matching.head import head
from matching.levers.near import near_of
from matching.levers.relaxations import relaxations
from matching.levers.settings import packaged_settings
from matching.profiles import CandidateFacts, CredentialFact, LicenceAsk, OfferFacts, ProjectFact
from matching.shortlist import entries, order
from models.vocabulary import (
    Band,
    Condition,
    ContractType,
    CredentialState,
    Criterion,
    Force,
    Gate,
    Necessity,
    WorkPattern,
)
from tests.matching.factories import (
    make_candidate,
    make_offer,
    make_profiler,
    only,
    ranked,
    scored,
)

CAR_ONLY = (CredentialFact("permis_B", CredentialState.HELD, None),)
ENGLISH: dict[str, Any] = {"languages": (("en", "B2", Necessity.REQUIRED),)}
CASES: dict[Gate, tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]] = {
    Gate.CREDENTIAL: (
        {},
        {"credentials": CAR_ONLY},
        {"credentials": CAR_ONLY, "credentials_listed": False},
    ),
    Gate.SCHEDULE: ({"patterns": frozenset({WorkPattern.NIGHT})}, {}, {"patterns": None}),
    Gate.TRAVEL: ({}, {"trip_limit_minutes": 8.0}, {"travel_modes": None}),
    Gate.RESTRICTION: (
        {"conditions": frozenset({Condition.LOADS})},
        {"restrictions": ((Condition.LOADS, 10.0),)},
        {"restrictions": ((Condition.LOADS, 25.0),)},
    ),
    Gate.CONTRACT: ({}, {"contracts": frozenset({ContractType.CDI})}, None),
    Gate.AVAILABILITY: ({}, {"available_from": date(2027, 3, 1)}, None),
    Gate.LANGUAGE: (ENGLISH, {"languages": (("en", "A1"),)}, {"languages": ()}),
}
"""Gate -> offer, a person known not to meet it, one of whom it is unknown (None: there is none)."""

MET: dict[Gate, dict[str, Any]] = {
    Gate.SCHEDULE: {"patterns": frozenset({WorkPattern.NIGHT})},
    Gate.LANGUAGE: {"languages": (("en", "C1"),)},
}
"""What makes the person of the factories meet a gate, where they do not as they are."""


def wanting(gate: Gate, force: Force, **changes: Any) -> OfferFacts:
    return make_offer(**CASES[gate][0], **changes, forces={gate: force})


@pytest.mark.parametrize("gate", Gate)
def test_blocking_on_purpose_is_blocking_by_default(gate: Gate) -> None:
    offer, person, _ = CASES[gate]
    assert only(wanting(gate, Force.BLOCKS), make_candidate(**person)) == only(
        make_offer(**offer), make_candidate(**person)
    )


@pytest.mark.parametrize("gate", Gate)
def test_a_gate_that_weighs_keeps_its_points_and_never_blocks(gate: Gate) -> None:
    offer, person, _ = CASES[gate]
    before = only(make_offer(**offer), make_candidate(**person))
    after = only(wanting(gate, Force.WEIGHS), make_candidate(**person))
    assert (after.blockers, after.eligible, after.band) == ((), True, Band.TO_CHECK)
    assert after.contributions == before.contributions
    assert after.score == before.score
    assert [(r.criterion, r.force, r.reason) for r in after.remarks] == [
        (gate.value, Force.WEIGHS, before.blockers[0].reason)
    ]


@pytest.mark.parametrize("gate", Gate)
def test_a_gate_that_is_told_changes_neither_rank_nor_band(gate: Gate) -> None:
    _, person, unknown = CASES[gate]
    offer = wanting(gate, Force.TOLD)
    met = only(offer, make_candidate(**MET.get(gate, {})))
    others = [person] if unknown is None else [person, unknown]
    for facts in others:
        after = only(offer, make_candidate(**facts))
        assert (after.blockers, after.eligible) == ((), True)
        assert (after.score, after.band) == (met.score, met.band)
    told = only(offer, make_candidate(**person)).remarks
    assert [(r.criterion, r.force) for r in told] == [(gate.value, Force.TOLD)]
    assert met.remarks == ()


@pytest.mark.parametrize("gate", [g for g in Gate if CASES[g][2] is not None])
def test_unknown_stays_unknown_whatever_the_force(gate: Gate) -> None:
    offer, _, unknown = CASES[gate]
    before = only(make_offer(**offer), make_candidate(**(unknown or {})))
    for force in Force:
        after = only(wanting(gate, force), make_candidate(**(unknown or {})))
        asked = {u.question for u in before.unknowns if u.criterion == gate.value}
        assert asked
        assert asked <= {u.question for u in after.unknowns}
        assert after.remarks == ()
        assert force is Force.TOLD or after.band is Band.TO_CHECK
        assert not any("non détenu" in c.reason for c in after.contributions.values())


def test_points_that_count_as_met_say_so() -> None:
    told = only(wanting(Gate.CONTRACT, Force.TOLD), make_candidate(**CASES[Gate.CONTRACT][1]))
    reason = told.contributions[Criterion.CONTRACT].reason
    assert "non recherché" in reason
    assert "compté comme rempli pour tous" in reason
    assert told.to_json()["remarks"][0]["force"] == "indique"
    assert "remarks" not in only(make_offer(), make_candidate()).to_json()


def people() -> list[CandidateFacts]:
    """Persons of all trades and levels, who meet, do not meet or do not say each thing."""
    rng = np.random.default_rng(7)
    kinds = [facts for case in CASES.values() for facts in case[1:] if facts] + list(MET.values())
    trades = [("Cariste", "N1101"), ("Préparateur de commandes", "N1103"), ("Boulanger", "D1102")]
    made = []
    for number in range(400):
        title, rome = trades[rng.choice(3, p=[0.7, 0.2, 0.1])]
        projects = (ProjectFact(title, rome, bool(rng.integers(2)), None),)
        changes: dict[str, Any] = {"projects": projects, "education_level": rng.choice([2, 3, 5])}
        for place in rng.choice(len(kinds), size=rng.integers(0, 4), replace=False).tolist():
            changes |= kinds[place]
        made.append(make_candidate(f"C-{number:03d}", **changes))
    return made


def test_loosening_lowers_nobodys_band_and_takes_no_point_away() -> None:
    crowd = people()
    everything: dict[str, Any] = {}
    for offer, _, _ in CASES.values():
        everything |= offer
    wished = (*ENGLISH["languages"], ("de", "B1", Necessity.WISHED))
    asked = (*make_offer().licences, LicenceAsk("SST", "SST", Necessity.WISHED))
    more = {"education_level": 4, "languages": wished, "licences": asked}
    whole = make_offer(**everything | more, education=Necessity.REQUIRED)
    for base in (whole, *(make_offer(**case[0]) for case in CASES.values())):
        steps = [scored(base, crowd)]
        for force in (Force.WEIGHS, Force.TOLD):
            for gate in Gate:
                after = scored(replace(base, forces={gate: force}), crowd)
                assert (after.band <= steps[0].band).all(), (gate, force)
                assert (after.total >= steps[0].total).all(), (gate, force)
            steps.append(scored(replace(base, forces=dict.fromkeys(Gate, force)), crowd))
        for before, after in pairwise(steps):
            assert (after.band <= before.band).all()
            assert (after.total >= before.total).all()
    assert (steps[0].band > steps[-1].band).any()


def test_who_was_unknown_loses_no_point_when_it_is_told() -> None:
    """Known, their level could give less than the frozen value of an unknown criterion."""
    told = wanting(Gate.LANGUAGE, Force.TOLD, education_level=5, education=Necessity.REQUIRED)
    person = make_candidate(languages=(), education_level=2)
    before, after = only(replace(told, forces={}), person), only(told, person)
    unknown, met = (each.contributions[Criterion.EDUCATION] for each in (before, after))
    assert (unknown.known, met.known) == (False, True)
    assert met.points == unknown.points
    assert before.score <= after.score


def test_who_comes_from_a_near_trade_is_not_far_for_a_title_that_weighs() -> None:
    near = (ProjectFact("Préparateur de commandes", "N1103", True, None),)
    said: dict[str, Any] = {"projects": near}
    unknown = make_candidate(**said, credentials=CAR_ONLY, credentials_listed=False)
    without = make_candidate(**said, credentials=CAR_ONLY)
    fit = scored(make_offer(), [unknown]).words.occupation.fit[0]
    assert fit < packaged_engine().bands.proven_fit
    assert only(make_offer(), unknown).band is Band.REMOTE
    for person in (unknown, without):
        assert only(wanting(Gate.CREDENTIAL, Force.WEIGHS), person).band is Band.TO_CHECK


def test_several_obstacles_count_without_the_one_that_weighs() -> None:
    person = make_candidate(credentials=(), contracts=frozenset({ContractType.CDI}))
    assert only(make_offer(), person).band is Band.REMOTE
    after = only(wanting(Gate.CONTRACT, Force.WEIGHS), person)
    assert after.band is Band.WITH_LEVER
    assert [b.criterion for b in after.blockers] == [Gate.CREDENTIAL.value]


def test_who_meets_what_weighs_stays_before_who_does_not() -> None:
    crowd = [make_candidate("A", credentials=()), make_candidate("B")]
    found = ranked(wanting(Gate.CREDENTIAL, Force.WEIGHS), crowd)
    assert [entry.candidate for entry in found] == ["B", "A"]


def test_what_nobody_reviewed_stays_a_question_when_it_weighs() -> None:
    offer = wanting(Gate.CREDENTIAL, Force.WEIGHS, unreviewed=frozenset({"licences"}))
    entry = only(offer, make_candidate(credentials=()))
    assert entry.remarks == ()
    assert any("lu sans relecture" in u.question for u in entry.unknowns)


@pytest.mark.parametrize(
    "changes",
    [
        {"licences": (LicenceAsk("permis_B", "permis B", Necessity.REQUIRED),)},
        {"licences": (*make_offer().licences, LicenceAsk("FIMO", "FIMO", Necessity.REQUIRED))},
        {"title": "Conducteur poids lourd", "rome": "N4101", "rome_guesses": (), "licences": ()},
        {"title": "Aide-soignant", "rome": "J1501", "rome_guesses": (), "licences": ()},
    ],
)
@pytest.mark.parametrize("force", [Force.WEIGHS, Force.TOLD])
def test_what_the_law_asks_blocks_whatever_was_chosen(
    changes: dict[str, Any], force: Force
) -> None:
    person = make_candidate(credentials=(), diplomas_listed=True)
    offer = make_offer(**changes)
    loose = replace(offer, forces={Gate.CREDENTIAL: force})
    assert only(loose, person) == only(offer, person)
    assert only(loose, person).blockers
    profile = make_profiler().offer(loose)
    assert loosened(profile) == frozenset()
    assert all(each.why.endswith(".") for each in imposed_by_law(profile))


def test_what_the_employer_delivers_or_only_wishes_is_no_law() -> None:
    asked = (*make_offer().licences, LicenceAsk("permis_B", "permis B", Necessity.WISHED))
    assert imposed_by_law(make_profiler().offer(make_offer(licences=asked))) == ()
    required = (LicenceAsk("DEAES", "DEAES", Necessity.REQUIRED),)
    assert imposed_by_law(make_profiler().offer(make_offer(licences=required))) == ()


def test_a_loosened_gate_has_no_change_to_offer() -> None:
    crowd = [make_candidate(f"C-{n}", credentials=()) for n in range(4)]
    engine, settings = packaged_engine(), packaged_settings()

    def themes(offer: OfferFacts) -> set[str]:
        return {r.theme.value for r in relaxations(near_of(scored(offer, crowd), engine), settings)}

    assert "titres" in themes(make_offer())
    for force in (Force.WEIGHS, Force.TOLD):
        left = themes(wanting(Gate.CREDENTIAL, force))
        assert "titres" not in left
        assert "horaires" in left or "trajet" in left


def test_the_head_of_a_long_list_is_that_of_the_whole_list() -> None:
    offer = replace(
        make_offer(**ENGLISH), forces={Gate.TRAVEL: Force.TOLD, Gate.LANGUAGE: Force.WEIGHS}
    )
    whole = scored(offer, people())
    engine = packaged_engine()
    found = head(whole.comparison, engine, 20)
    assert entries(found.scores, engine, found.rows.tolist()) == entries(
        whole, engine, order(whole)[:20].tolist()
    )
