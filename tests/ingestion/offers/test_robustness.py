"""Offers that a bad day made: a thousand in, a thousand out, in reasonable time."""

import json
import random
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from ingestion.offers import parse_offers, read_json, read_offer_text, read_offers, to_json
from tests.ingestion.offers.coder import SmallCoder

MODEL: dict[str, Any] = {
    "id": "M1",
    "intitule": "Préparateur de commandes (H/F)",
    "description": (
        "Notre entrepôt de Loon-Plage recherche 2 préparateurs en CDD de 3 mois, 35h par semaine, "
        "en 2x8 (5h-13h / 13h-21h). CACES R489 1A exigé, permis B souhaité. Débutant accepté. "
        "12,10 € brut de l'heure. Poste ouvert à tous, véhicule conseillé."
    ),
    "romeCode": "N1103",
    "lieuTravail": {"libelle": "59 - LOON PLAGE", "commune": "59359", "latitude": 50.99},
    "typeContrat": "CDD",
    "typeContratLibelle": "CDD - 3 Mois",
    "dureeTravailLibelle": "35H/semaine\nTravail posté",
    "experienceExige": "D",
    "competences": [{"libelle": "Filmer des palettes", "exigence": "E"}],
    "permis": [{"libelle": "B - Véhicule léger", "exigence": "S"}],
    "salaire": {"libelle": "Horaire de 12.1 Euros"},
    "nombrePostes": 2,
    "entreprise": {"nom": "Entrepôt des Dunes"},
    "dateCreation": "2026-11-01T08:00:00.000Z",
}
JUNK: list[Any] = [None, "", 0, -3, True, [], {}, [1, None], {"libelle": None}, "\x00", 1e300]


def mutilate(rng: random.Random, rank: int) -> dict[str, Any]:
    """One of five harms: cut, capitals, mojibake, missing keys, junk values."""
    offer = dict(MODEL, id=str(rank))
    harm = rank % 5
    if harm == 0:
        offer["description"] = offer["description"][: rng.randrange(300)]
    elif harm == 1:
        offer["description"] = offer["description"].upper()
    elif harm == 2:
        offer["description"] = offer["description"].encode().decode("cp1252", "replace")
    elif harm == 3:
        for key in rng.sample(sorted(MODEL), 9):
            offer.pop(key, None)
    else:
        for key in rng.sample(sorted(MODEL), 7):
            offer[key] = rng.choice(JUNK)
    return offer or {"id": str(rank)}


def test_a_thousand_mutilated_offers_give_a_thousand_parsed_ones() -> None:
    rng = random.Random(20261123)
    lines = "\n".join(json.dumps(mutilate(rng, rank)) for rank in range(1000))
    batch = read_json(lines)
    parsed = parse_offers(batch.offers, SmallCoder())
    assert (batch.read, len(parsed), batch.rejected) == (1000, 1000, ())
    for offer in parsed:
        json.dumps(to_json(offer), allow_nan=False)
        for evidence in offer.evidence.values():
            assert offer.source_text[evidence.start : evidence.end] == evidence.text


def test_capitals_lose_no_requirement() -> None:
    text = MODEL["description"]
    plain, loud = (
        parse_offers([read_offer_text(f"Poste\n{words}")], SmallCoder())[0]
        for words in (text, text.upper())
    )
    assert loud.contract == plain.contract
    assert loud.licences == plain.licences
    assert loud.working_time == plain.working_time


@pytest.mark.parametrize(
    "piece",
    [
        *("experience ", "permis b ", "CACES 1 ", "8h ", "1 ", " ", "12 € ", "intérim ", "\n"),
        *("2 ans ", "clause sociale ", "Cap ", "samedi ", "Lieu : Ab ", "pas de ", "formation "),
        *("FIMO, ", "FIMO ou FCO / ", "souhaité ", "voiture ", "35 à 37h ", "10% ", "vous avez "),
    ],
)
def test_a_long_text_is_read_in_linear_time(piece: str) -> None:
    text = "Poste\n" + (piece * (100_000 // len(piece)))
    start = process_time()
    parse_offers([read_offer_text(text)], SmallCoder())
    assert process_time() - start < 4.0  # seconds of processor; 2 on a quiet machine


def test_an_endless_offer_is_read_in_part_and_kept_whole() -> None:
    text = "Cariste\n" + "Chargement de camions, permis B exigé. " * 60_000
    offer = parse_offers([read_offer_text(text)], SmallCoder())[0]
    assert offer.source_text == read_offer_text(text).source_text
    assert [warning.field for warning in offer.warnings if "très long" in warning.message]
    assert any(licence.code == "permis_B" for licence in offer.licences)


def test_endless_lists_are_cut_and_told() -> None:
    skills = [{"libelle": f"savoir {n}", "exigence": "E"} for n in range(5_000)]
    batch = read_json(json.dumps({"id": "1", "intitule": "Cariste", "competences": skills}))
    offer = parse_offers(batch.offers, SmallCoder())[0]
    assert len(offer.skills) == 100
    assert any("5000 éléments" in warning.message for warning in offer.warnings)


def test_a_list_of_people_is_no_sheet_of_offers(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Identifiant;Nom;Commune\nP-1;Martin;Dunkerque\n", encoding="utf-8")
    batch = read_offers(path)
    assert batch.offers == ()
    assert "pas une fiche d'offres" in batch.rejected[0].reason
