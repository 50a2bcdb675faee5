"""How a dispatch moves: one declarative table, and one conditional UPDATE with its event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from models.dispatch_lists import CardAnswer, DispatchAction, DispatchState
from models.dispatches import Dispatch, DispatchCard, DispatchEvent
from models.errors import ConcurrentChangeError, RoleRefusedError, TransitionRefusedError
from models.people import User
from models.vocabulary import Role

SENDERS = frozenset({Role.OFFICER, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
"""Who sends people to an agency or employer, and records the answers."""
_CONTACT = frozenset({Role.AGENCY})
_SYSTEM: frozenset[Role] = frozenset()

_A, _S = DispatchAction, DispatchState
OUT = frozenset({_S.SENT, _S.READ, _S.PARTIAL, _S.COMPLETE, _S.REMINDED})
"""States of a dispatch that is at the contact's."""
AWAITED = OUT - {_S.COMPLETE}
"""States in which an answer is still waited for."""


@dataclass(frozen=True, slots=True)
class DispatchTransition:
    """One row of the table of dispatches.

    `roles` : who; an agency is the contact with the link; empty: the system alone
    `guard`, `effect` : in French, for the documentation
    """

    action: DispatchAction
    from_states: frozenset[DispatchState]
    to_state: DispatchState
    roles: frozenset[Role]
    guard: str = ""
    effect: str = ""


DISPATCH_TRANSITIONS: tuple[DispatchTransition, ...] = (
    DispatchTransition(
        _A.SEND,
        frozenset({_S.PREPARED}),
        _S.SENT,
        SENDERS,
        "offre ouverte, avant la date limite ; pour chaque personne : accord de moins de "
        "30 jours, entretien validé si l’offre est de niveau 2",
        "un seul message au contact, avec un lien ; les mises en relation passent à « Transmise »",
    ),
    DispatchTransition(_A.DROP, frozenset({_S.PREPARED}), _S.DROPPED, SENDERS),
    DispatchTransition(
        _A.READ, frozenset({_S.SENT}), _S.READ, _CONTACT, "", "chaque lecture est au journal"
    ),
    DispatchTransition(
        _A.ANSWER,
        OUT,
        _S.PARTIAL,
        SENDERS | _CONTACT,
        "la personne attend encore une réponse",
        "30 minutes pour changer d’avis, puis la réponse prend effet ; « Répondu » quand plus "
        "aucune fiche n’attend",
    ),
    DispatchTransition(_A.ANSWER, OUT, _S.COMPLETE, SENDERS | _CONTACT),
    DispatchTransition(
        _A.TAKE_BACK,
        OUT,
        _S.PARTIAL,
        SENDERS | _CONTACT,
        "la réponse n’a pas encore pris effet",
        "la fiche attend à nouveau une réponse",
    ),
    DispatchTransition(_A.TAKE_BACK, OUT, _S.READ, SENDERS | _CONTACT),
    DispatchTransition(
        _A.REMIND,
        AWAITED,
        _S.REMINDED,
        SENDERS,
        "une fiche au moins attend une réponse ; le contact n’a pas demandé l’arrêt des messages",
        "à J+3 et J+7 (intérim : J+1 et J+2), d’office",
    ),
    DispatchTransition(
        _A.CLOSE,
        OUT,
        _S.CLOSED,
        SENDERS,
        "",
        "à J+10 (intérim : J+4), d’office : les fiches sans réponse sont closes « Sans réponse », "
        "au compte de l’employeur, jamais de la personne",
    ),
    DispatchTransition(
        _A.REOPEN,
        frozenset({_S.CLOSED}),
        _S.PARTIAL,
        SENDERS,
        "une mise en relation de l’envoi est à nouveau « Transmise »",
    ),
)


