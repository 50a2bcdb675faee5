"""State machines as data: who may do what, from which states. Pure values, no tables.

Source: docs/decisions/0005-base-and-states.md.
"""

from dataclasses import dataclass

from models.endings import OFFER_MOTIVES, ComeBackMotive, EndMotive
from models.errors import MotiveMissingError, RoleRefusedError, TransitionRefusedError
from models.motives import EmployerMotive, ParticipantMotive
from models.transition_words import Effect, Guard, Transition
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
_HEARERS = frozenset({Role.OFFICER, Role.ADVISOR, Role.MANAGER, Role.AGENCY})
"""Who records what the employer answers; an agency answers for itself, by its link."""
INTAKE_ROLES = frozenset({Role.OFFICER, Role.OFFICE, Role.MANAGER})
"""Who takes offers in, corrects, opens and closes them."""

_NOBODY: frozenset[Role] = frozenset()

_A = IntroductionAction
_S = IntroductionState
_G, _E = Guard, Effect
OPEN_STATES = frozenset(
    {_S.KEPT, _S.RESERVE, _S.PROPOSED, _S.AGREED}
    | {_S.LEVEL2_PENDING, _S.LEVEL2_VALIDATED, _S.DISPATCHED}
)
"""Introductions somebody works on."""
WAITING = OPEN_STATES | {_S.SUGGESTED}
"""Introductions that wait for a decision or an answer: none is left behind by a closed offer."""
PROPOSITIONS = OPEN_STATES - {_S.KEPT, _S.RESERVE}
"""Introductions the person has heard of, and that are not over."""
MOST_PROPOSITIONS = 5
"""Open propositions of one person above which one more asks to be confirmed."""

_WITHDRAWN = frozenset({EndMotive.WITHDRAWN.value})
_BY_HAND = frozenset({EndMotive.HIRED_ELSEWHERE.value, EndMotive.DUPLICATE.value})
_PERSON_SAYS = frozenset(each.value for each in ParticipantMotive)
_EMPLOYER_SAYS = frozenset(each.value for each in EmployerMotive)

