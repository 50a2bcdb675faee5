"""The states of an exit as data: from, to, who, under which guard, with which effect."""

from dataclasses import dataclass

from models.errors import RoleRefusedError, TransitionRefusedError
from models.exit_lists import ExitAction, ExitState
from models.vocabulary import Labelled, Role

_A = ExitAction
_S = ExitState
DECIDERS = frozenset({Role.MANAGER})
"""Who validates an exit, after the committee."""


class ExitGuard(Labelled):
    """A condition that a step waits for, in words."""

    RULE_MET = "rule_met", "une règle du protocole de la personne est remplie"
    RULE_UNDER_WAY = "rule_under_way", "une règle du protocole peut encore l'être"
    NO_RULE = "no_rule", "aucune règle n'est remplie ni en cours"
    PROOFS = "proofs", "toutes les pièces sont reçues ou sans objet"
    COMMITTEE = "committee", "le comité s'est réuni, après l'acquisition et pas dans l'avenir"
    REASON = "reason", "la raison est écrite"


class ExitEffect(Labelled):
    """What a step brings about, in words."""

    LIST_PROOFS = "list_proofs", "les pièces demandées par la règle sont listées"
    LEAVE = "leave", "la personne sort : elle n'est plus proposée"
    COME_BACK = "come_back", "la personne peut de nouveau être proposée"


@dataclass(frozen=True, slots=True)
class ExitTransition:
    """One row; empty `roles` is for the nightly round alone, empty `from_states` makes the exit."""

    action: ExitAction
    from_states: frozenset[ExitState]
    to_states: frozenset[ExitState]
    roles: frozenset[Role]
    guards: tuple[ExitGuard, ...] = ()
    effects: tuple[ExitEffect, ...] = ()


_NIGHT: frozenset[Role] = frozenset()
_G, _E = ExitGuard, ExitEffect

EXIT_TRANSITIONS: tuple[ExitTransition, ...] = (
    ExitTransition(
        _A.BEGIN,
        frozenset(),
        frozenset({_S.ACQUIRING, _S.TO_PROVE}),
        _NIGHT,
        (_G.RULE_UNDER_WAY,),
        (_E.LIST_PROOFS,),
    ),
    ExitTransition(
        _A.CHANGE,
        frozenset({_S.ACQUIRING, _S.TO_PROVE, _S.LOST}),
        frozenset({_S.ACQUIRING, _S.TO_PROVE}),
        _NIGHT,
        (_G.RULE_UNDER_WAY,),
        (_E.LIST_PROOFS,),
    ),
    ExitTransition(
        _A.ACQUIRE,
        frozenset({_S.ACQUIRING, _S.LOST}),
        frozenset({_S.TO_PROVE}),
        _NIGHT,
        (_G.RULE_MET,),
        (_E.LIST_PROOFS,),
    ),
    ExitTransition(
        _A.FALL_BACK,
        frozenset({_S.TO_PROVE}),
        frozenset({_S.ACQUIRING}),
        _NIGHT,
        (_G.RULE_UNDER_WAY,),
    ),
    ExitTransition(
        _A.LOSE,
        frozenset({_S.ACQUIRING, _S.TO_PROVE}),
        frozenset({_S.LOST}),
        _NIGHT,
        (_G.NO_RULE,),
    ),
    ExitTransition(
        _A.VALIDATE,
        frozenset({_S.TO_PROVE}),
        frozenset({_S.VALIDATED}),
        DECIDERS,
        (_G.PROOFS, _G.COMMITTEE),
        (_E.LEAVE,),
    ),
    ExitTransition(
        _A.REFUSE,
        frozenset({_S.TO_PROVE}),
        frozenset({_S.REFUSED}),
        DECIDERS,
        (_G.COMMITTEE, _G.REASON),
    ),
    ExitTransition(
        _A.REVISE,
        frozenset({_S.VALIDATED, _S.REFUSED}),
        frozenset({_S.TO_PROVE}),
        DECIDERS,
        (_G.REASON,),
        (_E.COME_BACK,),
    ),
)


def exit_transition(
    action: ExitAction, state: ExitState | None, role: Role | None
) -> ExitTransition:
    """The transition that `role` asks for, checked; `role` None is the nightly round.

    Raises
    ------
    RoleRefusedError : the role may not do it
    TransitionRefusedError : not from this state
    """
    row = next(each for each in EXIT_TRANSITIONS if each.action is action)
    if role is not None and role not in row.roles:
        raise RoleRefusedError(action.label, role.label)
    if role is None and row.roles:
        raise RoleRefusedError(action.label, "Système")
    is_made = state is None and not row.from_states
    if not is_made and state not in row.from_states:
        raise TransitionRefusedError(action.label, "" if state is None else state.label)
    return row


def exit_actions(state: ExitState, role: Role) -> tuple[ExitAction, ...]:
    """What `role` may do to an exit in `state`, in the order of the table."""
    return tuple(
        row.action for row in EXIT_TRANSITIONS if state in row.from_states and role in row.roles
    )
