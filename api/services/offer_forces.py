"""What blocks, weighs or is only told for one offer: chosen by who knows the employer, and why.

A choice is one more version of the offer: lists made before say that the offer has changed, and
are made again by a person's click.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from api.services.offer_states import enter, lock
from api.services.scope import NotYourOfferError, decides_on
from matching.forces import imposed_by_law
from matching.profiles import OfferProfile
from models.errors import InputRefusedError, RoleRefusedError, TransitionRefusedError
from models.forces import OfferForce
from models.offers import Offer
from models.people import User
from models.transitions import EDITABLE
from models.vocabulary import Force, Gate, Necessity, Role

CHOOSERS = frozenset({Role.OFFICER, Role.ADVISOR, Role.MANAGER})
"""Who may say what the employer holds to; an advisor, on the offers of their domains."""

CHOOSE = "Choisir ce qui bloque"
MOTIVE = "Ce que dit l’employeur"
LONGEST_MOTIVE = 500


@dataclass(frozen=True)
class Wish:
    """What somebody asks: a force for some gates, and why.

    version : of the offer that they had before them; None: whatever it is
    """

    forces: Mapping[Gate, Force]
    motive: str
    version: int | None = None


def forces_of(session: Session, offer_id: int) -> dict[Gate, Force]:
    """What was chosen last on each gate of this offer; a gate nobody chose for is left out."""
    last = (
        select(func.max(OfferForce.id))
        .where(OfferForce.offer_id == offer_id)
        .group_by(OfferForce.gate)
    )
    found = session.execute(
        select(OfferForce.gate, OfferForce.force).where(OfferForce.id.in_(last))
    )
    wanted = {row.gate: row.force for row in found}
    return {gate: wanted[gate] for gate in Gate if gate in wanted}


def choices_of(session: Session, offer: Offer) -> dict[Gate, OfferForce]:
    """The last choice on each gate, with who made it; a gate nobody chose for is left out."""
    rows = session.scalars(
        select(OfferForce)
        .where(OfferForce.offer_id == offer.id)
        .options(joinedload(OfferForce.actor))
        .order_by(OfferForce.id)
    )
    return {row.gate: row for row in rows}


def fed_gates(profile: OfferProfile) -> tuple[Gate, ...]:
    """The gates that this offer says something for, in the order they are shown."""
    facts = profile.facts
    required = any(each.necessity is Necessity.REQUIRED for each in facts.licences)
    fed = {
        Gate.CREDENTIAL: required or bool(profile.legal_titles),
        Gate.SCHEDULE: bool(facts.patterns or facts.start_time or facts.end_time),
        Gate.TRAVEL: facts.workplace is not None,
        Gate.RESTRICTION: bool(facts.conditions or profile.typical_conditions),
        Gate.CONTRACT: facts.contract is not None,
        Gate.AVAILABILITY: True,
        Gate.LANGUAGE: any(each[2] is Necessity.REQUIRED for each in facts.languages),
    }
    return tuple(gate for gate in Gate if fed[gate])


def law_words(profile: OfferProfile) -> str:
    """Why the titles of this offer cannot be loosened; "" where they can."""
    imposed = imposed_by_law(profile)
    return " ".join(dict.fromkeys(f"{each.label} : {_lowered(each.why)}" for each in imposed))


def may_choose(session: Session, user: User, offer: Offer) -> bool:
    """Whether the user may say what blocks for this offer."""
    return user.role in CHOOSERS and offer.state in EDITABLE and decides_on(session, user, offer.id)


def choose(
    session: Session, offer: Offer, user: User, wish: Wish, profile: OfferProfile, now: datetime
) -> tuple[OfferForce, ...]:
    """Keep what is asked where it differs from what stands; the rows added, none if nothing does.

    `profile` is the offer as it stands: what it feeds, and what the law asks of it.

    Raises
    ------
    RoleRefusedError, NotYourOfferError : only who collects offers, or an advisor of the domain
    TransitionRefusedError : the offer is over
    InputRefusedError : no motive, a gate the offer says nothing for, or one the law imposes
    ConcurrentChangeError : somebody changed the offer since `wish.version`
    """
    _check_person(session, offer, user)
    lock(session, offer, wish.version)
    if offer.state not in EDITABLE:
        raise TransitionRefusedError(CHOOSE, offer.state.label)
    now_standing = {**profile.facts.forces, **forces_of(session, offer.id)}
    changed = {
        gate: wish.forces[gate]
        for gate in Gate
        if gate in wish.forces and wish.forces[gate] != now_standing.get(gate, Force.BLOCKS)
    }
    if not changed:
        return ()
    motive = _motive(wish.motive)
    _check_gates(changed, profile)
    said = ", ".join(f"{gate.label} : {force.label.lower()}" for gate, force in changed.items())
    enter(session, offer, offer.state, user, now, f"{said} ({motive})")
    rows = tuple(
        OfferForce(
            offer_id=offer.id,
            gate=gate,
            force=force,
            motive=motive,
            offer_version=offer.version,
            actor_id=user.id,
            at=now,
        )
        for gate, force in changed.items()
    )
    session.add_all(rows)
    session.flush()
    return rows


def _check_person(session: Session, offer: Offer, user: User) -> None:
    if user.role not in CHOOSERS:
        raise RoleRefusedError(CHOOSE, user.role.label)
    if not decides_on(session, user, offer.id):
        raise NotYourOfferError


def _motive(typed: str) -> str:
    motive = typed.strip()
    if not motive:
        raise InputRefusedError("écrivez en une phrase pourquoi", MOTIVE)
    if len(motive) > LONGEST_MOTIVE:
        raise InputRefusedError(f"{LONGEST_MOTIVE} caractères au plus", MOTIVE)
    return motive


def _check_gates(changed: Mapping[Gate, Force], profile: OfferProfile) -> None:
    """Blocking again is always allowed."""
    fed = fed_gates(profile)
    for gate, force in changed.items():
        if force is Force.BLOCKS:
            continue
        if gate not in fed:
            raise InputRefusedError("l’offre n’en dit rien : rien à assouplir", gate.label)
        if gate is Gate.CREDENTIAL and (why := law_words(profile)):
            raise InputRefusedError(f"la loi l’impose. {why}", gate.label)


def _lowered(sentence: str) -> str:
    return f"{sentence[:1].lower()}{sentence[1:]}"
