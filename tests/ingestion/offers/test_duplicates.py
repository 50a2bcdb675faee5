"""Two offers, one need or two: what joins, what parts, what says nothing."""

from dataclasses import replace
from datetime import date

import pytest

from ingestion.details import Contact, OfferDetails
from ingestion.offers.duplicates import (
    PROPOSED_FROM,
    Sketch,
    compare,
    features,
    may_match,
    probable,
    sketch,
)
from ingestion.records import (
    Contract,
    Employer,
    LicenceNeed,
    Occupation,
    ParsedOffer,
    Pay,
    WorkingTime,
    Workplace,
)
from models.vocabulary import ContractType, Necessity, PayPeriod, WorkPattern
from tests.factories import make_parsed_offer

TEXT = (
    "Dans un entrepôt de produits frais, vous préparez les commandes au casque vocal, vous filmez "
    "les palettes et vous tenez votre poste propre. Port de charges, froid positif."
)


def need(**values: object) -> ParsedOffer:
    return make_parsed_offer(
        **{
            "title": "Préparateur de commandes H/F",
            "description": TEXT,
            "employer": Employer("Frais du Littoral"),
            "occupation": Occupation("N1103", "Préparation de commandes", 0.9),
            "workplace": Workplace("59340", "Loon-Plage"),
            "contract": Contract(ContractType.TEMP, 90, date(2026, 12, 7)),
            "working_time": WorkingTime(35.0, patterns=(WorkPattern.TWO_SHIFTS,)),
            "pay": Pay(12.4, 12.8, PayPeriod.HOUR),
            "positions": 3,
            "licences": (LicenceNeed("CACES_R489_1", Necessity.REQUIRED),),
        }
        | values
    )


NEED = need()
RETOLD = need(
    title="PREPARATEUR / PREPARATRICE DE COMMANDES",
    description="Mission de trois mois chez notre client : picking vocal, mise en palettes.",
    employer=Employer("Agence Beffroi Intérim"),
)
SPARSE = make_parsed_offer(
    title="Préparateur de commandes", description=TEXT, workplace=Workplace("59340", "Loon-Plage")
)


def test_the_same_need_told_by_another_agency_is_proposed_with_its_reasons() -> None:
    likeness = compare(sketch(NEED), sketch(RETOLD))
    assert likeness.is_proposed
    assert likeness.probability >= PROPOSED_FROM
    assert {"même commune", "mêmes heures par semaine"} <= set(likeness.alike)
    assert likeness.unlike == ()


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (need(title="Cariste", occupation=Occupation("N1101")), "chaque intitulé dit autre chose"),
        (need(contract=Contract(ContractType.CDI)), "contrats différents"),
        (
            need(
                description="", working_time=WorkingTime(20.0), pay=Pay(15.0, 15.0, PayPeriod.HOUR)
            ),
            "heures différentes",
        ),
        (need(employer=Employer("Conserverie du Phare"), description=""), "employeurs différents"),
    ],
)
def test_another_need_is_not_proposed(other: ParsedOffer, said: str) -> None:
    near = replace(other, description="Autre chose, ailleurs, pour d'autres raisons que celles-là.")
    likeness = compare(sketch(NEED), sketch(near))
    assert said in likeness.unlike
    assert likeness.probability < compare(sketch(NEED), sketch(RETOLD)).probability


def test_another_town_is_another_need() -> None:
    away = need(workplace=Workplace("59183", "Dunkerque"))
    assert not may_match(sketch(NEED), sketch(away))
    assert probable(sketch(NEED), [(1, sketch(away))]) == []


def test_what_is_not_said_neither_joins_nor_parts() -> None:
    found = features(sketch(NEED), Sketch(title="preparateur de commandes"))
    assert {name for name, value in found.items() if value} == {"title"}


def test_the_order_does_not_matter() -> None:
    for other in (RETOLD, SPARSE):
        forth, back = compare(sketch(NEED), sketch(other)), compare(sketch(other), sketch(NEED))
        assert forth == back


def test_the_same_text_with_few_facts_is_nearer_than_the_same_facts_in_another_town() -> None:
    assert compare(sketch(NEED), sketch(SPARSE)).alike[0] == "texte repris presque mot pour mot"


def test_a_contact_in_common_counts_whatever_its_writing() -> None:
    def told(phone: str) -> Sketch:
        return sketch(need(details=OfferDetails(contact=Contact(phone=phone))))

    assert features(told("03 28 00 00 00"), told("+33328000000"))["contact"] == 1.0
    assert features(told("03 28 00 00 00"), told("03 28 00 00 01"))["contact"] == 0.0


def test_an_agency_is_never_the_employer() -> None:
    agency = sketch(need(employer=Employer("Agence Beffroi Intérim")))
    assert (agency.employer, agency.agency) == ("", "agence beffroi interim")
    told = sketch(
        need(
            employer=Employer("Agence Beffroi Intérim"),
            details=OfferDetails(user_company="Frais du Littoral"),
        )
    )
    assert told.employer == "frais du littoral"


def test_wages_are_compared_by_the_hour() -> None:
    month = sketch(need(pay=Pay(1881.0, 1881.0, PayPeriod.MONTH)))
    assert features(sketch(NEED), month)["pay"] == 1.0
    assert features(sketch(NEED), sketch(need(pay=Pay(16.0, 17.0, PayPeriod.HOUR))))["pay"] == -1.0


def test_the_likeliest_come_first_and_few() -> None:
    others = [(number, sketch(RETOLD)) for number in range(9)] + [(42, sketch(NEED))]
    found = probable(sketch(NEED), others)
    assert [key for key, _ in found] == [42, 0, 1, 2, 3]
