"""One document that holds several offers: each is found, and what is common goes with each."""

import pytest

from ingestion.offers.bulletins import split
from ingestion.offers.texts import AROUND, DOUBT, offers_of_text
from models.fiche import Channel
from tests.evidence.bulletins import beginnings, generated, written
from tests.samples.written import samples

WRITTEN = written()
PREAMBLE = "Agence Alpha Intérim\nNos offres de la semaine 48\n\n"
FOOT = "\n\nContact : Julie Roy, 03 28 00 00 00"
TWO = (
    "1. Cariste (H/F)\nIntérim 3 mois à Loon-Plage, 12,50 € de l'heure.\n\n"
    "2. Maçon (H/F)\nCDI à Bourbourg, permis B exigé."
)


@pytest.mark.parametrize(("name", "text", "true"), WRITTEN, ids=[each[0] for each in WRITTEN])
def test_a_written_bulletin_is_cut_where_its_offers_begin(
    name: str, text: str, true: list[str]
) -> None:
    found = beginnings(text)
    assert found == true if true else len(found) == 1


def test_bulletins_of_sixteen_manners_are_cut_where_their_offers_begin() -> None:
    score = generated()
    assert score.texts >= 30
    assert (score.right, score.found) == (score.true, score.true)


def test_an_offer_alone_is_not_cut() -> None:
    for sample in samples():
        text = "\n".join([*sample.text, *(" : ".join(row) for row in sample.rows)])
        assert len(split(text).blocks) == 1, sample.name


def test_what_is_common_is_kept_with_each_offer_and_is_not_read_as_its_words() -> None:
    batch = offers_of_text(PREAMBLE + TWO + FOOT)
    assert [offer.title for offer in batch.offers] == ["Cariste (H/F)", "Maçon (H/F)"]
    assert [offer.row for offer in batch.offers] == [1, 2]
    for offer in batch.offers:
        assert offer.channel is Channel.AGENCY
        own, _, around = offer.description.partition(AROUND)
        assert "Alpha Intérim" in around
        assert "Julie Roy" in around
        assert "Julie" not in own
        assert "Julie" not in offer.read_text
        assert "Julie" in offer.heard_text
        assert len(offer.read_text) == len(offer.source_text)


def test_no_word_of_a_bulletin_is_lost() -> None:
    for _, text, _ in WRITTEN:
        kept = " ".join(offer.source_text for offer in offers_of_text(text).offers)
        lost = [word for word in text.split() if word not in kept and any(map(str.isalnum, word))]
        assert lost == []


def test_several_titles_without_a_sure_cut_stay_one_offer_and_it_is_told() -> None:
    titles = ("CARISTE", "MAÇON", "SOUDEUR", "SERVEUR")
    text = "\n\n".join(f"{title}\nNous contacter." for title in titles)
    batch = offers_of_text(text)
    assert len(batch.offers) == 1
    assert [note.reason for note in batch.notes] == [DOUBT]


def test_references_of_a_bulletin_become_those_of_its_offers() -> None:
    parts = "\n\n".join(
        f"Réf. {code}\n{title}\nCDI, 35h, Dunkerque"
        for code, title in (("AZ-12", "Cariste"), ("AZ-13", "Maçon"))
    )
    assert [offer.reference for offer in offers_of_text(parts).offers] == ["AZ-12", "AZ-13"]


@pytest.mark.parametrize(
    "line", ["CARISTE\n\n", "1. Cariste\n", "-----\n", "Réf. A1\n", "Lieu : A\n"]
)
def test_a_long_document_is_cut_in_linear_time(line: str) -> None:
    split(line * (100_000 // len(line)))
