"""Accents spoilt by a wrong encoding come back, and offsets follow them."""

import json
import time

import pytest

from ingestion.mending import Mended, mend
from ingestion.offers import parse_offer, read_json, read_offer_text
from tests.ingestion.offers.coder import SmallCoder

TEXT = (
    "Préparateur de commandes à Loon-Plage : débutant accepté, matin tôt, 12,50 €/h. "
    "L'équipe de l’hôpital a déjà reçu 3 maçons."
)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_utf8_read_as_a_western_encoding_comes_back(encoding: str) -> None:
    spoilt = TEXT.encode().decode(encoding, "replace")
    assert spoilt != TEXT
    assert mend(spoilt).text == TEXT


def test_what_was_spoilt_twice_comes_back() -> None:
    once = TEXT.encode().decode("cp1252", "replace")
    twice = once.encode().decode("cp1252", "replace")
    assert mend(twice).text == TEXT


def test_lost_letters_come_back_in_known_words_only() -> None:
    spoilt = TEXT.encode("cp1252").decode("utf-8", "replace")
    assert mend(spoilt).text == TEXT.replace("’", "'")
    assert mend("Contact : Mme K\ufffdss\ufffd").text == "Contact : Mme K\ufffdss\ufffd"


@pytest.mark.parametrize(
    "sound",
    ["Débutant accepté à 8h", "Un château en août", "ÉQUIPE DE NUIT", "35 €", "CDI\tà Brest\n"],
)
def test_a_sound_text_is_left_alone(sound: str) -> None:
    assert mend(sound) == Mended(sound, 0)


def test_offsets_follow_through_every_pass() -> None:
    twice = TEXT.encode().decode("cp1252", "replace").encode().decode("cp1252", "replace")
    right = mend(twice)
    for word in ("Loon", "matin", "12,50", "maçons"[:2], "reçu"[:2]):
        assert right.text[right.moved(twice.index(word)) :].startswith(word)


def test_control_characters_inside_words_are_taken_out() -> None:
    assert mend("C\x07D\u00adI à Dun\u200bkerque").text == "CDI à Dunkerque"


def test_a_spoilt_offer_is_read_and_says_so() -> None:
    words = f"Préparateur\n{TEXT} CDI, permis B exigé."
    spoilt = words.encode().decode("cp1252", "replace")
    sound = parse_offer(read_offer_text(words), SmallCoder())
    for raw in (
        read_offer_text(spoilt),
        read_json(
            json.dumps({"intitule": "PrÃ©parateur", "description": spoilt.partition("\n")[2]})
        ).offers[0],
    ):
        offer = parse_offer(raw, SmallCoder())
        assert offer.source_text == sound.source_text
        assert offer.evidence == sound.evidence
        assert any("accents abîmés" in warning.message for warning in offer.warnings)


@pytest.mark.parametrize("piece", ["\ufffd", "Ã", "d\ufffdbutant Ã© ", "Ã©", "l\ufffd"])
def test_spoilt_texts_are_mended_in_linear_time(piece: str) -> None:
    start = time.process_time()
    mend(piece * (100_000 // len(piece)))
    assert time.process_time() - start < 2.0
