"""An immersion that went well counts: on the sheet with its days, and in the ranking as lived."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.person_facts import PRACTISED, facts_of
from api.services.candidates import whole_records
from api.services.contracts_steps import NewStep, StepResult, conclude_step, plan_step
from api.services.offers_sides import side_of
from api.services.shortlists import Matcher
from matching.shortlist import Entry
from models.candidates import Candidate, CandidateExperience
from models.contract_lists import PreHireKind, PreHireResult
from models.introductions import Introduction
from models.offers import Offer, OfferRequirement, RequirementKind
from models.people import User
from models.vocabulary import Criterion, IntroductionState, Role
from tests.api.services.people_and_offers import (
    NOW,
    TODAY,
    every_offer,
    everybody,
    fill,
    fresh_matcher,
)
from tests.factories import make_user

FIRST, LAST = date(2026, 9, 2), date(2026, 10, 31)
PERSONS, POSTS = 6, 12


def entries(session: Session, person: Candidate, matcher: Matcher) -> Mapping[int, Entry]:
    side = side_of(session, person, TODAY, matcher)
    return {offer.id: side.entry(offer) for offer in every_offer(session)}


def practise(
    session: Session, person: Candidate, offer: Offer, user: User, result: PreHireResult
) -> None:
    introduction = Introduction(
        offer_id=offer.id,
        candidate_id=person.id,
        state=IntroductionState.AGREED,
        agreed_on=TODAY,
        agreement_by_id=user.id,
    )
    session.add(introduction)
    session.flush()
    step = plan_step(session, introduction, NewStep(PreHireKind.PMSMP, FIRST, LAST), user, NOW)
    conclude_step(session, introduction, str(step.key), StepResult(result), user, NOW)


def lived(entry: Entry) -> float:
    return entry.contributions[Criterion.EXPERIENCE].score


def remotest(session: Session, found: Mapping[int, Entry]) -> Offer:
    """The offer that asks for experience, or names skills, and that says least to the person."""
    asking = select(OfferRequirement.offer_id).where(OfferRequirement.kind == RequirementKind.SKILL)
    ids = set(session.scalars(asking)) & set(found)
    return session.get_one(Offer, min(ids, key=lambda id_: found[id_].score))


@pytest.mark.parametrize("is_listed", [True, False])
def test_a_success_raises_the_trade_practised_and_lowers_nothing(
    is_listed: bool, session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=PERSONS, posts=POSTS)
    user = make_user(Role.ADVISOR)
    session.add(user)
    listed = set(session.scalars(select(CandidateExperience.candidate_id)))
    person = next(each for each in everybody(session) if each.id in listed)
    if not is_listed:
        gone = CandidateExperience.candidate_id == person.id
        session.execute(delete(CandidateExperience).where(gone))
    matcher = fresh_matcher()
    before = entries(session, person, matcher)
    file = next(each for each in whole_records(session) if each.identifier == person.identifier)
    offer = remotest(session, before)
    practise(session, person, offer, user, PreHireResult.PASSED)
    after = entries(session, person, matcher)
    assert after[offer.id].score > before[offer.id].score + 0.01
    for id_, entry in after.items():
        assert entry.score >= before[id_].score - 1e-9, session.get_one(Offer, id_).title
        assert lived(entry) >= lived(before[id_]) - 1e-9
        known = entry.contributions[Criterion.EXPERIENCE].known
        assert known == before[id_].contributions[Criterion.EXPERIENCE].known
    # the sheet tells it with its days; the file, and what is exported of it, stay as they were
    (words,) = next(each for each in facts_of(session, person.id) if each.label == PRACTISED).words
    assert words.startswith(f"PMSMP (immersion) « {offer.title} », du 2 septembre 2026 au 31 oct")
    assert file in list(whole_records(session))


def test_a_step_that_went_badly_or_is_taken_back_counts_for_nothing(
    session: Session, tmp_path: Path
) -> None:
    fill(session, tmp_path, persons=PERSONS, posts=POSTS)
    user = make_user(Role.ADVISOR)
    session.add(user)
    person, matcher = everybody(session)[0], fresh_matcher()
    before = entries(session, person, matcher)
    offer = remotest(session, before)
    practise(session, person, offer, user, PreHireResult.FAILED)
    assert entries(session, person, matcher) == before
    assert PRACTISED not in {each.label for each in facts_of(session, person.id)}


def test_months_on_the_post_are_months_lived_in_the_trade(session: Session, tmp_path: Path) -> None:
    fill(session, tmp_path, persons=PERSONS, posts=POSTS)
    user = make_user(Role.ADVISOR)
    session.add(user)
    listed = set(session.scalars(select(CandidateExperience.candidate_id)))
    person = next(each for each in everybody(session) if each.id in listed)
    matcher = fresh_matcher()
    before = entries(session, person, matcher)
    raised = []
    for offer in every_offer(session):
        with session.begin_nested() as trial:
            practise(session, person, offer, user, PreHireResult.PASSED)
            after = entries(session, person, matcher)[offer.id]
            raised.append(lived(after) > lived(before[offer.id]))
            trial.rollback()
    assert any(raised)
    assert entries(session, person, matcher) == before