INTRODUCTION_TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        1,
        _A.SUGGEST,
        frozenset(),
        _S.SUGGESTED,
        _FOLLOWERS,
        guards=(_G.PERSON_ACTIVE,),
        effects=(_E.SNAPSHOT,),
    ),
    Transition(
        2,
        _A.DISCARD,
        frozenset({_S.SUGGESTED}),
        _S.DISCARDED,
        _FOLLOWERS,
        motives=frozenset(each.value for each in DiscardMotive),
        effects=(_E.COUNT_MOTIVE,),
    ),
    Transition(
        3,
        _A.KEEP,
        frozenset({_S.SUGGESTED, _S.DISCARDED, _S.RESERVE}),
        _S.KEPT,
        _FOLLOWERS,
        guards=(_G.OFFER_LIVES, _G.REASON_WRITTEN),
        effects=(_E.KEEPER, _E.TELL_CASEWORKER),
    ),
    Transition(4, _A.RESERVE, frozenset({_S.KEPT}), _S.RESERVE, _ADVISORS, effects=(_E.RECALL,)),
    Transition(
        5,
        _A.PROPOSE,
        frozenset({_S.KEPT}),
        _S.PROPOSED,
        _FOLLOWERS,
        guards=(_G.OFFER_LIVES, _G.FEW_PROPOSITIONS),
        effects=(_E.SCRIPT,),
    ),
    Transition(
        6,
        _A.AGREE,
        frozenset({_S.PROPOSED}),
        _S.AGREED,
        _FOLLOWERS,
        guards=(_G.DAY_AND_CHANNEL,),
        effects=(_E.AGREEMENT, _E.SUBMIT),
    ),
    *(
        Transition(
            6,
            _A.AGREE,
            frozenset({state}),
            state,
            _FOLLOWERS,
            guards=(_G.DAY_AND_CHANNEL, _G.NOT_VALIDATOR),
            effects=(_E.AGREEMENT,),
            name="Accord renouvelé",
        )
        for state in (_S.AGREED, _S.LEVEL2_PENDING, _S.LEVEL2_VALIDATED)
    ),
    Transition(
        6,
        _A.DECLINE,
        frozenset({_S.PROPOSED}),
        _S.DECLINED,
        _FOLLOWERS,
        motives=_PERSON_SAYS,
        effects=(_E.COUNT_MOTIVE,),
    ),
    Transition(
        7,
        _A.SUBMIT,
        frozenset({_S.AGREED}),
        _S.LEVEL2_PENDING,
        _NOBODY,
        guards=(_G.LEVEL_TWO,),
        effects=(_E.TASK,),
    ),
    Transition(
        8,
        _A.VALIDATE,
        frozenset({_S.LEVEL2_PENDING}),
        _S.LEVEL2_VALIDATED,
        _ADVISORS,
        guards=(_G.ANOTHER_PERSON, _G.INTERVIEW_HELD),
        effects=(_E.VALIDATOR,),
    ),
    Transition(
        8,
        _A.REFUSE,
        frozenset({_S.LEVEL2_PENDING}),
        _S.LEVEL2_REFUSED,
        _ADVISORS,
        guards=(_G.ANOTHER_PERSON, _G.INTERVIEW_HELD),
        effects=(_E.VALIDATOR,),
    ),
    Transition(
        8,
        _A.RETURN,
        frozenset({_S.LEVEL2_PENDING}),
        _S.KEPT,
        _ADVISORS,
        guards=(_G.TWO_ABSENCES,),
        effects=(_E.FORGET_AGREEMENT, _E.TELL_CASEWORKER),
    ),
    Transition(
        9,
        _A.DISPATCH,
        frozenset({_S.AGREED, _S.LEVEL2_VALIDATED}),
        _S.DISPATCHED,
        _SENDERS,
        guards=(
            _G.OFFER_LIVES,
            _G.OFFER_OPEN,
            _G.BEFORE_DEADLINE,
            _G.VALIDATED,
            _G.RECENT_AGREEMENT,
            _G.CARD_CHECKED,
        ),
        effects=(_E.SENT,),
    ),
    Transition(
        10,
        _A.CLOSE,
        frozenset({_S.DISPATCHED}),
        _S.CLOSED,
        _HEARERS,
        motives=frozenset({EndMotive.HIRED.value}),
        guards=(_G.POSTS_LEFT, _G.WEEK),
        effects=(_E.REASON, _E.CONTRACT, _E.CLOSE_OTHERS),
        name="Recrutement confirmé",
    ),
    Transition(
        11,
        _A.CLOSE,
        frozenset({_S.DISPATCHED}),
        _S.CLOSED,
        _HEARERS,
        motives=frozenset({EndMotive.REFUSED.value}),
        details=_EMPLOYER_SAYS,
        effects=(_E.REASON, _E.COUNT_MOTIVE, _E.NEXT_OFFERS),
        name="Refus de l’employeur",
    ),
    Transition(
        12,
        _A.CLOSE,
        frozenset({_S.DISPATCHED}),
        _S.CLOSED,
        _NOBODY,
        motives=frozenset({EndMotive.NO_ANSWER.value}),
        guards=(_G.ANSWER_LATE,),
        effects=(_E.REASON, _E.NOT_THE_PERSON),
        name="Sans réponse",
    ),
    Transition(
        13,
        _A.CLOSE,
        OPEN_STATES,
        _S.CLOSED,
        _FOLLOWERS,
        motives=_WITHDRAWN,
        details=_PERSON_SAYS,
        effects=(_E.REASON, _E.COUNT_MOTIVE, _E.RECALL),
        name="Désistement",
    ),
    Transition(
        13,
        _A.CLOSE,
        OPEN_STATES,
        _S.CLOSED,
        _FOLLOWERS,
        motives=_BY_HAND,
        effects=(_E.REASON, _E.RECALL),
        name="Clore",
    ),
    Transition(  # the offer ends, or another post was found: with one reason for all
        13,
        _A.CLOSE,
        WAITING,
        _S.CLOSED,
        _NOBODY,
        motives=frozenset(each.value for each in EndMotive),
        effects=(_E.REASON,),
        name="Clore avec l’offre",
    ),
    Transition(
        14,
        _A.REOPEN,
        frozenset({_S.CLOSED}),
        None,
        _ADVISORS,
        motives=frozenset(each.value for each in ComeBackMotive),
        guards=(_G.OFFER_LIVES, _G.RECENT_CLOSING),
        effects=(_E.HISTORY,),
    ),
)

REVERSIBLE = frozenset(
    {_A.KEEP, _A.DISCARD, _A.RESERVE, _A.PROPOSE, _A.AGREE, _A.DECLINE, _A.VALIDATE, _A.REFUSE}
)
"""What « Annuler » takes back as long as nothing came after: all that was not sent yet."""


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
