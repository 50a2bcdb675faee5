"""The states of a contract as data: from, to, who, under which guard, with which effect.

The code, the tests and the documentation read this table. Pure values, no tables of the base.
"""

from dataclasses import dataclass

from models.contract_lists import ContractAction, ContractState
from models.errors import MotiveMissingError, RoleRefusedError, TransitionRefusedError
from models.motives import BreakMotive
from models.vocabulary import Labelled, Role

FOLLOWERS = frozenset({Role.OFFICER, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
"""Who follows people at work: each within their own scope."""

_A = ContractAction
_S = ContractState


class ContractGuard(Labelled):
    """A condition that a gesture waits for, in words."""

    POSTS_LEFT = "posts_left", "il reste un poste sur l'offre"
    WEEK = "week", "pas plus de 48 heures par semaine avec les autres contrats"
    DISPATCHED = "dispatched", "la mise en relation est transmise, ou déjà close par une embauche"
    DAY_COME = "day_come", "le jour donné n'est pas à venir"
    IN_ORDER = "in_order", "la fin ne précède pas le début"
    TRIAL_OVER = "trial_over", "la période d'essai est passée (quinze jours si elle est inconnue)"
    NOT_PERMANENT = "not_permanent", "le contrat a une fin"
    RECENT = "recent", "la fin date de 30 jours au plus"


class ContractEffect(Labelled):
    """What a gesture brings about, in words."""

    CLOSE_HIRED = "close_hired", "la mise en relation est close : « retenue »"
    CLOSE_OTHERS = "close_others", "les autres que les heures excluent : « embauché ailleurs »"
    PLAN_CALLS = "plan_calls", "les suivis sont prévus : J+3, J+15, M1 à M6"
    LEAVE_POOL = "leave_pool", "à temps plein, la personne n'est plus proposée"
    VOID_CALLS = "void_calls", "les suivis qui restent deviennent sans objet"
    BRING_BACK = "bring_back", "les mises en relation closes par cette embauche reviennent"
    RETURN = "return", "la personne redevient disponible"
    NEW_CONTRACT = "new_contract", "un CDI commence chez le même employeur"


@dataclass(frozen=True, slots=True)
class ContractTransition:
    """One row; an empty `from_states` makes the contract, `to_state` None leaves its state.

    `by_system` : the nightly round does it too.
    """

    action: ContractAction
    from_states: frozenset[ContractState]
    to_state: ContractState | None
    roles: frozenset[Role]
    guards: tuple[ContractGuard, ...] = ()
    effects: tuple[ContractEffect, ...] = ()
    needs_motive: bool = False
    by_system: bool = False


_UNDER_WAY = frozenset({_S.STARTED, _S.ONGOING})
_RUNNING = frozenset({_S.PLANNED, _S.STARTED, _S.ONGOING})
_G, _E = ContractGuard, ContractEffect

CONTRACT_TRANSITIONS: tuple[ContractTransition, ...] = (
    ContractTransition(
        _A.HIRE,
        frozenset(),
        _S.PLANNED,
        FOLLOWERS | {Role.AGENCY},
        (_G.DISPATCHED, _G.IN_ORDER, _G.POSTS_LEFT, _G.WEEK),
        (_E.CLOSE_HIRED, _E.CLOSE_OTHERS, _E.PLAN_CALLS, _E.LEAVE_POOL),
        by_system=True,
    ),
    ContractTransition(
        _A.START,
        frozenset({_S.PLANNED}),
        _S.STARTED,
        FOLLOWERS | {Role.AGENCY},
        (_G.DAY_COME, _G.IN_ORDER, _G.WEEK),
        (_E.PLAN_CALLS,),
    ),
    ContractTransition(
        _A.CONFIRM,
        frozenset({_S.STARTED}),
        _S.ONGOING,
        FOLLOWERS,
        (_G.TRIAL_OVER,),
        by_system=True,
    ),
    ContractTransition(
        _A.EXTEND, _RUNNING, None, FOLLOWERS, (_G.IN_ORDER, _G.WEEK), (_E.PLAN_CALLS,)
    ),
    ContractTransition(
        _A.END,
        _UNDER_WAY,
        _S.ENDED,
        FOLLOWERS | {Role.AGENCY},
        (_G.DAY_COME, _G.IN_ORDER, _G.WEEK),
        (_E.VOID_CALLS, _E.RETURN),
        by_system=True,
    ),
    ContractTransition(
        _A.BREAK,
        _RUNNING,
        _S.BROKEN,
        FOLLOWERS | {Role.AGENCY},
        (_G.DAY_COME,),
        (_E.VOID_CALLS, _E.BRING_BACK),
        needs_motive=True,
    ),
    ContractTransition(
        _A.TRANSFORM,
        _UNDER_WAY,
        _S.TRANSFORMED,
        FOLLOWERS,
        (_G.NOT_PERMANENT, _G.DAY_COME, _G.IN_ORDER),
        (_E.VOID_CALLS, _E.NEW_CONTRACT),
    ),
    ContractTransition(
        _A.RESUME,
        frozenset({_S.ENDED, _S.BROKEN}),
        _S.ONGOING,
        FOLLOWERS,
        (_G.RECENT, _G.WEEK),
        (_E.PLAN_CALLS, _E.LEAVE_POOL),
    ),
    ContractTransition(_A.OWNER, _RUNNING, None, FOLLOWERS),
)


def contract_transition(
    action: ContractAction, state: ContractState | None, role: Role | None, motive: str | None
) -> ContractTransition:
    """The transition that `role` asks for, checked; `role` None is the system.

    Raises
    ------
    RoleRefusedError : the role may not do it
    TransitionRefusedError : not from this state
    MotiveMissingError : a motive of the closed list is needed
    """
    row = next(each for each in CONTRACT_TRANSITIONS if each.action is action)
    if role is not None and role not in row.roles:
        raise RoleRefusedError(action.label, role.label)
    if role is None and not row.by_system:
        raise RoleRefusedError(action.label, "Système")
    is_made = state is None and not row.from_states
    if not is_made and state not in row.from_states:
        raise TransitionRefusedError(action.label, "" if state is None else state.label)
    if row.needs_motive and motive not in set(BreakMotive):
        raise MotiveMissingError(action.label)
    return row


def contract_actions(state: ContractState, role: Role) -> tuple[ContractAction, ...]:
    """What `role` may do to a contract in `state`, in the order of the table."""
    return tuple(
        row.action for row in CONTRACT_TRANSITIONS if state in row.from_states and role in row.roles
    )
