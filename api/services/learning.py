"""Weights proposed from decisions, and what named people decide of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.services.learning_log import DecisionLog, read_log
from api.services.learning_weights import engine_in_force, plain, ruling_in_force
from ingestion.normalise import squash
from matching.engine import Engine
from matching.learning.exposure import seen_by_rank
from matching.learning.heldout import Figures
from matching.learning.pooling import Learnt, Regime
from matching.learning.promotion import (
    ExposureCheck,
    Rivals,
    Trial,
    no_exposure_check,
    try_out,
)
from models.errors import DomainError, NotFoundError, RoleRefusedError
from models.learning import (
    ALL_DOMAINS,
    PlainWeights,
    Ruling,
    WeightProposal,
    WeightRuling,
)
from models.people import User
from models.vocabulary import Domain, Role


class WeightsRefusedError(DomainError):
    """Weights that may not be put in force; says why in French."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A decision on weights as a person signs it: their name as typed, and a note."""

    name: str
    note: str = ""


def propose(
    session: Session,
    packaged: Engine,
    user: User | None,
    at: datetime,
    exposure: ExposureCheck = no_exposure_check,
) -> WeightProposal:
    """Learn from the log, judge against the weights in force, and keep what was found.

    Raises
    ------
    RoleRefusedError : only a manager asks for it; `user` None is the system
    """
    if user is not None:
        _check(user, "Calculer une proposition de poids")
    log = read_log(session)
    engine = engine_in_force(session, packaged)
    rivals = Rivals(engine.weights_in, packaged.weights, exposure)
    trial = try_out(log.decisions, seen_by_rank(log.shown), rivals)
    row = WeightProposal(
        at=at,
        actor_id=None if user is None else user.id,
        engine_version=engine.version,
        regime=trial.learnt.regime.name.lower(),
        decisions=trial.decisions,
        weights=_tables(trial.learnt),
        active=in_force(engine),
        figures=_figures(trial, log),
        refusals=list(trial.refusals),
    )
    session.add(row)
    session.flush()
    return row


def approve(
    session: Session, key: str, user: User, signed: Signature, at: datetime
) -> WeightRuling:
    """Put proposed weights in force, under the name of the person who answers for them.

    Raises
    ------
    NotFoundError : no such proposal
    RoleRefusedError : only a manager
    WeightsRefusedError : the rule does not allow them, others were proposed or decided since,
        or the name is not that of the person signed in
    """
    proposal = _proposal(session, key)
    _check(user, Ruling.APPROVE.label)
    _check_open(session, proposal)
    last = ruling_in_force(session)
    if last is not None and last.at > proposal.at:
        raise WeightsRefusedError(
            "Les poids en service ont changé depuis ce calcul : calculez une nouvelle proposition."
        )
    if proposal.refusals:
        raise WeightsRefusedError(f"La règle ne le permet pas : {' ; '.join(proposal.refusals)}.")
    return _rule(session, Ruling.APPROVE, proposal, user, signed, at)


def refuse(session: Session, key: str, user: User, signed: Signature, at: datetime) -> WeightRuling:
    """Set proposed weights aside; those in force stay.

    Raises
    ------
    NotFoundError, RoleRefusedError, WeightsRefusedError : as for `approve`, but for the rule
    """
    proposal = _proposal(session, key)
    _check(user, Ruling.REFUSE.label)
    _check_open(session, proposal)
    return _rule(session, Ruling.REFUSE, proposal, user, signed, at)


def go_back(session: Session, user: User, signed: Signature, at: datetime) -> WeightRuling:
    """Return to the packaged weights.

    Raises
    ------
    RoleRefusedError, WeightsRefusedError : not a manager; the packaged weights are in force
    """
    _check(user, Ruling.RETURN.label)
    last = ruling_in_force(session)
    if last is None or last.proposal is None:
        raise WeightsRefusedError("Les poids d’origine sont déjà en service.")
    return _rule(session, Ruling.RETURN, None, user, signed, at)


