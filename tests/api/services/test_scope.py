"""Whom and what each role sees, a colleague's absence included."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from api.services.decisions import (
    UNSEEN_VERSION,
    Reason,
    Target,
    discard,
    keep,
    take_back,
)
from api.services.delegations import NewDelegation, delegate, end_delegation, standing
from api.services.scope import (
    NotYourOfferError,
    candidates_visible,
    introductions_visible,
    offers_visible,
    stood_in_for,
)
from ingestion.normalise import squash
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.errors import InputRefusedError, NotFoundError, RoleRefusedError
from models.introductions import Introduction
from models.moves import SYSTEM, suggest
from models.names import PlainName, plain_name
from models.offers import Offer
from models.people import User
from models.vocabulary import DiscardMotive, Domain, IntroductionState, Role
from tests.factories import make_candidate, make_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def followed(session: Session, caseworker: str | None) -> Candidate:
    candidate = make_candidate()
    session.add(candidate)
    session.flush()
    session.add(CandidateFollow(candidate_id=candidate.id, caseworker=caseworker))
    session.flush()
    return candidate


def seen(session: Session, user: User, *absent: User) -> set[int]:
    return set(session.scalars(select(Candidate.id).where(candidates_visible(user, *absent))))


def introduced(session: Session, offer: Offer, candidate: Candidate) -> Introduction:
    return suggest(session, (offer.id, candidate.id), SYSTEM, NOW)


@pytest.mark.parametrize(
    "name",
    ["Élodie Ça-Va", "  ÉLODIE   CA VA ", "elodie ça’va", "Œuvre Noël", "D'Hondt J.-P.", ""],
)
def test_the_base_reads_a_name_as_the_code_does(session: Session, name: str) -> None:
    found = session.scalar(select(PlainName(literal(name))))
    assert found == plain_name(name) == squash(name)


def test_a_caseworker_sees_their_own_people_however_the_file_writes_them(
    session: Session,
) -> None:
    claire = make_user(Role.CASEWORKER, name="Élodie Vandaele-Petit")
    session.add(claire)
    mine = {
        followed(session, name).id for name in ("ÉLODIE VANDAELE PETIT", "Elodie Vandaele-Petit")
    }
    others = {followed(session, name).id for name in ("Élodie Vandaele", None)}
    assert seen(session, claire) == mine
    for role in (Role.ADVISOR, Role.MANAGER):
        assert seen(session, make_user(role)) >= mine | others
    for role in (Role.OFFICER, Role.OFFICE, Role.AGENCY, Role.ADMIN):
        assert seen(session, make_user(role)) == set()


def test_an_advisor_sees_the_introductions_of_their_domains(session: Session) -> None:
    advisor = make_user(Role.ADVISOR, domains=[Domain.CATERING.value])
    caseworker = make_user(Role.CASEWORKER, name="Paule Deram")
    officer = make_user(Role.OFFICER)
    cook, driver = make_offer(domain=Domain.CATERING), make_offer(domain=Domain.TRANSPORT)
    session.add_all([advisor, caseworker, officer, cook, driver])
    session.flush()
    person = followed(session, "Paule Deram")
    here, there = introduced(session, cook, person), introduced(session, driver, person)

    def visible(user: User, *absent: User) -> set[int]:
        wanted = select(Introduction.id).where(introductions_visible(user, *absent))
        return set(session.scalars(wanted)) & {here.id, there.id}

    assert visible(advisor) == {here.id}
    assert visible(caseworker) == {here.id, there.id}
    assert visible(make_user(Role.MANAGER)) == {here.id, there.id}
    assert visible(officer) == set()
    here.state, here.agreed_on = IntroductionState.AGREED, TODAY
    session.flush()
    assert visible(officer) == {here.id}
    assert visible(make_user(Role.AGENCY)) == set()
    offers = select(Offer.id).where(offers_visible(advisor))
    assert set(session.scalars(offers)) & {cook.id, driver.id} == {cook.id}


def test_an_advisor_decides_on_the_offers_of_their_domains_and_of_whom_they_stand_in_for(
    session: Session,
) -> None:
    manager = make_user(Role.MANAGER)
    cook = make_user(Role.ADVISOR, domains=[Domain.CATERING.value])
    driver = make_user(Role.ADVISOR, domains=[Domain.TRANSPORT.value])
    offer = make_offer(domain=Domain.TRANSPORT, expires_on=date(2100, 1, 1))
    session.add_all([manager, cook, driver, offer])
    session.flush()
    people = [followed(session, None) for _ in range(3)]
    targets = [Target(offer, each.id, UNSEEN_VERSION) for each in people]
    motive = Reason(DiscardMotive.OTHER)
    with pytest.raises(NotYourOfferError):
        keep(session, cook, targets[0], "", NOW)
    with pytest.raises(NotYourOfferError):
        discard(session, cook, targets[0], motive, NOW)
    made = discard(session, driver, targets[0], motive, NOW)
    with pytest.raises(NotYourOfferError):
        take_back(session, cook, Target(offer, people[0].id, made.version), NOW)
    keep(session, manager, targets[1], "", NOW)
    delegate(session, manager, NewDelegation(str(driver.key), str(cook.key), TODAY, TODAY), NOW)
    keep(session, cook, targets[2], "", NOW)


def test_standing_in_lasts_from_day_to_day_and_is_taken_back(session: Session) -> None:
    manager = make_user(Role.MANAGER)
    away, there = make_user(Role.CASEWORKER, name="Away"), make_user(Role.CASEWORKER, name="There")
    session.add_all([manager, away, there])
    session.flush()
    person = followed(session, "Away")
    new = NewDelegation(str(away.key), str(there.key), TODAY, TODAY + timedelta(days=4))
    made = delegate(session, manager, new, NOW)
    for day, holds in ((-1, False), (0, True), (4, True), (5, False)):
        absent = stood_in_for(session, there, TODAY + timedelta(days=day))
        assert bool(absent) is holds
        assert (person.id in seen(session, there, *absent)) is holds
    assert [each.id for each in standing(session, TODAY)] == [made.id]
    end_delegation(session, manager, str(made.key), NOW)
    assert stood_in_for(session, there, TODAY) == []
    assert list(standing(session, TODAY)) == []


@pytest.mark.parametrize(
    ("leaves", "holds"), [({}, True), ({"is_active": False}, False), ({"role": Role.OFFICE}, False)]
)
def test_standing_in_ends_with_the_account_or_the_role_of_who_is_away(
    leaves: dict[str, object], holds: bool, session: Session
) -> None:
    manager = make_user(Role.MANAGER)
    away, there = make_user(Role.CASEWORKER, name="Away"), make_user(Role.CASEWORKER, name="There")
    session.add_all([manager, away, there])
    session.flush()
    person = followed(session, "Away")
    new = NewDelegation(str(away.key), str(there.key), TODAY, TODAY)
    delegate(session, manager, new, NOW)
    for name, value in leaves.items():
        setattr(away, name, value)
    session.flush()
    absent = stood_in_for(session, there, TODAY)
    assert [each.id for each in absent] == ([away.id] if holds else [])
    assert (person.id in seen(session, there, *absent)) is holds


def test_a_delegation_that_makes_no_sense_is_refused(session: Session) -> None:
    manager, advisor = make_user(Role.MANAGER), make_user(Role.ADVISOR)
    other, caseworker = make_user(Role.ADVISOR), make_user(Role.CASEWORKER)
    session.add_all([manager, advisor, other, caseworker])
    session.flush()

    def give(frm: User, to: User, first: date, last: date, by: User = manager) -> None:
        delegate(session, by, NewDelegation(str(frm.key), str(to.key), first, last), NOW)

    week = TODAY + timedelta(days=7)
    for frm, to, first, last in (
        (advisor, advisor, TODAY, week),
        (advisor, caseworker, TODAY, week),
        (advisor, other, week, TODAY),
        (advisor, other, TODAY - timedelta(days=9), TODAY - timedelta(days=1)),
        (advisor, other, TODAY, TODAY + timedelta(days=92)),
    ):
        with pytest.raises(InputRefusedError):
            give(frm, to, first, last)
    with pytest.raises(RoleRefusedError):
        give(advisor, other, TODAY, week, by=advisor)
    with pytest.raises(NotFoundError):
        delegate(session, manager, NewDelegation("x", str(other.key), TODAY, week), NOW)
