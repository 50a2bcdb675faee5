"""Offers and people that went some way, written straight into the base."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from models.candidates import Candidate
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract
from models.dispatch_lists import AnswerChannel, CardAnswer, DispatchState
from models.dispatches import Dispatch, DispatchCard
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, Role
from tests.factories import make_candidate, make_offer, make_user

OPENED = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
A = IntroductionAction
_PATH = (A.SUGGEST, A.KEEP, A.PROPOSE, A.AGREE, A.SUBMIT, A.VALIDATE, A.DISPATCH)


def somebody(session: Session) -> User:
    """Whoever acts in these stories."""
    user = make_user(Role.ADVISOR)
    session.add(user)
    session.flush()
    return user


def opened_offer(session: Session, at: datetime = OPENED, **values: object) -> Offer:
    offer = make_offer(opened_at=at, **values)
    session.add(offer)
    session.flush()
    return offer


def people(session: Session, count: int) -> list[Candidate]:
    found = [make_candidate() for _ in range(count)]
    session.add_all(found)
    session.flush()
    return found


def introduced(
    session: Session,
    offer: Offer,
    persons: Sequence[Candidate],
    last: IntroductionAction = A.SUGGEST,
    at: datetime = OPENED,
) -> list[Introduction]:
    """Introductions that went from the suggestion to `last`, an hour a step."""
    made = [Introduction(offer_id=offer.id, candidate_id=person.id) for person in persons]
    session.add_all(made)
    session.flush()
    path = _PATH[: _PATH.index(last) + 1]
    session.add_all(
        IntroductionEvent(
            introduction_id=each.id,
            action=action,
            at=at + timedelta(hours=place),
            to_state=IntroductionState.SUGGESTED,
        )
        for each in made
        for place, action in enumerate(path)
    )
    session.flush()
    return made


def interviewed(
    session: Session, introductions: Sequence[Introduction], user: User, at: datetime
) -> None:
    session.add_all(
        Interview(
            introduction_id=each.id,
            slot=at,
            place="Antenne",
            advisor_id=user.id,
            created_by_id=user.id,
            state=InterviewState.PRESENT,
        )
        for each in introductions
    )
    session.flush()


def hired(session: Session, introductions: Sequence[Introduction]) -> list[Contract]:
    contracts = [
        Contract(
            introduction_id=each.id,
            candidate_id=each.candidate_id,
            employer_name="Brasserie du Beffroi",
            job_title="Serveuse",
            kind=ContractKind.CDI,
            start_on=date(2026, 10, 20),
            state=ContractState.STARTED,
        )
        for each in introductions
    ]
    session.add_all(contracts)
    session.flush()
    return contracts


def sent(
    session: Session,
    offer: Offer,
    introductions: Sequence[Introduction],
    at: datetime,
    answered_after: Sequence[timedelta | None],
) -> None:
    """One dispatch of everybody, each answered after its time, or not."""
    dispatch = Dispatch(
        offer_id=offer.id,
        state=DispatchState.SENT,
        recipient="Agence du Port",
        recipient_key="agence du port",
        reply_by=date(2026, 10, 30),
        sent_at=at,
    )
    session.add(dispatch)
    session.flush()
    session.add_all(
        DispatchCard(
            dispatch_id=dispatch.id,
            introduction_id=each.id,
            position=place,
            code=f"K{place:04d}",
            content={},
            **_answer(None if after is None else at + after),
        )
        for place, (each, after) in enumerate(zip(introductions, answered_after, strict=True))
    )
    session.flush()


def _answer(at: datetime | None) -> dict[str, object]:
    if at is None:
        return {}
    return {"answer": CardAnswer.MEET, "answered_at": at, "channel": AnswerChannel.LINK}
