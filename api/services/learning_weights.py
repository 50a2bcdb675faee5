"""Weights in force: those a named person approved, those packaged otherwise; and, for one offer,
those an advisor prefers. Files mode never comes here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from matching.engine import Engine
from matching.learning.preferences import as_vector, as_weights
from models.errors import InputRefusedError, RoleRefusedError
from models.learning import ALL_DOMAINS, OfferWeights, PlainWeights, Ruling, WeightRuling
from models.offers import Offer
from models.people import User
from models.vocabulary import Criterion, Domain, Labelled, Role

CHOOSERS = frozenset({Role.ADVISOR, Role.MANAGER})
"""Who may prefer other weights for an offer."""


class Emphasis(Labelled):
    """How much a criterion counts for one offer, beside what is suggested."""

    LESS = "moins", "Compte deux fois moins"
    SAME = "pareil", "Comme proposé"
    MORE = "plus", "Compte deux fois plus"


FACTORS = {Emphasis.LESS: 0.5, Emphasis.SAME: 1.0, Emphasis.MORE: 2.0}
"""Bounds of what may be preferred: half and twice, before all is brought back to one."""


@dataclass(frozen=True)
class Chosen:
    """The engine that an offer is ranked with, and where its weights come from."""

    engine: Engine
    suggested: PlainWeights
    preferred: PlainWeights | None


def ruling_in_force(session: Session) -> WeightRuling | None:
    """The last decision that set weights; None: nobody ever changed those packaged."""
    return session.scalar(
        select(WeightRuling)
        .where(WeightRuling.ruling != Ruling.REFUSE)
        .options(joinedload(WeightRuling.proposal), joinedload(WeightRuling.actor))
        .order_by(WeightRuling.id.desc())
        .limit(1)
    )


def engine_in_force(session: Session, packaged: Engine) -> Engine:
    """The packaged engine with the weights that were approved, if any were."""
    ruling = ruling_in_force(session)
    if ruling is None or ruling.proposal is None:
        return packaged
    tables = {name: _criteria(table) for name, table in ruling.proposal.weights.items()}
    overall = tables.pop(ALL_DOMAINS)
    return replace(
        packaged,
        version=f"{packaged.version}+appris.{ruling.id}",
        weights=overall,
        by_domain={Domain(name): table for name, table in tables.items()},
    )


def chosen_for(session: Session, offer: Offer, packaged: Engine) -> Chosen:
    """What this offer is ranked with: weights in force, or those preferred for it."""
    engine = engine_in_force(session, packaged)
    suggested = plain(engine.weights_in(offer.domain))
    row = preference_of(session, offer)
    if row is None or row.weights is None:
        return Chosen(engine, suggested, None)
    mine = replace(
        engine,
        version=f"{engine.version}+offre.{row.id}",
        weights=_criteria(row.weights),
        by_domain={},
    )
    return Chosen(mine, suggested, row.weights)


class EnginesInForce:
    """What many offers are ranked with, read for all of them at once."""

    def __init__(self, session: Session, packaged: Engine) -> None:
        self._session, self._packaged = session, packaged
        self._in_force = engine_in_force(session, packaged)
        self._preferred = frozenset(session.scalars(select(OfferWeights.offer_id).distinct()))

    def of(self, offer_id: int) -> Engine:
        """The weights in force, or those preferred for this offer."""
        if offer_id not in self._preferred:
            return self._in_force
        offer = self._session.get_one(Offer, offer_id)
        return chosen_for(self._session, offer, self._packaged).engine


def preference_of(session: Session, offer: Offer) -> OfferWeights | None:
    """What was last preferred for the offer, with who did; `weights` None: back to suggested."""
    return session.scalar(
        select(OfferWeights)
        .where(OfferWeights.offer_id == offer.id)
        .options(joinedload(OfferWeights.actor))
        .order_by(OfferWeights.id.desc())
        .limit(1)
    )


def prefer(
    session: Session,
    offer: Offer,
    user: User,
    emphases: Mapping[Criterion, Emphasis],
    packaged: Engine,
    at: datetime,
) -> OfferWeights:
    """Keep what somebody prefers for one offer; all "as suggested" takes a preference back.

    Raises
    ------
    RoleRefusedError : only advisors and managers
    InputRefusedError : a criterion is not said
    """
    if user.role not in CHOOSERS:
        raise RoleRefusedError("Régler les poids d’une offre", user.role.label)
    missing = [criterion.label for criterion in Criterion if criterion not in emphases]
    if missing:
        raise InputRefusedError(f"il manque un choix pour {', '.join(missing)}", "Poids")
    suggested = engine_in_force(session, packaged).weights_in(offer.domain)
    is_same = all(each is Emphasis.SAME for each in emphases.values())
    raised = {c: suggested[c] * FACTORS[emphases[c]] for c in Criterion}
    wanted = None if is_same else plain(as_weights(as_vector(raised)))
    choices = {criterion.value: emphasis.value for criterion, emphasis in emphases.items()}
    row = OfferWeights(offer_id=offer.id, at=at, actor_id=user.id, weights=wanted, choices=choices)
    session.add(row)
    session.flush()
    return row


def plain(weights: Mapping[Criterion, float]) -> PlainWeights:
    """Weights as the base keeps them."""
    return {criterion.value: weights[criterion] for criterion in Criterion}


def _criteria(weights: PlainWeights) -> dict[Criterion, float]:
    return {Criterion(name): value for name, value in weights.items()}
