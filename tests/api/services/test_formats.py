"""The same offer gives the same fiche, whatever the way it arrives."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from api.services.reading import read_offer_file, read_offer_upload, read_offer_words
from ingestion.plain import to_plain
from ingestion.records import ParsedOffer
from models.fiche import Channel
from models.vocabulary import ContractType, Necessity, WorkPattern
from tests.documents import docx_file, mail_file
from tests.samples.written import FORMATS, Sample, posting_file, posting_page, samples

SAMPLES = samples()
PROSE = [sample for sample in SAMPLES if not sample.rows]
SIGNATURE = ("", "--", "Claire Duval", "Tél. 03 28 00 00 17")
NOT_OF_THE_POST = ("description", "source_text", "evidence", "reference")


def fiche(offer: ParsedOffer) -> dict[str, Any]:
    """Every value of the fiche, without what tells of its source."""
    values: dict[str, Any] = to_plain(offer)
    for name in NOT_OF_THE_POST:
        del values[name]
    del values["details"]["channel"]
    return values


@cache
def pasted(sample: Sample) -> ParsedOffer:
    """The offer as pasted text: what every other way is compared with."""
    words = "\n".join([*sample.text, *(" : ".join(row) for row in sample.rows)])
    (offer,) = read_offer_words(words).offers
    return offer


def test_there_are_at_least_twelve_samples_in_prose_and_in_forms() -> None:
    assert len(SAMPLES) >= 12
    assert len(PROSE) >= 6
    assert len(SAMPLES) - len(PROSE) >= 6


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_offer_gives_the_same_fiche(kind: str, tmp_path: Path) -> None:
    for sample in SAMPLES:
        read = read_offer_file(FORMATS[kind](tmp_path / f"{sample.name}.{kind}", sample))
        assert (len(read.offers), read.refused, read.notes) == (1, (), ()), sample.name
        (offer,) = read.offers
        assert fiche(offer) == fiche(pasted(sample)), sample.name
        for name, found in offer.evidence.items():
            assert offer.source_text[found.start : found.end] == found.text, name


def test_a_posting_alone_or_in_a_page_gives_the_same_fiche(tmp_path: Path) -> None:
    for sample in PROSE:
        alone = read_offer_file(posting_file(tmp_path / f"{sample.name}.json", sample))
        inside = read_offer_file(posting_page(tmp_path / f"{sample.name}.html", sample))
        for read in (alone, inside):
            (offer,) = read.offers
            assert fiche(offer) == fiche(pasted(sample)), sample.name


def test_the_values_are_those_that_the_samples_say() -> None:
    """Equal fiches that hold nothing would prove nothing."""
    by_name = {sample.name: pasted(sample) for sample in SAMPLES}
    lorry = by_name["cariste"]
    assert (lorry.contract.type, lorry.contract.duration_days) == (ContractType.TEMP, 90)
    assert WorkPattern.TWO_SHIFTS in lorry.working_time.patterns
    assert {need.code: need.necessity for need in lorry.licences} == {
        "CACES_R489_3": Necessity.REQUIRED,
        "CACES_R489_5": Necessity.REQUIRED,
        "permis_B": Necessity.WISHED,
    }
    painter = by_name["peintre"]
    assert (painter.clause_hours, painter.level, painter.positions) == (300.0, 2, 3)
    assert painter.workplace.name == "Dunkerque"
    names = {"contract.type", "pay", "workplace", "clause_hours", "licences.0", "deadline"}
    assert names <= painter.evidence.keys()
    assert painter.evidence["clause_hours"].text == "300"
    assert painter.evidence["pay"].confidence >= 0.98


@pytest.mark.parametrize("sample", SAMPLES[::4], ids=lambda sample: sample.name)
def test_an_offer_attached_or_forwarded_is_the_same_offer(sample: Sample, tmp_path: Path) -> None:
    paper = docx_file(tmp_path / "fiche.docx", sample.text, sample.rows)
    attached = mail_file(
        tmp_path / "joint.eml", "Bonjour,\n\nVoici notre besoin.", attachments=[paper], sender=""
    )
    nested = mail_file(tmp_path / "envoi.eml", "Pour info.", attachments=[attached], sender="")
    words = ["FYI", "", "---------- Forwarded message ---------", "Objet : besoin", ""]
    inline = mail_file(tmp_path / "tr.eml", [*words, *sample.text], sample.rows, sender="")
    for path in (attached, nested, inline):
        (offer,) = read_offer_file(path).offers
        assert fiche(offer) == fiche(pasted(sample)), path.name
        assert offer.details.channel is Channel.MAIL


def test_an_upload_is_read_as_the_file_is(tmp_path: Path) -> None:
    sample = SAMPLES[0]
    data = FORMATS["odt"](tmp_path / "offre.odt", sample).read_bytes()
    (offer,) = read_offer_upload(data, "../../offre.odt").offers
    assert fiche(offer) == fiche(pasted(sample))


def test_cells_pasted_from_a_spreadsheet_are_offers() -> None:
    rows = ["Intitulé\tCommune\tType de contrat", "Cariste\tLoon-Plage\tCDI", "Maçon\tBergues\tCDD"]
    read = read_offer_words("\n".join(rows))
    assert [offer.title for offer in read.offers] == ["Cariste", "Maçon"]
    assert [offer.contract.type for offer in read.offers] == [ContractType.CDI, ContractType.CDD]


def test_pasted_json_of_postings_is_as_many_offers() -> None:
    graph = {"@graph": [{"@type": "JobPosting", "title": name} for name in ("Cariste", "Maçon")]}
    assert [o.title for o in read_offer_words(json.dumps(graph)).offers] == ["Cariste", "Maçon"]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_who_sends_a_mail_is_whom_to_answer_and_changes_nothing_else(
    sample: Sample, tmp_path: Path
) -> None:
    path = mail_file(
        tmp_path / "envoi.eml",
        [*sample.text, *(" : ".join(row) for row in sample.rows), *SIGNATURE],
        sender="Claire Duval <claire.duval@exemple.fr>",
    )
    (offer,) = read_offer_file(path).offers
    told, alone = fiche(offer), fiche(pasted(sample))
    contact, said = told["details"].pop("contact"), alone["details"].pop("contact")
    assert told == alone
    assert contact["email"] == (said["email"] or "claire.duval@exemple.fr")
    assert contact["phone"]
