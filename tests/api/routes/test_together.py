"""A long list decided on in one request: seven hundred rows, one motive, taken back at once."""

import time
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.database import transaction
from models.days import day_of
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.vocabulary import (
    DiscardMotive,
    IntroductionAction,
    IntroductionState,
    OfferState,
    Role,
)
from tests.api.routes.world import NAMES, World
from tests.factories import make_candidate

MANY = 700
LONGEST_S = 2.0
"""What one bulk decision may take: of work, as other tests may share the machine."""
MOTIVE = DiscardMotive.MOBILITY


@pytest.fixture
def ticked(world: World) -> list[str]:
    """Boxes of seven hundred people whom nobody has decided on, for the offer of the world."""
    with transaction(world.sessions) as session:
        people: list[Candidate] = [make_candidate() for _ in range(MANY)]
        session.add_all(people)
        session.flush()
        session.add_all(
            CandidateFollow(
                candidate_id=each.id, caseworker=NAMES[Role.CASEWORKER], entered_on=date(2026, 1, 5)
            )
            for each in people
        )
        return [f"{each.key}:1" for each in people]


def states(world: World) -> dict[IntroductionState, int]:
    with world.sessions() as session:
        asked = select(Introduction.state, func.count()).group_by(Introduction.state)
        return {row[0]: row[1] for row in session.execute(asked)}


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.CASEWORKER])
def test_seven_hundred_are_set_aside_in_one_request_and_brought_back(
    role: Role, world: World, ticked: list[str]
) -> None:
    path = f"/offers/{world.offer_key}/ensemble"
    form = {"who": ticked, "action": "discard", "motive": MOTIVE.value}
    with world.browser(role) as client:
        start = time.process_time()
        answer = client.post(path, data=form)
        took = time.process_time() - start
        assert answer.status_code == 303, answer.text
        assert states(world) == {IntroductionState.DISCARDED: MANY}
        with world.sessions() as session:
            events = session.scalars(
                select(IntroductionEvent).where(
                    IntroductionEvent.action == IntroductionAction.DISCARD
                )
            ).all()
            assert {each.motive for each in events} == {MOTIVE.value}
            (batch,) = {each.batch for each in events}
        told = client.get(answer.headers["location"]).text
        assert f"{MANY} personnes" in told
        start = time.process_time()
        assert client.post(f"{path}/annuler", data={"batch": str(batch)}).status_code == 303
        back = time.process_time() - start
        assert states(world) == {IntroductionState.SUGGESTED: MANY}
        print(took, back)
        assert took < LONGEST_S
        assert back < LONGEST_S


def test_one_request_has_its_limit(world: World, ticked: list[str]) -> None:
    path = f"/offers/{world.offer_key}/ensemble"
    with world.browser(Role.ADVISOR) as client:
        for form in (
            {"who": ticked + ticked[:201], "action": "discard", "motive": MOTIVE.value},
            {"who": ticked, "action": "discard"},
        ):
            assert client.post(path, data=form).status_code == 422
    assert states(world) == {}


@pytest.mark.parametrize("action", ["keep", "discard"])
def test_who_left_the_pool_is_told_and_the_others_are_decided_on(
    action: str, world: World, ticked: list[str]
) -> None:
    with transaction(world.sessions) as session:
        gone = session.scalars(
            select(Candidate).where(Candidate.key == UUID(ticked[0].partition(":")[0]))
        ).one()
        gone.is_active = False
    form = {"who": ticked[:3], "action": action, "motive": MOTIVE.value, "note": "vue mardi"}
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(f"/offers/{world.offer_key}/ensemble", data=form)
        assert answer.status_code == 303, answer.text
        assert str(gone.key) in answer.headers["location"]  # named on the page as not reached
        alone = client.post(
            f"/offers/{world.offer_key}/candidates/{gone.key}/keep", data={"version": "1"}
        )
        assert alone.status_code == 409  # as one row says it
    with world.sessions() as session:
        reached = session.scalars(select(Introduction.candidate_id)).all()
    assert len(reached) == 2
    assert gone.id not in reached


def test_a_decision_that_is_refused_leaves_nothing_behind(world: World, ticked: list[str]) -> None:
    """An offer over since yesterday, that no night closed yet."""
    with transaction(world.sessions) as session:
        offer = session.scalars(select(Offer)).one()
        assert offer.state is OfferState.OPEN
        offer.expires_on = day_of(datetime.now(UTC)) - timedelta(days=1)
    form = {"who": ticked[:3], "action": "keep", "note": "vus mardi"}
    with world.browser(Role.ADVISOR) as client:
        client.post(f"/offers/{world.offer_key}/ensemble", data=form)
    assert states(world) == {}
    with world.sessions() as session:
        assert session.scalars(select(IntroductionEvent)).all() == []
