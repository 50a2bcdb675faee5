"""State machines as data: who may do what, from which states. Pure values, no tables.

Source: docs/decisions/0005-base-and-states.md.
"""

from dataclasses import dataclass

from models.endings import OFFER_MOTIVES
from models.errors import MotiveMissingError, RoleRefusedError, TransitionRefusedError
from models.introduction_table import (
    INTRODUCTION_TRANSITIONS,
    MOST_PROPOSITIONS,
    OPEN_STATES,
    PROPOSITIONS,
    REVERSIBLE,
    WAITING,
)
from models.transition_words import Transition
from models.vocabulary import IntroductionAction, IntroductionState, OfferState, Role

__all__ = [
    "EDITABLE",
    "ENDED",
    "INTAKE_ROLES",
    "INTRODUCTION_TRANSITIONS",
    "LIVE",
    "MOST_PROPOSITIONS",
    "OFFER_TRANSITIONS",
    "OPEN_STATES",
    "PROPOSITIONS",
    "REVERSIBLE",
    "WAITING",
    "OfferTransition",
    "Transition",
    "actions_for",
    "introduction_transition",
    "offer_moves",
    "offer_transition",
    "steps_for",
]

INTAKE_ROLES = frozenset({Role.OFFICER, Role.OFFICE, Role.MANAGER})
"""Who takes offers in, corrects, opens and closes them."""

_NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class OfferTransition:
    """One row of the table of offers; an empty `roles` is for the system alone.

    guard, effect : in French, for whoever reads the table; the services of offers keep them
    """

    name: str
    from_states: frozenset[OfferState]
    to_state: OfferState
    roles: frozenset[Role]
    needs_motive: bool = False
    guard: str = ""
    effect: str = ""


_O = OfferState
EDITABLE = frozenset({_O.DRAFT, _O.TO_REVIEW, _O.OPEN, _O.SUSPENDED})
"""States in which the fields of an offer may still be corrected."""
LIVE = frozenset({_O.OPEN, _O.SUSPENDED})
"""States in which an offer has a day after which it expires."""
ENDED = frozenset({_O.FILLED, _O.FILLED_ELSEWHERE, _O.CANCELLED, _O.EXPIRED})
"""States of an offer that is over; it may come back for a while, then it is archived."""

_PEOPLE_TOLD = "chaque personne qui attend reçoit une raison : rien n’est laissé sans réponse"

OFFER_TRANSITIONS: tuple[OfferTransition, ...] = (
    OfferTransition(
        "Mettre à vérifier",
        frozenset({_O.DRAFT}),
        _O.TO_REVIEW,
        _NOBODY,
        effect="champs à confirmer et questions pour l’employeur",
    ),
    OfferTransition(
        "Ouvrir l’offre",
        frozenset({_O.TO_REVIEW, _O.SUSPENDED}),
        _O.OPEN,
        INTAKE_ROLES,
        guard="les champs obligatoires sont confirmés, les alertes sérieuses décidées, le niveau "
        "choisi",
        effect="date de fin fixée, première liste classée",
    ),
    OfferTransition(
        "Suspendre",
        frozenset({_O.OPEN}),
        _O.SUSPENDED,
        INTAKE_ROLES,
        guard="un motif de la liste",
        effect="plus de nouvel envoi ; ce qui est en cours continue",
    ),
    OfferTransition(
        "Pourvue par nous",
        LIVE,
        _O.FILLED,
        INTAKE_ROLES,
        guard="un motif, et une raison pour les personnes qui attendent",
        effect=_PEOPLE_TOLD,
    ),
    OfferTransition(
        "Pourvue autrement", LIVE, _O.FILLED_ELSEWHERE, INTAKE_ROLES, True, effect=_PEOPLE_TOLD
    ),
    OfferTransition(
        "Annulée par l’employeur", LIVE, _O.CANCELLED, INTAKE_ROLES, True, effect=_PEOPLE_TOLD
    ),
    OfferTransition(
        "Échue",
        LIVE,
        _O.EXPIRED,
        _NOBODY,
        True,
        guard="la date de fin est passée",
        effect=_PEOPLE_TOLD,
    ),
    OfferTransition(
        "Rouvrir l’offre",
        ENDED,
        _O.OPEN,
        INTAKE_ROLES,
        True,
        guard="close depuis 30 jours au plus, pas réunie avec une autre",
        effect="les mises en relation closes avec elle reprennent leur place",
    ),
    OfferTransition(
        "Archiver",
        ENDED,
        _O.ARCHIVED,
        _NOBODY,
        guard="close depuis six mois",
        effect="lecture seule",
    ),
    OfferTransition(
        "Réunir avec une autre",
        EDITABLE,
        _O.ARCHIVED,
        _NOBODY,
        guard="par une réunion de deux offres seulement",
        effect="les mises en relation passent sur l’autre offre",
    ),
)


