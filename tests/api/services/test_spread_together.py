"""All the lists made together while others work: nothing of theirs is lost, nor of the run."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services import spread
from api.services.shortlists import current_shortlist, refresh_shortlist
from api.services.spread import Begin, match_all
from api.services.spread_openings import opening_ranks
from models.candidates import Candidate
from models.database import transaction
from models.introductions import Introduction
from models.offers import Offer
from models.spread import Prospect, ShortlistOpening
from models.vocabulary import IntroductionState, OfferState
from tests.api.services.test_spread import (
    NOW,
    RULES,
    TODAY,
    fresh_matcher,
    ids_of,
    load,
    open_offer,
    picker,
)
from tests.factories import make_user

RANKING, OPENING, KEEPING = 2, 3, 4
"""Which transaction of a small run makes the lists, which one reads what was proposed, and which
one writes who opens them together."""


@pytest.fixture(autouse=True)
def one_transaction_for_all_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine, so that transactions can be counted."""
    monkeypatch.setattr(spread, "MOST_HELD_S", 600.0)


@pytest.fixture
def programme(factory: sessionmaker[Session]) -> sessionmaker[Session]:
    """Five open offers and thirty people who fit."""
    with transaction(factory) as session:
        load(session, [picker(f"P-{number:04d}") for number in range(30)])
        for number in range(5):
            open_offer(session, number)
    return factory


def meanwhile(factory: sessionmaker[Session], place: int, act: Callable[[], None]) -> Begin:
    """Transactions, before one of which somebody else does something."""
    numbers = iter(range(1, 100))

    def begin() -> AbstractContextManager[Session]:
        if next(numbers) == place:
            act()
        return transaction(factory)

    return begin


def offers_of(session: Session) -> list[Offer]:
    return list(session.scalars(select(Offer).order_by(Offer.id)))


def who_opens(session: Session, offer: Offer) -> set[int]:
    shortlist = current_shortlist(session, offer)
    assert shortlist is not None
    rows = select(ShortlistOpening.candidate_id).where(
        ShortlistOpening.shortlist_id == shortlist.id, ShortlistOpening.place.is_not(None)
    )
    return set(session.scalars(rows))


def decide(session: Session, offer: Offer, person: int, state: IntroductionState) -> None:
    user = make_user()
    session.add(user)
    session.flush()
    kept_by = user.id if state is IntroductionState.KEPT else None
    session.add(
        Introduction(
            offer_id=offer.id,
            candidate_id=person,
            state=state,
            kept_by_id=kept_by,
            created_at=NOW,
        )
    )
    session.flush()


def test_people_who_come_during_the_run_open_lists_with_the_others(
    programme: sessionmaker[Session],
) -> None:
    def somebody_comes() -> None:
        with transaction(programme) as session:
            load(session, [picker("P-0000-B")])

    report = match_all(meanwhile(programme, RANKING, somebody_comes), fresh_matcher(), NOW)
    assert report.opened == 50
    with programme() as session:
        assert any(ids_of(session)["P-0000-B"] in who_opens(session, o) for o in offers_of(session))


@pytest.mark.parametrize("place", [OPENING, KEEPING])
def test_an_offer_closed_during_the_run_takes_nobodys_places(
    programme: sessionmaker[Session], place: int
) -> None:
    def somebody_closes() -> None:
        with transaction(programme) as session:
            offers_of(session)[0].state = OfferState.CANCELLED

    report = match_all(meanwhile(programme, place, somebody_closes), fresh_matcher(), NOW)
    assert (report.offers, report.opened) == (5, 40)


def test_a_list_made_again_during_the_run_keeps_its_own_opening(
    programme: sessionmaker[Session],
) -> None:
    def somebody_ranks() -> None:
        with transaction(programme) as session:
            refresh_shortlist(session, offers_of(session)[0], TODAY, fresh_matcher())

    match_all(meanwhile(programme, OPENING, somebody_ranks), fresh_matcher(), NOW)
    with programme() as session:
        assert [len(who_opens(session, offer)) for offer in offers_of(session)] == [10] * 5


def test_lists_made_in_a_transaction_each_are_all_made_and_opened(
    programme: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread, "MOST_HELD_S", 0.0)
    done: list[int] = []
    begin = meanwhile(programme, RANKING + 5, lambda: done.append(1))
    report = match_all(begin, fresh_matcher(), NOW)
    assert (report.offers, report.opened, report.persons) == (5, 50, 30)
    assert done == [1]


def test_a_run_that_is_stopped_leaves_each_list_with_an_opening(
    programme: sessionmaker[Session],
) -> None:
    def somebody_stops() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        match_all(meanwhile(programme, OPENING, somebody_stops), fresh_matcher(), NOW)
    with programme() as session:
        assert [len(who_opens(session, offer)) for offer in offers_of(session)] == [10] * 5


def test_two_runs_that_end_at_once_leave_the_prospects_of_one(
    programme: sessionmaker[Session],
) -> None:
    waiting = threading.Event()
    failures: list[BaseException] = []

    def second() -> None:
        try:
            match_all(lambda: transaction(programme), fresh_matcher(), NOW)
        except BaseException as error:  # a thread would lose it
            failures.append(error)

    thread = threading.Thread(target=second)

    @contextmanager
    def last_one_waits() -> Iterator[Session]:
        with transaction(programme) as session:
            yield session
            if is_last.pop():
                thread.start()
                waiting.wait(1.0)  # the second run comes to its own end, or to our lock

    is_last = [True, False, False, False]
    match_all(last_one_waits, fresh_matcher(), NOW)
    thread.join()
    assert failures == []
    with programme() as session:
        assert len(session.scalars(select(Prospect)).all()) == 30


def test_who_is_put_forward_enough_opens_no_other_list(programme: sessionmaker[Session]) -> None:
    with transaction(programme) as session:
        busy = ids_of(session)["P-0000"]
        offers = offers_of(session)
        for offer in offers[: RULES.live_proposals]:
            decide(session, offer, busy, IntroductionState.KEPT)
    match_all(lambda: transaction(programme), fresh_matcher(), NOW)
    with programme() as session:
        assert not any(busy in who_opens(session, offer) for offer in offers_of(session))


@pytest.mark.parametrize("state", [IntroductionState.KEPT, IntroductionState.DISCARDED])
def test_who_was_decided_on_leaves_the_opening_to_others(
    session: Session, state: IntroductionState
) -> None:
    load(session, [picker(f"P-{number:04d}") for number in range(12)])
    offer = open_offer(session)
    first = refresh_shortlist(session, offer, TODAY, fresh_matcher())
    assert opening_ranks(session, first) == list(range(1, 11))
    person = session.scalars(select(Candidate.id).where(Candidate.identifier == "P-0000")).one()
    assert person in who_opens(session, offer)
    decide(session, offer, person, state)
    again = refresh_shortlist(session, offer, TODAY, fresh_matcher())
    assert person not in who_opens(session, offer)
    assert opening_ranks(session, again) == list(range(2, 12))
