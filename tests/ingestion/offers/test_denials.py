"""What a text answers with no, or leaves blank, is not asked of anybody."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers import parse_offer, read_offer_text
from ingestion.offers.rhythms import rhythms, weekdays
from ingestion.offers.working_time import patterns
from ingestion.records import ParsedOffer
from models.fiche import TargetPublic
from models.vocabulary import Condition, Vehicle, WorkPattern
from tests.ingestion.offers.coder import SmallCoder


def parse(text: str, title: str = "Cariste") -> ParsedOffer:
    return parse_offer(read_offer_text(f"{title}\n{text}"), SmallCoder())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Travail de nuit : non. Week-end : non. 2x8 : non.", []),
        ("Travail de nuit : oui", [WorkPattern.NIGHT]),
        ("Travail de nuit (occasionnel) : non", []),
        ("Travail de nuit : oui / non", []),
        ("Week-end ☐ oui ☒ non", []),
        ("Week-end ☒ oui ☐ non", [WorkPattern.WEEKEND]),
        ("☐ 2x8 ☒ travail de nuit", [WorkPattern.NIGHT]),
        ("☐ Travail de nuit\n☐ Primes", [WorkPattern.NIGHT]),
        ("Poste de jour, pas de nuit", [WorkPattern.DAY]),
    ],
)
def test_patterns(text: str, said: list[WorkPattern]) -> None:
    assert sorted(item.value for item in patterns(cut(text))) == sorted(said)


@pytest.mark.parametrize(
    ("title", "nights"),
    [
        ("Cariste H/F, pas de nuit", False),
        ("Cariste H/F. Pas de travail de nuit ni le week-end, 35 h.", False),
        ("Agent logistique nuit", True),
        ("Veilleur de nuit", True),
    ],
)
def test_a_title_may_deny_the_night(title: str, nights: bool) -> None:
    said = parse("Poste à pourvoir.", title).working_time.patterns
    assert (WorkPattern.NIGHT in said) is nights
    assert WorkPattern.WEEKEND not in said


def test_rhythms_and_days() -> None:
    words = cut("Astreinte : non. Travail le samedi : non. 5x8 : aucun")
    assert not rhythms(words)
    assert not weekdays(words)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CACES : Non. Permis : non.", []),
        ("Permis B exigé : non", []),
        ("Permis B : oui / non", []),
        ("Permis B : oui", ["permis_B"]),
        ("À cocher : ☐ Permis B ☒ CACES 3", ["CACES_R489_3"]),
        ("☐ Permis B\n☐ CACES 3", ["permis_B", "CACES_R489_3"]),
        ("Ni permis ni véhicule nécessaires.", []),
        ("Pas de permis demandé. Formation interne assurée.", []),
        ("Pas de CACES exigé : formation au poste.", []),
    ],
)
def test_licences(text: str, codes: list[str]) -> None:
    assert [need.code for need in parse(text).licences] == codes


def test_conditions_and_vehicle() -> None:
    offer = parse("Port de charges : non. Travail en hauteur : aucun. Station debout : oui.")
    assert offer.constraints == (Condition.STANDING,)
    assert parse("Ni permis ni véhicule nécessaires.").vehicle is Vehicle.NONE


@pytest.mark.parametrize("text", ["hors QPV", "Interdit aux RQTH", "QPV : non"])
def test_publics_left_out(text: str) -> None:
    assert not parse(f"Poste {text}.").details.target_publics


def test_publics_aimed_at() -> None:
    assert parse("Poste pour habitants des QPV.").details.target_publics == (TargetPublic("QPV"),)
