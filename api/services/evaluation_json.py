"""An evaluation as JSON: every figure, every interval, nothing of the judged people."""

from typing import Any

from api.services.evaluating import Ablated, Evaluation
from api.services.ranking import engine_json
from matching.evaluation import Interval, OfferMeasures, Summary


def evaluation_json(result: Evaluation) -> dict[str, Any]:
    """What `evaluate --out` writes; a figure that could not be measured is null."""
    return {
        "engine": engine_json(result.engine),
        "date": result.day.isoformat(),
        "basis": {
            "offers": result.basis.offers,
            "people": result.basis.people,
            "pairs": result.basis.pairs,
        },
        "rankings": {name: _summary(s) for name, s in result.rankings.items()},
        "domains": {name: _summary(s) for name, s in result.domains.items()},
        "gains": {
            name: {"ndcg@10": _number(gain), "interval": _bounds(interval)}
            for name, (gain, interval) in result.gains.items()
        },
        "ablations": [_ablated(each) for each in result.ablations],
        "offers": {offer: _measures(m) for offer, m in result.measures.items()},
        "notes": list(result.notes),
        "refused": {
            file: [{"row": r.row, "field": r.field, "reason": r.reason} for r in rows]
            for file, rows in result.refused.items()
        },
    }


def _ablated(each: Ablated) -> dict[str, Any]:
    return {
        "key": each.ablation.key,
        "part": each.ablation.part.value,
        "label": each.ablation.label,
        **_summary(each.summary),
        "gain": _number(each.gain),
        "gain_interval": _bounds(each.interval),
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "offers": summary.offers,
        "ndcg@10": _number(summary.ndcg),
        "interval": _bounds(summary.ndcg_interval),
        "hit@3": _number(summary.hit),
        "hit@3_interval": _bounds(summary.hit_interval),
        "recall@10": _number(summary.recall),
        "recall@10_interval": _bounds(summary.recall_interval),
        "mrr": _number(summary.first),
        "mrr_interval": _bounds(summary.first_interval),
    }


def _measures(measures: OfferMeasures) -> dict[str, float | None]:
    return {
        "ndcg@10": measures.ndcg,
        "hit@3": measures.hit,
        "recall@10": _number(measures.recall),
        "reciprocal_rank": _number(measures.first),
    }


def _bounds(interval: Interval) -> list[float | None]:
    return [_number(bound) for bound in interval]


def _number(value: float) -> float | None:
    return None if value != value else value
