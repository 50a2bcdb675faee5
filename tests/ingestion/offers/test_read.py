"""Files and pasted text to raw offers: nothing lost, every refusal with its line."""

import json
from pathlib import Path

import pytest

from ingestion.offers import Origin, read_json, read_offer_text, read_offers
from models.errors import InputRefusedError

ONE = {"id": "X1", "intitule": "Cariste (H/F)", "description": "Conduire un chariot."}
TWO = {"id": "X2", "intitule": "Maçon", "description": "Monter des murs."}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([ONE, TWO]),
        json.dumps({"resultats": [ONE, TWO], "filtresPossibles": []}),
        json.dumps(ONE) + "\n" + json.dumps(TWO) + "\n",
        "\ufeff" + json.dumps(ONE) + "\r\n\r\n" + json.dumps(TWO),
    ],
    ids=["list", "resultats", "lines", "byte order mark and blank line"],
)
def test_the_four_forms_of_json_give_the_same_offers(content: str) -> None:
    batch = read_json(content)
    assert [offer.reference for offer in batch.offers] == ["X1", "X2"]
    assert batch.rejected == ()
    assert all(offer.origin is Origin.FRANCE_TRAVAIL for offer in batch.offers)


def test_one_object_is_one_offer() -> None:
    batch = read_json(json.dumps(ONE, indent=2))
    assert [offer.title for offer in batch.offers] == ["Cariste (H/F)"]


def test_a_broken_line_is_told_and_the_rest_is_read() -> None:
    content = "\n".join([json.dumps(ONE), '{"id": "cassé', "12", "{}", json.dumps(TWO)])
    batch = read_json(content)
    assert [offer.reference for offer in batch.offers] == ["X1", "X2"]
    assert [refused.row for refused in batch.rejected] == [2, 3, 4]
    assert "JSON" in batch.rejected[0].reason
    assert batch.read == 5


def test_odd_values_in_a_list_are_refused_by_place() -> None:
    batch = read_json(json.dumps([ONE, None, "texte", TWO]))
    assert len(batch.offers) == 2
    assert [refused.row for refused in batch.rejected] == [2, 3]


def test_windows_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "offres.json"
    path.write_bytes('[{"intitule": "Maçon", "description": "Été à Téteghem"}]'.encode("cp1252"))
    batch = read_offers(path)
    assert batch.offers[0].title == "Maçon"
    assert batch.offers[0].description == "Été à Téteghem"


def test_a_text_file_is_one_offer(tmp_path: Path) -> None:
    path = tmp_path / "offre.txt"
    path.write_text("\n\n  Agent de propreté H/F \nCDI 20 h par semaine.\n", encoding="utf-8")
    (offer,) = read_offers(path).offers
    assert offer.title == "Agent de propreté H/F"
    assert offer.description == "CDI 20 h par semaine."
    assert offer.source_text == "Agent de propreté H/F\nCDI 20 h par semaine."


def test_a_paragraph_without_title_keeps_all_its_words() -> None:
    text = "Nous cherchons une personne pour l'entretien de nos bureaux " * 6
    offer = read_offer_text(text)
    assert len(offer.title) <= 150
    assert offer.description == text.strip()


def test_an_empty_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "vide.txt"
    path.write_text("  \n", encoding="utf-8")
    batch = read_offers(path)
    assert batch.offers == ()
    assert batch.rejected[0].reason == "Le fichier est vide."


def test_a_missing_file_is_a_clear_refusal(tmp_path: Path) -> None:
    with pytest.raises(InputRefusedError, match="introuvable"):
        read_offers(tmp_path / "absent.json")


def test_title_and_description_keep_every_character_that_offsets_count() -> None:
    item = {"intitule": " Cariste  H/F ", "description": "\r\n CDI à pourvoir\r\n"}
    (offer,) = read_json(json.dumps(item)).offers
    assert offer.source_text == " Cariste  H/F \n\r\n CDI à pourvoir\r\n"


def test_characters_that_no_base_accepts_are_replaced_in_place() -> None:
    (offer,) = read_json('{"intitule": "Ma\\u0000on", "description": "CDI \\ud83d"}').offers
    assert offer.source_text == "Ma\ufffdon\nCDI \ufffd"
