"""France Travail keys: the source first, odd types tolerated, contradictions told."""

from typing import Any

import pytest

from ingestion.offers import parse_offer, read_json
from ingestion.records import ParsedOffer
from models.vocabulary import (
    Condition,
    ContractType,
    Domain,
    Necessity,
    PayPeriod,
    WorkPattern,
)
from tests.ingestion.offers.coder import SmallCoder


def parse(**keys: Any) -> ParsedOffer:
    import json

    item = {"id": "T1", "intitule": "Cariste", "description": "", **keys}
    (raw,) = read_json(json.dumps(item)).offers
    return parse_offer(raw, SmallCoder())


@pytest.mark.parametrize(
    ("keys", "kind", "days"),
    [
        ({"typeContrat": "CDI", "typeContratLibelle": "CDI"}, ContractType.CDI, None),
        ({"typeContrat": "MIS", "typeContratLibelle": "Intérim - 6 Mois"}, ContractType.TEMP, 180),
        ({"typeContrat": "CDD", "typeContratLibelle": "CDD - 15 Jour(s)"}, ContractType.CDD, 15),
        ({"typeContrat": "SAI"}, ContractType.SEASONAL, None),
        ({"typeContrat": "DDI"}, ContractType.CDDI, None),
        ({"typeContrat": "CDD", "alternance": True}, ContractType.WORK_STUDY, None),
        (
            {"typeContrat": "CDD", "natureContrat": "Contrat apprentissage"},
            ContractType.WORK_STUDY,
            None,
        ),
        ({"typeContrat": "LIB"}, ContractType.SELF_EMPLOYED, None),
        (
            {"typeContratLibelle": "Contrat à durée déterminée - 3 Mois"},
            ContractType.CDD,
            90,
        ),
    ],
)
def test_contract(keys: dict[str, Any], kind: ContractType, days: int | None) -> None:
    contract = parse(**keys).contract
    assert (contract.type, contract.duration_days) == (kind, days)


@pytest.mark.parametrize(
    ("label", "hours", "full", "patterns"),
    [
        ("35H/semaine\nTravail en journée", 35.0, True, (WorkPattern.DAY,)),
        ("24H30/semaine", 24.5, False, ()),
        ("Temps partiel - 20H/semaine\nTravail le samedi", 20.0, False, (WorkPattern.WEEKEND,)),
        ("39H Travail de nuit", 39.0, True, (WorkPattern.NIGHT,)),
        (
            "35H/semaine\nTravail posté (2x8, 3x8, 5x8, etc.)",
            35.0,
            True,
            (WorkPattern.TWO_SHIFTS,),
        ),
        ("Temps plein", None, True, ()),
    ],
)
def test_working_time(
    label: str, hours: float | None, full: bool, patterns: tuple[WorkPattern, ...]
) -> None:
    work = parse(dureeTravailLibelle=label).working_time
    assert (work.weekly_hours, work.full_time, work.patterns) == (hours, full, patterns)


@pytest.mark.parametrize(
    ("keys", "necessity", "months"),
    [
        ({"experienceExige": "D", "experienceLibelle": "Débutant accepté"}, Necessity.NONE, None),
        ({"experienceExige": "E", "experienceLibelle": "2 An(s)"}, Necessity.REQUIRED, 24),
        ({"experienceExige": "S", "experienceLibelle": "6 mois"}, Necessity.WISHED, 6),
        ({"experienceLibelle": "Expérience exigée de 3 An(s)"}, Necessity.REQUIRED, 36),
    ],
)
def test_experience(keys: dict[str, Any], necessity: Necessity, months: int | None) -> None:
    need = parse(**keys).experience
    assert (need.necessity, need.months) == (necessity, months)


