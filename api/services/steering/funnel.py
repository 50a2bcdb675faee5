"""From offers to exits: how many came to each step, each counted once.

A step counts what the same offers and people came to, whenever they did: the offers of a period
go on being answered after it. A gesture that was taken back is not counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.services.steering.scope import (
    Scope,
    introduced_in,
    offers_in,
    opened_in,
    people_in,
    sent_in,
)
from models.contracts import Contract
from models.dispatches import Dispatch, DispatchCard
from models.exit_lists import ExitState
from models.exits import Exit
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.offers import Offer
from models.spread import ShortlistOpening
from models.undone import taken_back
from models.vocabulary import IntroductionAction, Labelled


class FunnelStep(Labelled):
    """The steps, in their order; the words say what is counted."""

    OFFERS = "offres", "Offres ouvertes"
    SUGGESTED = "suggestions", "Personnes suggérées"
    KEPT = "retenues", "Retenues"
    PROPOSED = "proposees", "Proposées aux participants"
    AGREED = "accords", "Accords"
    INTERVIEWED = "entretiens", "Entretiens de niveau 2 tenus"
    VALIDATED = "validees", "Validées au niveau 2"
    SENT = "transmises", "Transmises"
    ANSWERED = "reponses", "Réponses reçues"
    HIRED = "embauches", "Embauches"
    EXITED = "sorties", "Sorties positives validées"


DEFINITIONS: Mapping[FunnelStep, str] = {
    FunnelStep.OFFERS: "Offres ouvertes aux positionnements dans la période.",
    FunnelStep.SUGGESTED: "Couples offre et personne : en ouverture d’une liste, ou ajoutés à la "
    "main. Une personne sur trois offres compte trois fois.",
    FunnelStep.KEPT: "Couples qu’un professionnel a retenus, sans être revenu dessus.",
    FunnelStep.PROPOSED: "Couples proposés à la personne.",
    FunnelStep.AGREED: "Couples pour lesquels la personne a donné son accord.",
    FunnelStep.INTERVIEWED: "Couples reçus en entretien de niveau 2 (personne présente).",
    FunnelStep.VALIDATED: "Couples validés après cet entretien.",
    FunnelStep.SENT: "Couples transmis à l’agence ou à l’employeur.",
    FunnelStep.ANSWERED: "Couples transmis pour lesquels une réponse est arrivée.",
    FunnelStep.HIRED: "Couples qui ont un contrat, prévu ou démarré ; une seconde mission de la "
    "même personne sur la même offre ne compte pas en plus.",
    FunnelStep.EXITED: "Embauches dont la personne a une sortie positive validée en comité.",
}

_OF_ACTION = {
    IntroductionAction.KEEP: FunnelStep.KEPT,
    IntroductionAction.PROPOSE: FunnelStep.PROPOSED,
    IntroductionAction.AGREE: FunnelStep.AGREED,
    IntroductionAction.VALIDATE: FunnelStep.VALIDATED,
    IntroductionAction.DISPATCH: FunnelStep.SENT,
}


Column: TypeAlias = InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
"""A column that points to an introduction."""


@dataclass(frozen=True, slots=True)
class Count:
    """One step and how many came to it."""

    step: FunnelStep
    count: int


def funnel(session: Session, scope: Scope) -> tuple[Count, ...]:
    """Every step in its order, zeros included."""
    counts = {
        FunnelStep.OFFERS: _one(session, select(func.count(Offer.id)).where(opened_in(scope)))
    }
    counts[FunnelStep.SUGGESTED] = _suggested(session, scope)
    counts |= _by_action(session, scope)
    counts[FunnelStep.INTERVIEWED] = _one(
        session,
        _pairs(Interview.introduction_id, scope).where(Interview.state == InterviewState.PRESENT),
    )
    counts[FunnelStep.ANSWERED] = _one(
        session,
        select(func.count(distinct(DispatchCard.introduction_id)))
        .join(Dispatch, Dispatch.id == DispatchCard.dispatch_id)
        .where(DispatchCard.answer.is_not(None), sent_in(scope)),
    )
    counts[FunnelStep.HIRED] = _one(session, _pairs(Contract.introduction_id, scope))
    counts[FunnelStep.EXITED] = _one(
        session,
        _pairs(Contract.introduction_id, scope)
        .join(Exit, Exit.candidate_id == Contract.candidate_id)
        .where(Exit.state == ExitState.VALIDATED),
    )
    return tuple(Count(step, counts.get(step, 0)) for step in FunnelStep)


def _one(session: Session, query: Select[int]) -> int:
    return session.scalar(query) or 0


def _pairs(column: Column, scope: Scope) -> Select[int]:
    return (
        select(func.count(distinct(column)))
        .join(Introduction, Introduction.id == column)
        .where(introduced_in(scope))
    )


def _by_action(session: Session, scope: Scope) -> dict[FunnelStep, int]:
    event = IntroductionEvent
    introduced = select(Introduction.id).where(introduced_in(scope))
    # the sum keeps the base to its index by action, read once, rather than a search for each
    is_introduced = (event.introduction_id + 0).in_(introduced)
    rows = session.execute(
        select(event.action, func.count(distinct(event.introduction_id)))
        .where(is_introduced, event.action.in_(_OF_ACTION), event.id.not_in(taken_back()))
        .group_by(event.action)
    )
    return {_OF_ACTION[action]: count for action, count in rows}


def _suggested(session: Session, scope: Scope) -> int:
    """Pairs that opened a list, and introductions that did not."""
    people = people_in(scope)
    opened = select(ShortlistOpening.offer_id, ShortlistOpening.candidate_id).where(
        ShortlistOpening.offer_id.in_(offers_in(scope)), ShortlistOpening.place.is_not(None)
    )
    if people is not None:
        opened = opened.where(ShortlistOpening.candidate_id.in_(people))
    by_hand = select(Introduction.offer_id, Introduction.candidate_id).where(introduced_in(scope))
    pairs = opened.union(by_hand).subquery()
    return _one(session, select(func.count()).select_from(pairs))
