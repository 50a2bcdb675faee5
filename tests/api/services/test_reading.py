"""Files to parsed offers: what was read, what was refused, what comes twice."""

import json
import os
from pathlib import Path

import pytest

from api.services.reading import (
    LOT,
    SHARED_FROM,
    packaged_proposals,
    parse_all,
    read_offer_file,
    read_offer_words,
)
from ingestion.offers import parse_offers, read_offers, to_json

TITLES = ("Cariste", "Aide à domicile", "Soudeur TIG", "Commis de cuisine", "Peintre en bâtiment")
TOWNS = ("Dunkerque", "Grande-Synthe", "Gravelines")


def write_lines(path: Path, *offers: dict[str, str]) -> Path:
    lines = (json.dumps(offer, ensure_ascii=False) for offer in offers)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_more_than_a_thousand_offers_read_alike_in_one_process_and_in_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = SHARED_FROM + LOT // 2
    path = write_lines(
        tmp_path / "offers.jsonl",
        *(
            {
                "id": f"O-{number}",
                "intitule": f"{TITLES[number % 5]} (H/F)",
                "description": f"Poste {number} à {TOWNS[number % 3]}. Permis B exigé. 35 h.",
            }
            for number in range(count)
        ),
    )
    raw = read_offers(path).offers
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    shared = [json.dumps(to_json(offer)) for offer in parse_all(raw)]
    alone = [json.dumps(to_json(offer)) for offer in parse_offers(raw, packaged_proposals())]
    assert len(shared) == count
    assert shared == alone


def test_refused_rows_odd_columns_and_repeated_references_have_their_place(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "offers.jsonl",
        {"id": "O-1", "intitule": "Cariste"},
        {},
        {"intitule": "Soudeur"},
        {"id": "O-1", "intitule": "Peintre"},
        {"intitule": "Maçon"},
        {"id": "O-1", "intitule": "Plombier"},
    )
    read = read_offer_file(path)
    assert [offer.title for offer in read.offers] == [
        "Cariste", "Soudeur", "Peintre", "Maçon", "Plombier",
    ]  # fmt: skip
    assert read.rows == (1, 3, 4, 5, 6)
    assert [refused.row for refused in read.refused] == [2]
    assert [(each.row, each.reason) for each in read.repeats] == [
        (4, "référence O-1 répétée, déjà ligne 1"),
        (6, "référence O-1 répétée, déjà ligne 1"),
    ]


def test_columns_of_a_sheet_that_nobody_knows_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "offers.csv"
    path.write_text("Référence;Intitulé;Couleur du mur\nO-1;Cariste;bleu\n", encoding="utf-8")
    read = read_offer_file(path)
    assert [(note.row, note.field) for note in read.notes] == [(1, "Couleur du mur")]
    assert read.refused == ()


def test_pasted_words_are_one_offer_and_pasted_json_as_many_as_it_holds() -> None:
    assert [o.title for o in read_offer_words("Cariste\nÀ Dunkerque.").offers] == ["Cariste"]
    both = read_offer_words('[{"intitule": "Cariste"}, {"intitule": "Soudeur"}, 3]')
    assert [offer.title for offer in both.offers] == ["Cariste", "Soudeur"]
    assert [refused.row for refused in both.refused] == [3]
