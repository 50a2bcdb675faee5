"""The offers of a person say what the lists of the offers say of them, and keep up with both."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.services.learning_weights import Emphasis, prefer
from api.services.offers_for import OffersFor, listed, near_offers_for, offers_for
from api.services.offers_sides import side_of
from api.services.shortlists import brief_shortlist, ranked_entries, refresh_shortlist
from matching.bands import ORDER
from matching.directions import Facing
from matching.shortlist import Entry
from models.candidates import Candidate
from models.errors import TransitionRefusedError
from models.vocabulary import Band, Criterion, OfferState, Role
from tests.api.services.people_and_offers import (
    NOW,
    TODAY,
    every_offer,
    everybody,
    fill,
    fresh_matcher,
)
from tests.factories import make_user


def told(entry: Entry) -> tuple[object, ...]:
    """Everything that a row says but for its rank and its numbers."""
    reasons = {name: (each.reason, each.known) for name, each in entry.contributions.items()}
    return (entry.band, entry.eligible, reasons, entry.blockers, entry.unknowns)


def numbers(entry: Entry) -> list[float]:
    """Everything that a row counts."""
    parts = [(each.score, each.weight, each.points) for each in entry.contributions.values()]
    return [entry.score, *entry.subtotals.values(), *(each for part in parts for each in part)]


def test_every_pair_reads_the_same_from_the_offer_and_from_the_person(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=12, posts=10)
    matcher, people, offers = fresh_matcher(), everybody(session), every_offer(session)
    advisor = make_user(Role.ADVISOR)
    session.add(advisor)
    session.flush()
    emphases = dict.fromkeys(Criterion, Emphasis.SAME) | {Criterion.SKILLS: Emphasis.MORE}
    prefer(session, offers[0], advisor, emphases, matcher.ranker.engine, NOW)
    lists = {
        offer.reference: {entry.candidate: entry for entry in listing}
        for offer in offers
        for listing in [ranked_entries(session, offer, TODAY, matcher)]
    }
    for candidate in people:
        side = side_of(session, candidate, TODAY, matcher)
        standings = {each.offer: each for each in offers_for(side).found}
        assert set(standings) == set(lists)
        for offer in offers:
            in_list = lists[offer.reference][candidate.identifier]
            entry, standing = side.entry(offer), standings[offer.reference]
            assert told(entry) == told(in_list)
            assert numbers(entry) == numbers(in_list)
            assert (standing.band, standing.eligible) == (in_list.band, in_list.eligible)
            assert standing.score == entry.score


def test_bands_come_in_their_order_and_the_score_inside_a_band(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=6, posts=12)
    side = side_of(session, everybody(session)[0], TODAY, fresh_matcher())
    found = offers_for(side)
    keys = [(ORDER.index(each.band), -each.score) for each in found.found]
    assert (found.open, found.left) == (12, 0)
    assert keys == sorted(keys)
    assert all(each.eligible and each.band is not Band.REMOTE for each in found.feasible)


def test_a_page_that_counts_the_last_group_shows_and_counts_as_if_it_had_scored_it(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=8, posts=12)
    matcher, far = fresh_matcher(), 0
    for candidate in everybody(session):
        near = near_offers_for(side_of(session, candidate, TODAY, matcher))
        whole = offers_for(side_of(session, candidate, TODAY, fresh_matcher()))
        assert _above_the_last(near) == _above_the_last(whole)
        assert near.feasible == whole.feasible
        assert [near.total(each) for each in Band] == [whole.total(each) for each in Band]
        assert (near.open, near.left, near.ids) == (12, 0, whole.ids)
        far += near.far
    assert far > 30


def test_an_offer_that_comes_within_reach_or_closes_is_told_at_once(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=8, posts=12)
    matcher, offers = fresh_matcher(), every_offer(session)

    def shown(candidate: Candidate) -> list[str]:
        side = side_of(session, candidate, TODAY, matcher)
        return [each.offer for each in _above_the_last(near_offers_for(side))]

    candidate, before = next((each, found) for each in everybody(session) if (found := shown(each)))
    near = next(each for each in offers if each.reference == before[0])
    other = next(each for each in offers if each.reference not in before)
    other.parsed, other.version = {**near.parsed}, other.version + 1
    session.flush()
    assert other.reference in shown(candidate)
    near.state = OfferState.SUSPENDED
    session.flush()
    assert near.reference not in shown(candidate)


def _above_the_last(found: OffersFor) -> list[Facing]:
    return [each for each in found.found if each.band is not Band.REMOTE]


def test_an_offer_that_changes_or_closes_is_read_again(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, persons=3, posts=4)
    matcher, candidate = fresh_matcher(), everybody(session)[0]
    before = offers_for(side_of(session, candidate, TODAY, matcher))
    changed, closed = every_offer(session)[:2]
    changed.parsed = {**changed.parsed, "title": "Ingénieur nucléaire", "description": ""}
    changed.parsed["occupation"] = {**changed.parsed["occupation"], "rome": None}
    changed.version += 1
    closed.state = OfferState.SUSPENDED
    session.flush()
    after = offers_for(side_of(session, candidate, TODAY, matcher))
    assert before.open == 4
    assert after.open == len(after.found) == 3
    scores = [
        next(each.score for each in found.found if each.offer == changed.reference)
        for found in (before, after)
    ]
    assert scores[0] != scores[1]


def test_without_time_the_likeliest_come_first_and_the_rest_is_said_to_be_left(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=8, posts=8)
    matcher, offers = fresh_matcher(), every_offer(session)
    candidate, shown = next(
        (person, offer)
        for offer in offers
        for entry in ranked_entries(session, offer, TODAY, matcher)
        for person in everybody(session)
        if entry.candidate == person.identifier and entry.band is not Band.REMOTE
    )
    for offer in offers:
        brief_shortlist(session, offer, TODAY, matcher)
    side = side_of(session, candidate, TODAY, matcher)
    assert (offers_for(side, budget=0.0).left, offers_for(side, budget=0.0).open) == (8, 8)
    ranks = listed(session, candidate.id)
    assert ranks[shown.id].ranked == 8
    whole = offers_for(side)
    assert {each.offer for each in whole.found if each.band is not Band.REMOTE} == {
        offer.reference for offer in offers if offer.id in ranks
    }
    assert offers_for(side, budget=0.0).left == 0


def test_what_nobody_had_time_to_read_is_left_not_counted_in_the_last_group(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=2, posts=5)
    side = side_of(session, everybody(session)[0], TODAY, fresh_matcher())
    found = near_offers_for(side, budget=0.0)
    assert (found.open, found.left, found.total(Band.REMOTE)) == (5, 5, 0)
    near_offers_for(side)
    assert near_offers_for(side).left == 0


def test_the_rank_told_is_that_of_the_current_list(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, persons=3, posts=1)
    matcher, (offer,) = fresh_matcher(), every_offer(session)
    refresh_shortlist(session, offer, TODAY - timedelta(days=3), matcher)
    refresh_shortlist(session, offer, TODAY, matcher)
    ranks = [listed(session, person.id)[offer.id] for person in everybody(session)]
    assert sorted(each.rank for each in ranks) == [1, 2, 3]
    assert {each.day for each in ranks} == {TODAY}


def test_a_closed_file_is_compared_with_nothing(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, persons=2, posts=1)
    candidate = everybody(session)[0]
    candidate.is_active = False
    session.flush()
    with pytest.raises(TransitionRefusedError, match="n’est plus actif"):
        side_of(session, candidate, TODAY, fresh_matcher())
