"""State machines as data: who may do what, from which states. Pure values, no tables.

Source: docs/decisions/0005-base-and-states.md.
"""

from dataclasses import dataclass

from models.endings import OFFER_MOTIVES
from models.errors import MotiveMissingError, RoleRefusedError, TransitionRefusedError
from models.vocabulary import (
    DiscardMotive,
    IntroductionAction,
    IntroductionState,
    OfferState,
    Role,
)

_FOLLOWERS = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
_ADVISORS = frozenset({Role.ADVISOR, Role.MANAGER})
_SENDERS = _FOLLOWERS | {Role.OFFICER}
INTAKE_ROLES = frozenset({Role.OFFICER, Role.OFFICE, Role.MANAGER})
"""Who takes offers in, corrects, opens and closes them."""

_NOBODY: frozenset[Role] = frozenset()

_A = IntroductionAction
_S = IntroductionState


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table of introductions; an empty `roles` is for the system alone."""

    action: IntroductionAction
    from_states: frozenset[IntroductionState]
    to_state: IntroductionState
    roles: frozenset[Role]
    needs_motive: bool = False


INTRODUCTION_TRANSITIONS: tuple[Transition, ...] = (
    Transition(_A.DISCARD, frozenset({_S.SUGGESTED}), _S.DISCARDED, _FOLLOWERS, True),
    Transition(_A.KEEP, frozenset({_S.SUGGESTED, _S.DISCARDED, _S.RESERVE}), _S.KEPT, _FOLLOWERS),
    Transition(_A.RESERVE, frozenset({_S.KEPT}), _S.RESERVE, _ADVISORS),
    Transition(_A.PROPOSE, frozenset({_S.KEPT}), _S.PROPOSED, _FOLLOWERS),
    Transition(_A.AGREE, frozenset({_S.PROPOSED}), _S.AGREED, _FOLLOWERS),
    Transition(_A.DECLINE, frozenset({_S.PROPOSED}), _S.DECLINED, _FOLLOWERS),
    Transition(_A.SUBMIT, frozenset({_S.AGREED}), _S.LEVEL2_PENDING, _NOBODY),
    Transition(_A.VALIDATE, frozenset({_S.LEVEL2_PENDING}), _S.LEVEL2_VALIDATED, _ADVISORS),
    Transition(_A.REFUSE, frozenset({_S.LEVEL2_PENDING}), _S.LEVEL2_REFUSED, _ADVISORS),
    Transition(_A.DISPATCH, frozenset({_S.AGREED, _S.LEVEL2_VALIDATED}), _S.DISPATCHED, _SENDERS),
    Transition(
        _A.CLOSE, frozenset(set(_S) - {_S.CLOSED, _S.DISCARDED, _S.SUGGESTED}), _S.CLOSED, _SENDERS
    ),
    Transition(_A.CLOSE, frozenset({_S.SUGGESTED}), _S.CLOSED, _NOBODY),  # with its offer
)

WAITING = frozenset(
    {_S.SUGGESTED, _S.KEPT, _S.RESERVE, _S.PROPOSED, _S.AGREED}
    | {_S.LEVEL2_PENDING, _S.LEVEL2_VALIDATED, _S.DISPATCHED}
)
"""Introductions that wait for a decision or an answer: none is left behind by a closed offer."""

REVERSIBLE = frozenset({_A.KEEP, _A.DISCARD, _A.RESERVE})
"""What « Annuler » takes back, as long as nothing came after."""


@dataclass(frozen=True, slots=True)
class OfferTransition:
    """One row of the table of offers; an empty `roles` is for the system alone."""

    name: str
    from_states: frozenset[OfferState]
    to_state: OfferState
    roles: frozenset[Role]
    needs_motive: bool = False


_O = OfferState
EDITABLE = frozenset({_O.DRAFT, _O.TO_REVIEW, _O.OPEN, _O.SUSPENDED})
"""States in which the fields of an offer may still be corrected."""
LIVE = frozenset({_O.OPEN, _O.SUSPENDED})
"""States in which an offer has a day after which it expires."""
ENDED = frozenset({_O.FILLED, _O.FILLED_ELSEWHERE, _O.CANCELLED, _O.EXPIRED})
"""States of an offer that is over; it may come back for a while, then it is archived."""

OFFER_TRANSITIONS: tuple[OfferTransition, ...] = (
    OfferTransition("Mettre à vérifier", frozenset({_O.DRAFT}), _O.TO_REVIEW, _NOBODY),
    OfferTransition(
        "Ouvrir l’offre", frozenset({_O.TO_REVIEW, _O.SUSPENDED}), _O.OPEN, INTAKE_ROLES
    ),
    OfferTransition("Suspendre", frozenset({_O.OPEN}), _O.SUSPENDED, INTAKE_ROLES),
    OfferTransition("Pourvue par nous", LIVE, _O.FILLED, INTAKE_ROLES),
    OfferTransition("Pourvue autrement", LIVE, _O.FILLED_ELSEWHERE, INTAKE_ROLES, True),
    OfferTransition("Annulée par l’employeur", LIVE, _O.CANCELLED, INTAKE_ROLES, True),
    OfferTransition("Échue", LIVE, _O.EXPIRED, _NOBODY, True),
    OfferTransition("Rouvrir l’offre", ENDED, _O.OPEN, INTAKE_ROLES, True),
    OfferTransition("Archiver", ENDED, _O.ARCHIVED, _NOBODY),
    OfferTransition("Réunir avec une autre", EDITABLE, _O.ARCHIVED, _NOBODY),  # a merge alone
)


def introduction_transition(
    action: IntroductionAction, state: IntroductionState, role: Role | None, motive: str | None
) -> Transition:
    """The transition that `role` asks for, checked; `role` None is the system.

    Raises
    ------
    RoleRefusedError : the role may not do it
    TransitionRefusedError : not from this state
    MotiveMissingError : a motive of the closed list is needed
    """
    rows = [row for row in INTRODUCTION_TRANSITIONS if row.action is action]
    transition = next((row for row in rows if state in row.from_states), None)
    if role is not None and rows and not any(role in row.roles for row in rows):
        raise RoleRefusedError(action.label, role.label)
    if transition is None:
        raise TransitionRefusedError(action.label, state.label)
    if role is not None and role not in transition.roles:
        raise RoleRefusedError(action.label, role.label)
    if transition.needs_motive and motive not in set(DiscardMotive):
        raise MotiveMissingError(action.label)
    return transition


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
    """What `role` may do from `state`, in the order of the table (the buttons to show)."""
    return tuple(
        transition.action
        for transition in INTRODUCTION_TRANSITIONS
        if state in transition.from_states and role in transition.roles
    )
