"""What offers hold for each person, list after list."""

from datetime import date

from matching.allocation.prospects import Tally
from matching.engine import packaged_engine
from matching.profiles import CredentialFact, ProjectFact
from models.vocabulary import CredentialState, Gate
from tests.matching.factories import make_candidate, make_offer, scored

PEOPLE = [
    make_candidate("best"),
    make_candidate("second", projects=(ProjectFact("Cariste", "N1101", False, None),)),
    make_candidate(
        "expired", credentials=(CredentialFact("CACES_R489_3", CredentialState.EXPIRED, None),)
    ),
    make_candidate(
        "other", projects=(ProjectFact("Coiffeuse", "D1202", True, date(2026, 1, 5)),),
        experiences=(), skills=(),
    ),
]  # fmt: skip


def test_lists_add_up_what_suits_and_what_keeps_away() -> None:
    tally = Tally(tuple(person.key for person in PEOPLE))
    engine = packaged_engine()
    for number in range(3):
        tally.add(scored(make_offer(f"O-{number}"), PEOPLE), engine)
    best, second, expired, other = tally.prospects()
    assert tally.offers == 3
    assert (best.suitable, best.blocked, best.best_rank) == (3, 0, 1)
    assert (second.suitable, second.best_rank) == (3, 2)
    assert (expired.suitable, expired.blocked, expired.best_rank) == (0, 3, None)
    gate = expired.gates[0]
    assert (gate.gate, gate.offers) == (Gate.CREDENTIAL, 3)
    assert gate.reason
    assert gate.lever
    assert (other.suitable, other.blocked, other.gates) == (0, 0, ())


def test_an_offer_that_all_suit_keeps_nobody_away() -> None:
    tally = Tally(tuple(person.key for person in PEOPLE))
    tally.add(scored(make_offer(licences=()), PEOPLE), packaged_engine())
    found = {each.candidate: each for each in tally.prospects()}
    assert found["expired"].suitable == 1
    assert not any(each.blocked for each in found.values())
