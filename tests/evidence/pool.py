"""The real offers that measures read: never committed, given as a folder of data.

`DATA` holds `offers_dev.jsonl.gz`; the yardstick beside it decides which offers are of the test
side and which trades count.
"""

import gzip
import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

from ingestion.offers.raw import RawOffer

Offer = dict[str, Any]


def yardstick(data: Path) -> ModuleType:
    """The measure of the parser that stands beside the data."""
    path = data.parent / "yardsticks" / "parse_eval.py"
    spec = importlib.util.spec_from_file_location("parse_eval", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"mesure introuvable : {path.name}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_side(data: Path) -> list[Offer]:
    """The offers that the yardstick scores: never tuned on."""
    return list(yardstick(data).pool())


def development_side(data: Path) -> list[Offer]:
    """The same choice of trades and sources among the offers that may be tuned on."""
    rules = yardstick(data)
    with gzip.open(data / "offers_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [offer for line in lines if _counts(offer := json.loads(line), rules)]


def _counts(offer: Offer, rules: ModuleType) -> bool:
    source = offer.get("_source", "")
    parent = offer["_romeParent"] or ""
    return (
        not offer.get("_romeDerive")
        and not any(name in source for name in ("vimchun", "anp67x", "TurboMils"))
        and not rules.is_test(offer)
        and (parent or offer["romeCode"]).startswith(rules.TRADES)
        and not parent.startswith("M18")
    )


def as_text(offer: Offer) -> RawOffer:
    """Title and description alone: what the yardstick gives the parser."""
    return RawOffer(offer["intitule"], offer["description"], reference=str(offer["id"]))
