"""The facts of the pages on weights: tables in the order they are read, words in French."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from api.services.learning import in_force, last_proposal, regime_words, rulings
from api.services.learning_counts import count_log
from api.services.learning_rates import last_rates, told_of
from api.services.learning_weights import (
    CHOOSERS,
    Emphasis,
    chosen_for,
    engine_in_force,
    plain,
    preference_of,
    ruling_in_force,
)
from api.services.shortlists import current_shortlist
from matching.engine import Engine
from matching.learning.pooling import FEWEST, FEWEST_POOLED, regime_of
from models.learning import ALL_DOMAINS, PlainWeights, ShortlistOrigin, WeightProposal
from models.offers import Offer
from models.people import User
from models.vocabulary import Criterion, Domain


@dataclass(frozen=True, slots=True)
class WeightRow:
    """A criterion and its weights, in the order of the columns."""

    criterion: Criterion
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WeightTable:
    """Weights side by side, for all domains or one."""

    title: str
    rows: tuple[WeightRow, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A measure before and after, with the interval of what changed if there is one."""

    label: str
    before: float | None
    after: float | None
    gain: float | None
    interval: tuple[float | None, float | None] | None


def learning_facts(session: Session, packaged: Engine, user: User) -> dict[str, Any]:
    """All that the page on learning shows."""
    counts, engine = count_log(session), engine_in_force(session, packaged)
    proposal, story = last_proposal(session), rulings(session)
    ruled = next((each for each in story if proposal and each.proposal_id == proposal.id), None)
    return {
        "counts": counts,
        "regime": regime_of(counts.useful).value,
        "fewest": FEWEST,
        "fewest_pooled": FEWEST_POOLED,
        "engine": engine,
        "set_by": ruling_in_force(session),
        "is_packaged": engine.version == packaged.version,
        "tables": weight_tables({"tous": plain(packaged.weights)}, in_force(engine)),
        "proposal": proposal,
        "proposal_regime": regime_words(proposal.regime) if proposal else "",
        "proposal_tables": weight_tables(proposal.active, proposal.weights) if proposal else (),
        "figures": figure_rows(proposal) if proposal else (),
        "ruled": ruled,
        "rulings": story,
        "signer": user.name,
        "rates": last_rates(session),
        "levels": told_of(last_rates(session), None),
    }


def weight_tables(
    before: Mapping[str, PlainWeights], after: Mapping[str, PlainWeights]
) -> tuple[WeightTable, ...]:
    """Tables of weights before and after: for all domains, then for each that has or had its own,
    those of all standing where it has none.
    """
    own = {*before, *after}
    names = [ALL_DOMAINS, *(domain.value for domain in Domain if domain.value in own)]
    return tuple(
        WeightTable(
            "Tous les domaines" if name == ALL_DOMAINS else Domain(name).label,
            tuple(
                WeightRow(
                    criterion,
                    (
                        before.get(name, before[ALL_DOMAINS])[criterion.value],
                        after.get(name, after[ALL_DOMAINS])[criterion.value],
                    ),
                )
                for criterion in Criterion
            ),
        )
        for name in names
    )


def figure_rows(proposal: WeightProposal) -> tuple[FigureRow, ...]:
    """The table before / after of a proposal."""
    found = proposal.figures
    before, after = found["before"], found["after"]
    return (
        FigureRow(
            "Ordre des dix premiers, 1 au mieux (nDCG@10)",
            before["ndcg"],
            after["ndcg"],
            found["gain"],
            tuple(found["gain_interval"]),
        ),
        FigureRow(
            "Paires dans le bon ordre",
            before["accuracy"],
            after["accuracy"],
            found["accuracy_gain"],
            tuple(found["accuracy_interval"]),
        ),
        FigureRow(
            "Écart des chances annoncées",
            before["calibration_error"],
            after["calibration_error"],
            None,
            None,
        ),
    )


def offer_weights_facts(
    session: Session, offer: Offer, packaged: Engine, user: User
) -> dict[str, Any]:
    """Suggested, preferred and applied weights of one offer."""
    chosen, preference = chosen_for(session, offer, packaged), preference_of(session, offer)
    shortlist = current_shortlist(session, offer)
    origin = session.get(ShortlistOrigin, shortlist.id) if shortlist else None
    return {
        "offer": offer,
        "chosen": chosen,
        "preference": preference,
        "shortlist": shortlist,
        "origin": origin,
        "is_applied": shortlist is not None
        and shortlist.weights == (chosen.preferred or chosen.suggested),
        "criteria": list(Criterion),
        "emphases": list(Emphasis),
        "picked": preference.choices if preference else {},
        "may_choose": user.role in CHOOSERS,
    }