def dispatch_transition(
    action: DispatchAction, state: DispatchState, role: Role | None
) -> DispatchTransition:
    """The transition asked for, checked; `role` None is the system.

    Raises
    ------
    RoleRefusedError : the role may not do it
    TransitionRefusedError : not from this state
    """
    rows = [row for row in DISPATCH_TRANSITIONS if row.action is action]
    if role is not None and not any(role in row.roles for row in rows):
        raise RoleRefusedError(action.label, role.label)
    found = next((row for row in rows if state in row.from_states), None)
    if found is None:
        raise TransitionRefusedError(action.label, state.label)
    return found


@dataclass(frozen=True, slots=True)
class By:
    """Who does it: a user with a role, the contact by the link (both None), or the system."""

    user_id: int | None = None
    role: Role | None = None
    is_contact: bool = False

    @property
    def asked_as(self) -> Role | None:
        """The role that the table is asked for."""
        return Role.AGENCY if self.is_contact else self.role


CONTACT = By(is_contact=True)
SOMEBODY_OF_OURS = "Une personne de notre équipe"
"""What somebody outside reads in the place of a colleague's name."""
THE_SYSTEM = By()


def by_user(user: User) -> By:
    """One of us."""
    return By(user.id, user.role)


def move_dispatch(
    session: Session,
    dispatch: Dispatch,
    action: DispatchAction,
    by: By,
    at: datetime,
    *,
    to_state: DispatchState | None = None,
    values: dict[str, Any] | None = None,
) -> None:
    """Take one step of the table; of two at once, one wins.

    `to_state` : where the action may lead to several (`ANSWER`); `values` : columns set with it

    Raises
    ------
    ConcurrentChangeError : somebody moved it meanwhile
    RoleRefusedError, TransitionRefusedError : the table says no
    """
    start = dispatch.state
    end = to_state or dispatch_transition(action, start, by.asked_as).to_state
    dispatch_transition(action, start, by.asked_as)
    changed = session.execute(
        update(Dispatch)
        .where(Dispatch.id == dispatch.id, Dispatch.version == dispatch.version)
        .values(state=end, version=dispatch.version + 1, **(values or {}))
        .execution_options(synchronize_session=False)
    )
    assert isinstance(changed, CursorResult)
    reread(session, dispatch)
    if changed.rowcount != 1:
        raise overtaken(session, dispatch, by, at)
    note(session, dispatch, action, by, at, from_state=start, to_state=end)


def reread(session: Session, row: Dispatch | DispatchCard) -> None:
    """What the base holds now of the columns of a row; what was loaded beside it stays."""
    session.refresh(row, list(type(row).__mapper__.column_attrs.keys()))


def overtaken(session: Session, dispatch: Dispatch, by: By, at: datetime) -> ConcurrentChangeError:
    """What to say to whom came second; a contact hears no name of ours."""
    last = session.scalar(
        select(DispatchEvent)
        .where(DispatchEvent.dispatch_id == dispatch.id)
        .order_by(DispatchEvent.id.desc())
        .limit(1)
    )
    who = None
    if last is not None and last.actor_id is not None and by.is_contact:
        who = SOMEBODY_OF_OURS
    elif last is not None and last.actor_id is not None:
        who = session.scalar(select(User.name).where(User.id == last.actor_id))
    elif last is not None and last.is_contact:
        who = "Le contact"
    return ConcurrentChangeError(
        who or "Le système", at if last is None else last.at, dispatch.state.label
    )


def note(
    session: Session,
    dispatch: Dispatch,
    action: DispatchAction,
    by: By,
    at: datetime,
    *,
    card: DispatchCard | None = None,
    answer: CardAnswer | None = None,
    words: str | None = None,
    from_state: DispatchState | None = None,
    to_state: DispatchState | None = None,
) -> DispatchEvent:
    """Write one line of the history."""
    event = DispatchEvent(
        dispatch_id=dispatch.id,
        card_id=None if card is None else card.id,
        at=at,
        actor_id=by.user_id,
        is_contact=by.is_contact,
        action=action,
        from_state=from_state,
        to_state=to_state,
        answer=answer,
        words=words,
    )
    session.add(event)
    session.flush()
    return event
