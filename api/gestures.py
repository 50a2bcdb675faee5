"""What most routes begin with: who asks, when, in which transaction, and what the address names.

A route takes `GestureDep`, and beside it what its address leads to, as far as the user may see it:
whoever may not see it is told that it was not found before the form is even read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends
from sqlalchemy.orm import Session

from api.dependencies import NowDep, SessionDep, UserDep
from api.services.contracts_scope import contract_of
from api.services.exits_decisions import exit_of
from api.services.followups import call_of
from api.services.interviews_cases import Case, case_of, case_of_interview
from api.services.introductions import actor_of, introduction_of
from api.services.persons import Person, person_of
from models.contracts import Contract, FollowUp
from models.days import day_of
from models.exits import Exit
from models.interviews import Interview
from models.introductions import Introduction
from models.moves import Actor
from models.people import User


@dataclass(frozen=True, slots=True)
class Gesture:
    """One request: the transaction it runs in, who asks, and the instant."""

    session: Session
    user: User
    at: datetime

    @property
    def today(self) -> date:
        """The day in Paris."""
        return day_of(self.at)

    @property
    def actor(self) -> Actor:
        """The user as the tables of transitions know them."""
        return actor_of(self.user)


def get_gesture(session: SessionDep, user: UserDep, now: NowDep) -> Gesture:
    """The request, as routes need it."""
    return Gesture(session, user, now)


GestureDep = Annotated[Gesture, Depends(get_gesture)]


def get_contract(act: GestureDep, contract_key: str) -> Contract:
    """The contract of the address."""
    return contract_of(act.session, act.user, contract_key, act.today)


def get_call(act: GestureDep, call_key: str) -> FollowUp:
    """The call of the address, with its contract."""
    return call_of(act.session, act.user, call_key, act.today)


def get_exit(act: GestureDep, exit_key: str) -> Exit:
    """The exit of the address, with its pieces and its story."""
    return exit_of(act.session, act.user, exit_key, act.today)


def get_introduction(act: GestureDep, key: str) -> Introduction:
    """The introduction of the address, with its offer and person."""
    return introduction_of(act.session, act.user, key, act.at)


def get_person(act: GestureDep, candidate_key: str) -> Person:
    """The person of the address."""
    return person_of(act.session, act.user, candidate_key)


def get_case(act: GestureDep, key: str) -> Case:
    """The introduction of the address, as level 2 sees it."""
    return case_of(act.session, act.user, key, act.today)


@dataclass(frozen=True, slots=True)
class Meeting:
    """An interview and the introduction it is about."""

    case: Case
    interview: Interview


def get_meeting(act: GestureDep, interview_key: str) -> Meeting:
    """The interview of the address."""
    return Meeting(*case_of_interview(act.session, act.user, interview_key, act.today))


ContractDep = Annotated[Contract, Depends(get_contract)]
CallDep = Annotated[FollowUp, Depends(get_call)]
ExitDep = Annotated[Exit, Depends(get_exit)]
IntroductionDep = Annotated[Introduction, Depends(get_introduction)]
PersonDep = Annotated[Person, Depends(get_person)]
CaseDep = Annotated[Case, Depends(get_case)]
MeetingDep = Annotated[Meeting, Depends(get_meeting)]