def last_proposal(session: Session) -> WeightProposal | None:
    """What was proposed last, decided on or not."""
    return session.scalar(
        select(WeightProposal)
        .options(joinedload(WeightProposal.actor))
        .order_by(WeightProposal.id.desc())
        .limit(1)
    )


def rulings(session: Session, most: int = 50) -> list[WeightRuling]:
    """Decisions on weights, the last first."""
    return list(
        session.scalars(
            select(WeightRuling)
            .options(joinedload(WeightRuling.actor), joinedload(WeightRuling.proposal))
            .order_by(WeightRuling.id.desc())
            .limit(most)
        )
    )


def in_force(engine: Engine) -> dict[str, PlainWeights]:
    """Weights of an engine as the base keeps them: for all, and by domain."""
    by_domain = {domain.value: plain(table) for domain, table in engine.by_domain.items()}
    return {ALL_DOMAINS: plain(engine.weights), **by_domain}


def regime_words(name: str) -> str:
    """What a regime is called on screen."""
    return Regime[name.upper()].value


def _tables(learnt: Learnt) -> dict[str, PlainWeights]:
    by_domain: Mapping[Domain, Any] = learnt.by_domain
    tables = {domain.value: plain(weights) for domain, weights in by_domain.items()}
    return {ALL_DOMAINS: plain(learnt.overall.weights), **tables}


def _figures(trial: Trial, log: DecisionLog) -> dict[str, Any]:
    """The table before / after, as the screen shows it; NaN does not enter the base."""
    found = trial.difference
    return {
        "offers": found.offers,
        "rows": found.rows,
        "kept": log.kept,
        "silent": log.silent,
        "unshown": log.unshown,
        "before": _plain_figures(found.before),
        "after": _plain_figures(found.after),
        "gain": _number(found.gain),
        "gain_interval": [_number(bound) for bound in found.gain_interval],
        "accuracy_gain": _number(found.accuracy_gain),
        "accuracy_interval": [_number(bound) for bound in found.accuracy_interval],
        "slope": trial.learnt.overall.slope,
        "spread": trial.learnt.spread,
    }


def _plain_figures(figures: Figures) -> dict[str, float | None]:
    return {
        "ndcg": _number(figures.ndcg),
        "accuracy": _number(figures.accuracy),
        "calibration_error": _number(figures.calibration_error),
    }


def _number(value: float) -> float | None:
    return None if value != value else float(value)


def _proposal(session: Session, key: str) -> WeightProposal:
    """Locked: of two who decide at once, the second finds the decision of the first."""
    try:
        found = session.scalar(
            select(WeightProposal).where(WeightProposal.key == UUID(key)).with_for_update()
        )
    except ValueError as error:
        raise NotFoundError("Proposition", key) from error
    if found is None:
        raise NotFoundError("Proposition", key)
    return found


def _check(user: User, action: str) -> None:
    if user.role is not Role.MANAGER:
        raise RoleRefusedError(action, user.role.label)


def _check_open(session: Session, proposal: WeightProposal) -> None:
    last = last_proposal(session)
    if last is not None and last.id != proposal.id:
        raise WeightsRefusedError("Une autre proposition a été calculée depuis.")
    is_decided = session.scalar(
        select(WeightRuling.id).where(WeightRuling.proposal_id == proposal.id).limit(1)
    )
    if is_decided is not None:
        raise WeightsRefusedError("Cette proposition a déjà sa décision.")


def _rule(
    session: Session,
    ruling: Ruling,
    proposal: WeightProposal | None,
    user: User,
    signed: Signature,
    at: datetime,
) -> WeightRuling:
    if squash(signed.name) != squash(user.name):
        raise WeightsRefusedError(f"Signez de votre nom, tel qu’il s’affiche : {user.name}.")
    row = WeightRuling(
        at=at,
        actor_id=user.id,
        ruling=ruling,
        proposal_id=None if proposal is None else proposal.id,
        signed_as=signed.name,
        note=signed.note,
    )
    session.add(row)
    session.flush()
    return row