@pytest.mark.parametrize(
    ("label", "low", "high", "period"),
    [
        ("Horaire de 12.5 Euros à 13.0 Euros sur 12.0 mois", 12.5, 13.0, PayPeriod.HOUR),
        ("Mensuel de 1766,92 Euros", 1766.92, 1766.92, PayPeriod.MONTH),
        ("Annuel de 25000.0 Euros à 30000.0 Euros", 25000.0, 30000.0, PayPeriod.YEAR),
    ],
)
def test_pay(label: str, low: float, high: float, period: PayPeriod) -> None:
    pay = parse(salaire={"libelle": label}).pay
    assert (pay.min, pay.max, pay.period) == (low, high, period)


def test_needs_keep_their_necessity() -> None:
    offer = parse(
        permis=[
            {"libelle": "B - Véhicule léger", "exigence": "S"},
            {"libelle": "CE - Poids lourd + remorque (= EC)", "exigence": "E"},
            {"libelle": "Aucun permis", "exigence": "S"},
        ],
        competences=[{"libelle": "Gerber des palettes", "exigence": "E"}],
        formations=[
            {"niveauLibelle": "Bac ou équivalent", "exigence": "S"},
            {"niveauLibelle": "CAP, BEP et équivalents", "exigence": "E"},
        ],
        langues=[{"libelle": "Anglais", "exigence": "S"}],
    )
    assert [(need.code, need.necessity) for need in offer.licences] == [
        ("permis_B", Necessity.WISHED),
        ("permis_CE", Necessity.REQUIRED),
    ]
    assert offer.skills[0].label == "Gerber des palettes"
    assert (offer.education.level, offer.education.necessity) == (3, Necessity.REQUIRED)
    assert offer.languages[0].code == "en"


def test_the_commune_is_known_by_its_code() -> None:
    place = parse(
        lieuTravail={"libelle": "59 - GRANDE SYNTHE", "commune": "59271", "codePostal": "59760"}
    ).workplace
    assert (place.insee, place.name) == ("59271", "Grande-Synthe")
    assert place.latitude is not None


def test_swapped_coordinates_are_put_right_and_told() -> None:
    offer = parse(
        lieuTravail={
            "libelle": "59 - DUNKERQUE",
            "commune": "59183",
            "latitude": 2.3768,
            "longitude": 51.0344,
        }
    )
    assert offer.workplace.latitude == pytest.approx(51.0344)
    assert any("inversées" in warning.message for warning in offer.warnings)


def test_coordinates_far_from_the_commune_are_not_believed() -> None:
    offer = parse(lieuTravail={"commune": "59183", "latitude": 43.6, "longitude": 1.44})
    assert offer.workplace.latitude == pytest.approx(51.03, abs=0.05)
    assert any(warning.field == "workplace" for warning in offer.warnings)


def test_a_department_is_no_workplace() -> None:
    offer = parse(lieuTravail={"libelle": "59 - Nord"})
    assert offer.workplace.insee is None
    assert "Dans quelle commune se trouve le poste ?" in offer.questions


def test_a_declared_code_is_kept_with_the_proposals_beside_it() -> None:
    offer = parse(romeCode="F1703", intitule="Cariste")
    assert offer.occupation.rome == "F1703"
    assert offer.occupation.confidence == 0.9
    assert offer.occupation.declared
    assert [guess.rome for guess in offer.occupation.alternatives] == ["N1101"]
    assert offer.domain is Domain.CONSTRUCTION


def test_an_odd_code_is_not_declared() -> None:
    offer = parse(romeCode="inconnu")
    assert offer.occupation.rome == "N1101"
    assert not offer.occupation.declared


def test_a_temp_agency_is_told_from_its_activity() -> None:
    offer = parse(entreprise={"nom": "Nord Services"}, codeNAF="78.20Z")
    assert offer.agency == "Nord Services"
    assert parse(entreprise={"nom": "Briqueterie du Port"}).agency is None


def test_pay_below_the_legal_minimum_is_told() -> None:
    low = parse(salaire={"libelle": "Horaire de 9.0 Euros"}, dateCreation="2026-03-01T08:00:00Z")
    fair = parse(salaire={"libelle": "Horaire de 12.1 Euros"}, dateCreation="2026-03-01T08:00:00Z")
    assert any(warning.field == "pay" for warning in low.warnings)
    assert not any(warning.field == "pay" for warning in fair.warnings)


