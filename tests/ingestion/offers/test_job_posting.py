"""schema.org JobPosting: every key read, HTML as words, alone, in lists, graphs and pages."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ingestion.offers import Origin, parse_offers, read_json, read_offers
from ingestion.offers.plain_html import plain
from ingestion.records import ParsedOffer
from models.fiche import Channel
from models.vocabulary import ContractType, Necessity, PayPeriod
from tests.documents import html_file
from tests.ingestion.offers.coder import SmallCoder

POSTING: dict[str, Any] = {
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    "title": "Cariste (H/F)",
    "description": "<p>Charger les <b>camions</b>.</p><ul><li>Permis B souhait&eacute;</li></ul>",
    "identifier": {"@type": "PropertyValue", "name": "Port", "value": "JP-9"},
    "datePosted": "2026-11-01",
    "validThrough": "2026-12-31T23:59",
    "employmentType": ["FULL_TIME", "CDI"],
    "hiringOrganization": {"@type": "Organization", "name": "Briqueterie du Port"},
    "jobLocation": {
        "@type": "Place",
        "address": {
            "streetAddress": "3 quai des Dunes",
            "addressLocality": "Loon-Plage",
            "postalCode": "59279",
        },
    },
    "baseSalary": {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "value": {
            "@type": "QuantitativeValue",
            "minValue": 12.5,
            "maxValue": 13,
            "unitText": "HOUR",
        },
    },
    "totalJobOpenings": 3,
    "jobStartDate": "2027-01-04",
    "experienceRequirements": {
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": 24,
    },
    "educationRequirements": {"credentialCategory": "high school"},
    "qualifications": "CACES R489 3 exigé",
    "skills": ["gerbage", "inventaire"],
    "workHours": "35 h par semaine",
    "applicationContact": {"name": "Marc Petit", "telephone": "03 28 00 00 00"},
}


def read(item: object) -> ParsedOffer:
    (offer,) = parse_offers(read_json(json.dumps(item)).offers, SmallCoder())
    return offer


def test_every_key_is_read() -> None:
    offer = read(POSTING)
    assert (offer.title, offer.reference) == ("Cariste (H/F)", "JP-9")
    assert offer.description.startswith("Charger les camions.\n- Permis B souhaité")
    assert offer.employer.name == "Briqueterie du Port"
    assert (offer.workplace.name, offer.workplace.postal_code) == ("Loon-Plage", "59279")
    assert offer.contract.type is ContractType.CDI
    assert offer.contract.start_date == date(2027, 1, 4)
    assert offer.deadline == date(2026, 12, 31)
    assert (offer.pay.min, offer.pay.max, offer.pay.period) == (12.5, 13.0, PayPeriod.HOUR)
    assert (offer.positions, offer.working_time.weekly_hours) == (3, 35.0)
    assert (offer.experience.necessity, offer.experience.months) == (Necessity.REQUIRED, 24)
    assert offer.education.level == 4
    assert [need.label for need in offer.skills] == ["gerbage", "inventaire"]
    assert {need.code: need.necessity for need in offer.licences} == {
        "permis_B": Necessity.WISHED,
        "CACES_R489_3": Necessity.REQUIRED,
    }
    assert offer.details.contact.phone == "03 28 00 00 00"
    assert offer.details.address == "3 quai des Dunes"
    assert offer.details.channel is Channel.SITE
    assert offer.warnings == ()


@pytest.mark.parametrize(
    "whole",
    [
        POSTING,
        [POSTING],
        {"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, POSTING]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": POSTING}]},
        {key: value for key, value in POSTING.items() if key != "@type"},
    ],
    ids=["object", "list", "graph", "item list", "no type"],
)
def test_a_posting_is_found_wherever_it_stands(whole: object) -> None:
    (raw,) = read_json(json.dumps(whole)).offers
    assert (raw.origin, raw.title) == (Origin.POSTING, "Cariste (H/F)")


def test_the_postings_of_a_page_are_its_offers(tmp_path: Path) -> None:
    both = json.dumps([POSTING, {**POSTING, "title": "Maçon", "identifier": "JP-10"}])
    head = f'<script type="application/ld+json">{both}</script>'
    batch = read_offers(html_file(tmp_path / "page.html", "Nos offres", head=head))
    assert [(raw.title, raw.reference) for raw in batch.offers] == [
        ("Cariste (H/F)", "JP-9"),
        ("Maçon", "JP-10"),
    ]


ODD: list[object] = [None, "", 0, -1, True, [], {}, [None], {"value": None}, "x" * 500, 1e400]


@pytest.mark.parametrize("key", sorted(set(POSTING) - {"@type"}))
def test_odd_values_never_stop_the_reading(key: str) -> None:
    for value in ODD:
        assert read({**POSTING, key: value}).source_text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Deux lignes\nsans balise", "Deux lignes\nsans balise"),
        ("<div>un</div>\n<div>deux<br>trois</div>", "un\ndeux\ntrois"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("avant<script>alert(1)</script><style>p{}</style> après", "avant après"),
        ("&lt;p&gt;salaire &amp;lt; 2000&lt;/p&gt;", "salaire < 2000"),
        ("moins de <5 ans & plus", "moins de <5 ans & plus"),
    ],
)
def test_html_becomes_its_words(markup: str, words: str) -> None:
    assert plain(markup) == words


@pytest.mark.parametrize("unit", ["<script>", "<p ", "<", "&lt;", "<!--", "<p>a</p>"])
def test_a_hundred_kilobytes_of_markup_are_read_in_linear_time(unit: str) -> None:
    plain(unit * (100_000 // len(unit)))


def test_an_end_of_pay_that_is_no_number_is_told_and_the_other_kept() -> None:
    value = {"minValue": 1900, "maxValue": "x", "unitText": "MONTH"}
    item = {**POSTING, "baseSalary": {"currency": "EUR", "value": value}}
    (offer,) = parse_offers(read_json(json.dumps(item)).offers, SmallCoder())
    assert (offer.pay.min, offer.pay.period) == (1900.0, PayPeriod.MONTH)
    assert any("« maxValue » : « x »" in warning.message for warning in offer.warnings)
