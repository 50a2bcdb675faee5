"""The funnel of a recruitment drive: how many people, step by step. Counts, nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.dispatch_lists import CardAnswer
from models.dispatches import DispatchCard
from models.drives import DriveGuest, GuestState
from models.endings import EndMotive
from models.interviews import Interview, InterviewState
from models.introductions import Introduction
from models.vocabulary import IntroductionState

MET = frozenset({CardAnswer.MET, CardAnswer.TRIAL, CardAnswer.HIRED})
"""Answers of an employer who has met the person."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """People of a drive at each step; each is counted once, however many offers they are on.

    people : put forward on one of its offers, or with a card; `applications` counts the
    introductions themselves. A step is counted where it happened: nobody is left out of
    `interviewed` for not having come to a session.
    """

    applications: int
    people: int
    invited: int
    came: int
    interviewed: int
    hired: int

    @property
    def steps(self) -> tuple[tuple[str, int], ...]:
        """The steps in their order, with their French names."""
        return (
            ("Candidatures", self.people),
            ("Invités", self.invited),
            ("Venus", self.came),
            ("Entretiens", self.interviewed),
            ("Retenus", self.hired),
        )


def funnel_of(session: Session, offers: Sequence[int], guests: Sequence[DriveGuest]) -> Funnel:
    """The people of a drive, step by step; nobody is named."""
    introduced = session.execute(
        select(Introduction.id, Introduction.candidate_id, Introduction.close_reason).where(
            Introduction.offer_id.in_(offers), Introduction.state != IntroductionState.DISCARDED
        )
    ).all()
    on_offers = Introduction.offer_id.in_(offers)
    interviewed = set(
        session.scalars(
            select(Introduction.candidate_id)
            .join(Interview, Interview.introduction_id == Introduction.id)
            .where(on_offers, Interview.state == InterviewState.PRESENT)
        )
    )
    interviewed |= set(
        session.scalars(
            select(Introduction.candidate_id)
            .join(DispatchCard, DispatchCard.introduction_id == Introduction.id)
            .where(on_offers, DispatchCard.answer.in_(MET))
        )
    )
    hired = {row.candidate_id for row in introduced if row.close_reason is EndMotive.HIRED}
    cards = {guest.candidate_id for guest in guests}
    return Funnel(
        applications=len(introduced),
        people=len(cards | {row.candidate_id for row in introduced}),
        invited=sum(guest.invited_at is not None for guest in guests),
        came=sum(guest.state is GuestState.PRESENT for guest in guests),
        interviewed=len(interviewed | hired),
        hired=len(hired),
    )