@pytest.mark.parametrize("odd", [None, 0, True, "", [], {}, [1, None, "x"], 12.5, {"libelle": 3}])
def test_odd_types_never_lose_an_offer(odd: Any) -> None:
    keys = (
        *("typeContrat", "typeContratLibelle", "natureContrat", "dureeTravailLibelle"),
        *("experienceExige", "experienceLibelle", "competences", "permis", "formations"),
        *("langues", "salaire", "nombrePostes", "lieuTravail", "entreprise", "romeCode"),
        *("dateCreation", "contexteTravail", "codeNAF", "description", "id"),
    )
    offer = parse(**dict.fromkeys(keys, odd))
    assert offer.title == "Cariste"
    assert offer.questions


def test_keys_given_as_words_are_understood() -> None:
    offer = parse(
        nombrePostes="3",
        permis=["B - Véhicule léger"],
        lieuTravail={"latitude": "51,0344", "longitude": "2.3768", "codePostal": 59140},
    )
    assert offer.positions == 3
    assert offer.licences[0].code == "permis_B"
    assert offer.workplace.latitude == pytest.approx(51.0344)


def test_conditions_of_work_become_constraints() -> None:
    offer = parse(contexteTravail={"conditionsExercice": ["Port de charges lourdes"]})
    assert offer.constraints == (Condition.LOADS,)


def test_an_apprentice_filed_as_a_fixed_term_contract_is_one_all_the_same() -> None:
    offer = parse(intitule="Apprenti couvreur", typeContrat="CDD")
    assert offer.contract.type is ContractType.WORK_STUDY
    assert offer.evidence["contract.type"].text == "Apprenti"


def test_a_night_post_filed_by_day_is_told() -> None:
    offer = parse(intitule="Agent logistique NUIT", dureeTravailLibelle="35H Travail en journée")
    assert set(offer.working_time.patterns) == {WorkPattern.DAY, WorkPattern.NIGHT}
    assert any(warning.field == "working_time.patterns" for warning in offer.warnings)


def test_usual_hours_of_a_form_yield_to_a_title_by_night() -> None:
    offer = parse(intitule="Veilleur de nuit", dureeTravailLibelle="35H Horaires normaux")
    assert offer.working_time.patterns == (WorkPattern.NIGHT,)
    by_day = parse(intitule="Veilleur", dureeTravailLibelle="35H Horaires normaux")
    assert by_day.working_time.patterns == (WorkPattern.DAY,)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Chauffeur SPL (H/F)", ["permis_CE"]),
        ("Conducteur poids lourd", ["permis_C"]),
        ("Chauffeur PL/SPL", ["permis_C"]),
        ("Mécanicien poids lourd", []),
    ],
)
def test_the_trade_of_a_lorry_driver_says_the_licence(title: str, codes: list[str]) -> None:
    assert [need.code for need in parse(intitule=title).licences] == codes


def test_values_of_another_shape_are_used_where_they_are_clear() -> None:
    offer = parse(
        lieuTravail="59 - GRAVELINES",
        salaire="Mensuel de 1950.0 Euros",
        nombrePostes="deux",
        dureeTravailLibelle=35,
    )
    assert offer.workplace.name == "Gravelines"
    assert (offer.pay.min, offer.pay.period) == (1950.0, PayPeriod.MONTH)
    assert offer.positions == 2
    assert offer.working_time.weekly_hours == 35.0


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("typeContrat", 12, "contract.type"),
        ("nombrePostes", "plusieurs", "positions"),
        ("lieuTravail", ["Gravelines"], "workplace"),
        ("salaire", 12, "pay"),
        ("permis", 3, "licences"),
        ("dureeTravailLibelle", 350, "working_time.weekly_hours"),
    ],
)
def test_values_without_sense_are_told(key: str, value: object, field: str) -> None:
    offer = parse(**{key: value})
    (told,) = [warning for warning in offer.warnings if f"« {key} »" in warning.message]
    assert told.field == field
    assert offer.contract.type is None
    assert offer.positions is None
