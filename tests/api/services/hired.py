"""People put forward, agreed and sent, one line each, through the real moves."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.services.contracts_terms import ContractTerms
from models.candidates import Candidate
from models.contract_lists import ContractKind
from models.days import day_of
from models.introductions import Introduction
from models.motives import AgreementChannel
from models.moves import Actor, Step, move, suggest
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, Role
from tests.factories import make_candidate, make_offer, make_user

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = day_of(AT)
DAY = timedelta(days=1)


@dataclass
class Team:
    """Who is there, in the base."""

    officer: User
    advisor: User
    caseworker: User
    manager: User


def make_team(session: Session) -> Team:
    """One person of each role who follows people at work."""
    roles = (Role.OFFICER, Role.ADVISOR, Role.CASEWORKER, Role.MANAGER)
    team = Team(*(make_user(role) for role in roles))
    session.add_all([team.officer, team.advisor, team.caseworker, team.manager])
    session.flush()
    return team


def an_offer(session: Session, team: Team, **values: Any) -> Offer:
    """An open offer that the officer negotiated."""
    defaults = {
        "collected_by_id": team.officer.id,
        "employer_name": "Verrerie du Large",
        "weekly_hours": 35.0,
    }
    offer = make_offer(**defaults | values)
    session.add(offer)
    session.flush()
    return offer


def a_person(session: Session) -> Candidate:
    """Somebody who is looking for work."""
    candidate = make_candidate()
    session.add(candidate)
    session.flush()
    return candidate


def kept(
    session: Session, team: Team, offer: Offer, candidate: Candidate, at: datetime = AT
) -> Introduction:
    """An introduction that the advisor keeps."""
    actor = Actor(team.advisor.id, team.advisor.role)
    introduction = suggest(session, (offer.id, candidate.id), actor, at)
    move(session, introduction, Step(IntroductionAction.KEEP), actor, at)
    return introduction


def sent(
    session: Session, team: Team, offer: Offer, candidate: Candidate, at: datetime = AT
) -> Introduction:
    """An introduction that was proposed, agreed to and sent to the employer."""
    introduction = kept(session, team, offer, candidate, at)
    actor = Actor(team.advisor.id, team.advisor.role)
    agree = Step(IntroductionAction.AGREE, on=day_of(at), channel=AgreementChannel.PHONE)
    for step in (Step(IntroductionAction.PROPOSE), agree, Step(IntroductionAction.DISPATCH)):
        move(session, introduction, step, actor, at)
    return introduction


def terms(
    kind: ContractKind = ContractKind.CDI, start: date = TODAY, **values: Any
) -> ContractTerms:
    """Terms of 35 hours at the glassworks from today on."""
    defaults = {
        "kind": kind,
        "start_on": start,
        "employer_name": "Verrerie du Large",
        "job_title": "opérateur",
        "weekly_hours": 35.0,
    }
    return ContractTerms(**defaults | values)


def actor(user: User) -> Actor:
    """The user as the tables of transitions know them."""
    return Actor(user.id, user.role)
