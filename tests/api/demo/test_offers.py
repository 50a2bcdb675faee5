"""The fictitious offers look like those of the basin, and are nobody's adverts."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from api.demo.calibration import OFFERS
from api.demo.catalogue import places, trades, zones
from api.demo.offers import Offer, offers, write_offers
from ingestion.offers import read_offers
from models.vocabulary import Domain

TODAY = date(2026, 11, 23)
DOMAIN_OF = {trade.rome: trade.domain for trade in trades()}


@pytest.fixture(scope="module")
def drawn() -> list[Offer]:
    return offers(today=TODAY)


def by_domain(drawn: list[Offer], domain: Domain) -> list[Offer]:
    return [offer for offer in drawn if DOMAIN_OF.get(offer.get("romeCode", "")) is domain]


def share(group: list[Offer], key: str, value: str) -> float:
    return sum(offer.get(key) == value for offer in group) / len(group)


def test_the_same_seed_gives_the_same_offers_and_another_seed_others(drawn: list[Offer]) -> None:
    assert offers(today=TODAY) == drawn
    assert offers(seed=1, today=TODAY) != drawn


def test_there_are_three_hundred_and_no_two_read_alike(drawn: list[Offer]) -> None:
    assert len(drawn) == OFFERS
    assert len({offer["id"] for offer in drawn}) == OFFERS
    assert len({offer["description"] for offer in drawn}) == OFFERS


def test_temp_work_rules_industry_and_part_time_personal_services(drawn: list[Offer]) -> None:
    industry, services = (
        by_domain(drawn, domain) for domain in (Domain.INDUSTRY, Domain.PERSONAL_SERVICES)
    )
    assert share(industry, "typeContrat", "MIS") > 0.45
    assert share(services, "typeContrat", "MIS") < 0.2
    key = "dureeTravailLibelleConverti"
    assert share(services, key, "Temps partiel") > 0.3
    assert share(industry, key, "Temps partiel") < 0.1


def test_some_offers_say_everything_in_words(drawn: list[Offer]) -> None:
    sparse = [offer for offer in drawn if "typeContrat" not in offer]
    assert 0.1 < len(sparse) / len(drawn) < 0.22
    assert all("entreprise" not in offer and "romeCode" not in offer for offer in sparse)
    assert all(re.search(r"CDI|CDD|CDDI|indéterminée|[Ii]ntérim|apprentissage|PEC|saisonnier",
                         offer["description"]) for offer in sparse)  # fmt: skip


def test_a_lorry_driver_is_always_asked_for_his_licence(drawn: list[Offer]) -> None:
    lorries = [offer for offer in drawn if offer.get("romeCode") in ("N4101", "N4115")]
    assert lorries
    assert all(re.search(r"[Pp]ermis CE?\b", offer["description"]) for offer in lorries)


def test_offers_are_on_the_territory_and_recent(drawn: list[Offer]) -> None:
    names = {f"59 - {place.name}" for place in places()}
    assert {offer["lieuTravail"]["libelle"] for offer in drawn} <= names
    assert len({zone.place for zone in zones()}) >= 15
    days = [(TODAY - date.fromisoformat(offer["dateCreation"][:10])).days for offer in drawn]
    assert min(days) >= 0
    assert max(days) <= 28


def test_nobody_is_paid_less_than_the_minimum_wage(drawn: list[Offer]) -> None:
    pays = [offer["salaire"]["libelle"] for offer in drawn if "salaire" in offer]
    lows = [float(re.findall(r"\d+\.\d+", pay)[0]) for pay in pays]
    assert min(lows) >= 12.02


def test_no_sentence_keeps_a_hole(drawn: list[Offer]) -> None:
    texts = "\n".join(offer["intitule"] + "\n" + offer["description"] for offer in drawn)
    assert not re.findall(r"[{}~]|None|\bde [aeiouyéè]\w+er\b", texts)


def test_the_file_is_read_back_offer_by_offer(drawn: list[Offer], tmp_path: Path) -> None:
    path = tmp_path / "offres.json"
    write_offers(path, drawn)
    batch = read_offers(path)
    assert len(batch.offers) == OFFERS
    assert batch.rejected == ()
    assert Counter(raw.title for raw in batch.offers) == Counter(o["intitule"] for o in drawn)
