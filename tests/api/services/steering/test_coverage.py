"""Offers without candidates and people without offers, with what keeps them apart."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.services.steering.coverage import Cause, coverage
from models.offers import Offer
from models.shortlists import Shortlist, ShortlistEntry
from models.spread import Prospect
from models.vocabulary import Band, Gate, OfferState
from tests.api.services.steering.stories import opened_offer, people

DAY = date(2026, 10, 5)


def listed(session: Session, offer: Offer, counts: dict[Band, int], *blockers: Gate) -> None:
    """A list with these bands; each blocker holds back one person of the trade."""
    held = people(session, len(blockers))
    shortlist = Shortlist(
        offer_id=offer.id,
        engine_name="candidatheque",
        engine_version="1.0",
        weights={},
        data_date=DAY,
        band_counts={band.value: count for band, count in counts.items()},
        entries=[
            ShortlistEntry(
                rank=place + 1,
                candidate_id=person.id,
                score=0.5,
                band=Band.WITH_LEVER,
                is_eligible=False,
                contributions={},
                subtotals={},
                blockers=[{"criterion": gate.value, "reason": "", "lever": "un levier"}],
                unknowns=[],
            )
            for place, (person, gate) in enumerate(zip(held, blockers, strict=True))
        ],
    )
    session.add(shortlist)
    session.flush()


def test_an_offer_for_which_nobody_is_right_says_what_holds_them_back(session: Session) -> None:
    bare = opened_offer(session, title="Soudeur")
    listed(
        session,
        bare,
        {Band.WITH_LEVER: 3, Band.REMOTE: 40},
        Gate.CREDENTIAL,
        Gate.CREDENTIAL,
        Gate.TRAVEL,
    )
    nobody = opened_offer(session, title="Scaphandrier")
    listed(session, nobody, {Band.REMOTE: 43})
    served = opened_offer(session)
    listed(session, served, {Band.TO_CHECK: 1, Band.WITH_LEVER: 1}, Gate.SCHEDULE)
    over = opened_offer(session, state=OfferState.SUSPENDED)
    listed(session, over, {Band.REMOTE: 43})

    found = coverage(session)

    assert found.open_offers == 3
    assert [offer.title for offer in found.bare] == ["Soudeur", "Scaphandrier"]
    assert found.bare[0].near == 3
    assert found.bare[0].causes == (Cause(Gate.CREDENTIAL, 2), Cause(Gate.TRAVEL, 1))
    assert found.bare[1].causes == ()
    assert found.offer_causes == (Cause(Gate.CREDENTIAL, 1), Cause(Gate.TRAVEL, 1))


def test_the_list_that_counts_is_the_last_one(session: Session) -> None:
    offer = opened_offer(session)
    listed(session, offer, {Band.REMOTE: 43})
    listed(session, offer, {Band.SUITABLE: 2})

    assert coverage(session).bare == ()


def test_people_without_an_offer_are_counted_by_what_keeps_them(session: Session) -> None:
    held: dict[str, Any] = {"horaires": {"offers": 2, "reason": "", "lever": None}}
    stories = [(2, 0, {}), (0, 3, held), (0, 1, held | {"trajet": {"offers": 1}}), (0, 0, {})]
    *active, left = people(session, 5)
    left.is_active = False
    for person, (suitable, blocked, gates) in zip(active, stories, strict=True):
        session.add(prospect(person.id, suitable, blocked, gates))
    session.add(prospect(left.id, 0, 0, {}))
    session.flush()

    found = coverage(session)

    assert (found.compared, found.people, found.no_trade) == (4, 3, 1)
    assert found.people_causes == (Cause(Gate.SCHEDULE, 2), Cause(Gate.TRAVEL, 1))


def test_nothing_compared_is_unknown_not_zero(session: Session) -> None:
    found = coverage(session)

    assert (found.compared, found.compared_at) == (0, None)


def prospect(person: int, suitable: int, blocked: int, gates: dict[str, Any]) -> Prospect:
    return Prospect(
        candidate_id=person,
        data_date=DAY,
        offers=10,
        suitable=suitable,
        blocked=blocked,
        gates=gates,
    )
