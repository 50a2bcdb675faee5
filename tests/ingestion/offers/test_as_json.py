"""The JSON of a parsed offer: every key of the exchange format, always."""

import json
from typing import Any

from ingestion.offers import parse_offer, read_json, read_offer_text, to_json
from tests.ingestion.offers.coder import SmallCoder

KEYS = {
    *("reference", "title", "description", "employer", "occupation", "domain", "workplace"),
    *("contract", "working_time", "vehicle", "pay", "positions", "experience", "education"),
    *("licences", "skills", "languages", "constraints", "level", "clause_hours", "agency"),
    *("deadline", "evidence", "questions", "warnings"),
}
NESTED = {
    "employer": {"name", "siret", "sector"},
    "occupation": {"rome", "label", "confidence", "alternatives"},
    "workplace": {"insee", "name", "postal_code", "latitude", "longitude", "access"},
    "contract": {"type", "duration_days", "start_date"},
    "working_time": {"weekly_hours", "full_time", "patterns", "start_time", "end_time"},
    "pay": {"min", "max", "period"},
    "experience": {"necessity", "months"},
    "education": {"level", "necessity"},
}


def as_json(text: str) -> dict[str, Any]:
    return to_json(parse_offer(read_offer_text(text), SmallCoder()))


def test_an_offer_that_says_nothing_has_every_key() -> None:
    found = as_json("Poste")
    assert set(found) == KEYS
    for name, keys in NESTED.items():
        assert set(found[name]) == keys
    assert found["contract"]["type"] is None
    assert found["licences"] == []
    assert found["workplace"]["access"] == []
    assert found["domain"] == "autre"


def test_a_full_offer_is_plain_json() -> None:
    found = as_json(
        "Cariste\nCDI 35h en 2x8, 5h-13h / 13h-21h, à Gravelines. CACES R489 3 exigé. "
        "Débutant accepté. 12,50 € de l'heure. Arrêt de bus à proximité."
    )
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["contract"]["type"] == "CDI"
    assert found["working_time"]["start_time"] == "05:00"
    assert found["working_time"]["patterns"] == ["2x8", "matin_tot"]
    assert found["licences"] == [{"code": "CACES_R489_3", "necessity": "required"}]
    assert found["experience"] == {"necessity": "none", "months": None}
    assert found["workplace"]["access"] == ["bus"]
    assert found["occupation"]["rome"] == "N1101"
    start, end = (found["evidence"]["contract.type"][key] for key in ("start", "end"))
    text = f"{found['title']}\n{found['description']}"
    assert text[start:end] == found["evidence"]["contract.type"]["text"] == "CDI"


def test_offers_come_out_in_the_order_of_the_source() -> None:
    items = [{"id": str(rank), "intitule": f"Poste {rank}"} for rank in range(20)]
    raws = read_json(json.dumps(items)).offers
    references = [to_json(parse_offer(raw, SmallCoder()))["reference"] for raw in raws]
    assert references == [str(rank) for rank in range(20)]
