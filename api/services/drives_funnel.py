"""The funnel of a recruitment drive: how many people, step by step. Counts, nobody is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from models.dispatch_lists import CardAnswer
from models.dispatches import DispatchCard
from models.drives import Drive, DriveGuest, GuestState
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


def funnel_of(session: Session, drive: Drive, offers: Sequence[int]) -> Funnel:
    """The people of a drive, step by step; nobody is named.

    offers : ids of those of the drive
    """
    on_offers = Introduction.offer_id.in_(offers)
    cards = select(DriveGuest.candidate_id).where(DriveGuest.drive_id == drive.id)
    forward = select(Introduction.candidate_id).where(
        on_offers, Introduction.state != IntroductionState.DISCARDED
    )
    hired = forward.where(Introduction.close_reason == EndMotive.HIRED)
    interviewed = (
        select(Introduction.candidate_id)
        .join(Interview, Interview.introduction_id == Introduction.id)
        .where(on_offers, Interview.state == InterviewState.PRESENT)
    )
    met = (
        select(Introduction.candidate_id)
        .join(DispatchCard, DispatchCard.introduction_id == Introduction.id)
        .where(on_offers, DispatchCard.answer.in_(MET))
    )
    return Funnel(
        applications=_count(session, forward),
        people=_people(session, cards, forward),
        invited=_count(session, cards.where(DriveGuest.invited_at.is_not(None))),
        came=_count(session, cards.where(DriveGuest.state == GuestState.PRESENT)),
        interviewed=_people(session, interviewed, met, hired),
        hired=_people(session, hired),
    )


def _count(session: Session, rows: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _people(session: Session, *rows: Select[int]) -> int:
    """How many people are in any of these, each once."""
    together = union(*rows).subquery()
    return session.scalar(select(func.count(together.c.candidate_id.distinct()))) or 0