def introduction_transition(
    action: IntroductionAction,
    state: IntroductionState,
    role: Role | None,
    motive: str | None,
    detail: str | None = None,
) -> Transition:
    """The transition that `role` asks for, checked; `role` None is the system.

    Where several rows leave the same state (closing), the motive says which one is meant.

    Raises
    ------
    RoleRefusedError : the role may not do it
    TransitionRefusedError : not from this state
    MotiveMissingError : a motive, or what it asks besides, is not of its closed list
    """
    rows = [row for row in INTRODUCTION_TRANSITIONS if row.action is action]
    mine = [row for row in rows if role is None or role in row.roles]
    if rows and not mine:
        assert role is not None
        raise RoleRefusedError(action.label, role.label)
    here = [row for row in mine if state in row.from_states]
    if not here:
        if role is not None and any(state in row.from_states for row in rows if row.roles):
            raise RoleRefusedError(action.label, role.label)
        raise TransitionRefusedError(action.label, state.label)
    transition = next((row for row in here if row.motives is None or motive in row.motives), None)
    if transition is None:
        if role is not None and any(row.motives and motive in row.motives for row in rows):
            raise RoleRefusedError(_named(rows, motive), role.label)
        raise MotiveMissingError(action.label)
    if transition.details is not None and detail not in transition.details:
        raise MotiveMissingError(transition.label)
    return transition


def _named(rows: list[Transition], motive: str | None) -> str:
    return next(row.label for row in rows if row.motives and motive in row.motives)


def offer_transition(
    to_state: OfferState, state: OfferState, role: Role | None, motive: str | None
) -> OfferTransition:
    """The change of state that `role` asks for an offer, checked; `role` None is the system.

    Raises
    ------
    RoleRefusedError, TransitionRefusedError, MotiveMissingError : as for introductions
    """
    rows = [row for row in OFFER_TRANSITIONS if row.to_state is to_state]
    transition = next((row for row in rows if state in row.from_states), None)
    name = (transition or rows[0]).name if rows else to_state.label
    if role is not None and rows and not any(role in row.roles for row in rows):
        raise RoleRefusedError(name, role.label)
    if transition is None:
        raise TransitionRefusedError(name, state.label)
    if role is not None and role not in transition.roles:
        raise RoleRefusedError(name, role.label)
    if (transition.needs_motive or motive) and motive not in set(OFFER_MOTIVES.get(to_state, ())):
        raise MotiveMissingError(name)
    return transition


def offer_moves(state: OfferState, role: Role) -> tuple[OfferTransition, ...]:
    """What `role` may make of an offer in `state`, in the order of the table."""
    return tuple(row for row in OFFER_TRANSITIONS if state in row.from_states and role in row.roles)


def actions_for(state: IntroductionState, role: Role) -> tuple[IntroductionAction, ...]:
    """What `role` may do from `state`, in the order of the table, each once."""
    return tuple(dict.fromkeys(row.action for row in steps_for(state, role)))


def steps_for(state: IntroductionState, role: Role) -> tuple[Transition, ...]:
    """The rows that `role` may take from `state`, in the order of the table (the buttons)."""
    return tuple(
        row for row in INTRODUCTION_TRANSITIONS if state in row.from_states and role in row.roles
    )
