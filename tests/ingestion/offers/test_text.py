"""Offers in words alone: what is read, what is not, and where it was read."""

from datetime import date, time

import pytest

from ingestion.offers import parse_offer, read_offer_text, title_to_code
from ingestion.records import ParsedOffer
from models.vocabulary import (
    Condition,
    ContractType,
    Necessity,
    PayPeriod,
    SiteAccess,
    Vehicle,
    WorkPattern,
)
from tests.ingestion.offers.coder import SmallCoder


def parse(text: str, title: str = "Cariste") -> ParsedOffer:
    return parse_offer(read_offer_text(f"{title}\n{text}"), SmallCoder())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Type de contrat : CDI", ContractType.CDI),
        ("Poste à pourvoir en CDD de 6 mois, évolutif vers un CDI.", ContractType.CDD),
        ("Mission d'intérim de 3 mois renouvelable.", ContractType.TEMP),
        ("Contrat saisonnier d'avril à septembre.", ContractType.SEASONAL),
        ("Nous vous proposons un contrat d'apprentissage.", ContractType.WORK_STUDY),
        ("Contrat à durée indéterminée, temps plein.", ContractType.CDI),
        ("Vous serez embauché en CDDI au sein du chantier.", ContractType.CDDI),
        ("CDI possible à l'issue de la formation.", None),
        ("Notre agence recrute en CDI, CDD et intérim depuis 1990.", None),
        ("Une semaine du matin, une du soir, en alternance matin et soir.", None),
    ],
)
def test_contract(text: str, kind: ContractType | None) -> None:
    assert parse(text).contract.type is kind


def test_duration_and_start() -> None:
    contract = parse("CDD de 6 mois à partir du 01/12/2026.").contract
    assert (contract.duration_days, contract.start_date) == (180, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Contrat de 28h/semaine", 28.0),
        ("35 heures hebdomadaires", 35.0),
        ("Temps partiel : 104 h par mois", 24.0),
        ("CDI - 39h", 39.0),
        ("24h30 par semaine", 24.5),
        ("Réponse sous 48h", None),
        ("Site ouvert 24h/24", None),
        ("Horaires : 8h à 16h30", None),
        ("Prise de poste à 5 heures. Semaine de repos en août.", None),
    ],
)
def test_weekly_hours(text: str, hours: float | None) -> None:
    assert parse(text).working_time.weekly_hours == hours


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Du lundi au vendredi de 8h30 à 16h30", time(8, 30), time(16, 30)),
        ("Horaires : 5h-13h / 13h-21h", time(5), time(21)),
        ("08h-12h / 13h30-17h", time(8), time(17)),
        ("Embauche à 4h30", time(4, 30), None),
        ("Travail de 21h à 5h", time(21), time(5)),
        ("Agence ouverte de 8h à 18h, appelez-nous", None, None),
    ],
)
def test_clock_hours(text: str, start: time | None, end: time | None) -> None:
    work = parse(text).working_time
    assert (work.start_time, work.end_time) == (start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Travail en 2x8", {WorkPattern.TWO_SHIFTS}),
        ("Horaires : 5h-13h / 13h-21h", {WorkPattern.TWO_SHIFTS, WorkPattern.EARLY}),
        ("Poste en 5x8", {WorkPattern.THREE_SHIFTS}),
        ("Travail de nuit, du lundi au vendredi", {WorkPattern.NIGHT}),
        ("Équipe VSD", {WorkPattern.WEEKEND}),
        ("Un samedi sur deux travaillé", {WorkPattern.WEEKEND}),
        ("Pas de travail le week-end", set()),
        ("Vos week-ends libres, repos le dimanche", set()),
        ("Horaires coupés", {WorkPattern.SPLIT}),
        ("De 8h à 16h", {WorkPattern.DAY}),
    ],
)
def test_patterns(text: str, expected: set[WorkPattern]) -> None:
    assert set(parse(text).working_time.patterns) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "period"),
    [
        ("Salaire : 12,50 € brut de l'heure", 12.5, 12.5, PayPeriod.HOUR),
        ("Rémunération de 1 900 à 2 100 € brut mensuel", 1900.0, 2100.0, PayPeriod.MONTH),
        ("Salaire annuel : 28 à 32 k€", 28000.0, 32000.0, PayPeriod.YEAR),
        ("Taux horaire 12.10 euros", 12.1, 12.1, PayPeriod.HOUR),
        ("Prime de 400 € et ticket restaurant à 9 €", None, None, None),
    ],
)
def test_pay(text: str, low: float | None, high: float | None, period: PayPeriod | None) -> None:
    pay = parse(text).pay
    assert (pay.min, pay.max, pay.period) == (low, high, period)


@pytest.mark.parametrize(
    ("text", "necessity", "months"),
    [
        ("Débutant accepté", Necessity.NONE, None),
        ("Expérience de 2 ans exigée", Necessity.REQUIRED, 24),
        ("6 mois d'expérience souhaités", Necessity.WISHED, 6),
        ("Une première expérience serait un plus", Necessity.WISHED, None),
        ("Sans expérience, nous vous formons", Necessity.NONE, None),
        ("Forte de ses 30 ans d'expérience, notre société grandit", None, None),
        ("Salaire selon expérience", None, None),
    ],
)
def test_experience(text: str, necessity: Necessity | None, months: int | None) -> None:
    need = parse(text).experience
    assert (need.necessity, need.months) == (necessity, months)


@pytest.mark.parametrize(
    ("text", "level", "necessity"),
    [
        ("CAP ou BEP exigé", 3, Necessity.REQUIRED),
        ("Niveau bac souhaité", 4, Necessity.WISHED),
        ("Titulaire d'un bac +2", 5, Necessity.REQUIRED),
        ("Aucun diplôme exigé", None, Necessity.NONE),
        ("Mettez le cap sur un nouveau métier", None, None),
    ],
)
def test_education(text: str, level: int | None, necessity: Necessity | None) -> None:
    need = parse(text).education
    assert (need.level, need.necessity) == (level, necessity)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("Permis B exigé", {"permis_B": Necessity.REQUIRED}),
        ("Le permis B serait un plus", {"permis_B": Necessity.WISHED}),
        ("Permis non nécessaire", {}),
        ("Sans permis, nous avons une navette", {}),
        (
            "CACES R489 3 obligatoire, le CACES 5 souhaité",
            {"CACES_R489_3": Necessity.REQUIRED, "CACES_R489_5": Necessity.WISHED},
        ),
        ("Formation CACES 3 prise en charge", {"CACES_R489_3": Necessity.TRAINING_OFFERED}),
        ("Respect des normes HACCP", {"HACCP": Necessity.WISHED}),
        ("DEAES ou ADVF exigé", {"DEAES": Necessity.WISHED, "ADVF": Necessity.WISHED}),
        ("Permis C ou CE exigé", {"permis_C": Necessity.REQUIRED, "permis_CE": Necessity.WISHED}),
        ("Vous êtes véhiculé pour venir sur le site", {}),
    ],
)
def test_licences(text: str, needs: dict[str, Necessity]) -> None:
    assert {need.code: need.necessity for need in parse(text).licences} == needs


def test_a_licence_only_met_in_the_duties_is_less_sure_than_a_stated_one() -> None:
    told = parse("CACES 3 obligatoire").evidence["licences.0"].confidence
    met = parse("Conduite de chariot CACES 3").evidence["licences.0"].confidence
    assert met < told


def test_vehicle_of_the_work_and_car_to_come_are_two_things() -> None:
    own = parse("Véhicule personnel indispensable pour les tournées")
    assert own.vehicle is Vehicle.OWN
    site = parse("Être véhiculé pour venir : site non desservi par les transports en commun")
    assert site.vehicle is None
    assert site.workplace.access == (SiteAccess.CAR_ONLY,)
    assert parse("Véhicule de service fourni").vehicle is Vehicle.PROVIDED


def test_the_workplace_is_looked_for_in_the_words() -> None:
    offer = parse("Lieu de travail : Loon-Plage. Notre siège est à Lille.")
    assert offer.workplace.insee == "59359"
    assert offer.evidence["workplace"].text == "Loon-Plage"


def test_languages_and_constraints() -> None:
    offer = parse("Anglais courant exigé. Port de charges et travail dans le froid.")
    assert [(need.code, need.level) for need in offer.languages] == [("en", "C1")]
    assert set(offer.constraints) == {Condition.LOADS, Condition.COLD}


def test_positions_clause_and_deadline() -> None:
    offer = parse(
        "4 postes à pourvoir. Clause d'insertion : 300 heures. Postuler avant le 15/12/2026."
    )
    assert (offer.positions, offer.clause_hours) == (4, 300.0)
    assert offer.deadline == date(2026, 12, 15)


def test_every_evidence_is_the_exact_slice_of_the_source() -> None:
    offer = parse(
        "Société Dupont recrute 2 caristes en CDI 35h, à Gravelines, de 5h à 13h. "
        "CACES R489 1, 3 et 5 exigés, 6 mois d'expérience, 12,40 € de l'heure. "
        "Vous chargez les camions et préparez les commandes."
    )
    assert {"contract.type", "working_time.start_time", "pay", "licences.0", "skills.0"} <= set(
        offer.evidence
    )
    for evidence in offer.evidence.values():
        assert offer.source_text[evidence.start : evidence.end] == evidence.text
        assert evidence.text
        assert 0 < evidence.confidence <= 1


def test_what_is_missing_becomes_a_question_the_place_first() -> None:
    questions = parse("Nous recherchons un collègue sympathique.").questions
    assert questions[0] == "Dans quelle commune se trouve le poste ?"
    assert "Quel est le type de contrat ?" in questions


def test_a_complete_offer_asks_nothing_about_what_it_says() -> None:
    offer = parse(
        "Grande-Synthe. CDI 35h temps plein, 8h-16h. Débutant accepté, aucun diplôme exigé. "
        "12,50 € brut de l'heure. 1 poste à pourvoir."
    )
    assert offer.questions == ()


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Cariste (H/F)", "Cariste"),
        ("Employé(e) polyvalent(e) F/H - CDI 35h", "Employé polyvalent"),
        ("URGENT : Maçon (59140)", "Maçon"),
    ],
)
def test_titles_are_cleaned_only_for_coding(title: str, short: str) -> None:
    assert title_to_code(title) == short
    assert parse("CDI", title=title).title == title


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("35 à 37h par semaine", 35.0),
        ("Entre 24h et 28h hebdomadaires", 24.0),
        ("Temps de travail 10h, de 7h30 à 19h30", None),
        ("Heures au-delà des 35 h par semaine majorées, semaine de 39h", 39.0),
        ("Pour 37 heures de travail par semaine", 37.0),
    ],
)
def test_the_hours_of_the_contract_are_the_low_end_of_a_range(
    text: str, hours: float | None
) -> None:
    assert parse(text).working_time.weekly_hours == hours


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Poste à pourvoir dès que possible en intérim.", ContractType.TEMP),
        ("Prise de poste dès que possible, mission d'intérim évolutive.", ContractType.TEMP),
        ("Dans le cadre d'une mission de trois mois, vous montez des meubles.", ContractType.TEMP),
        ("Longue mission à pourvoir tout de suite.", ContractType.TEMP),
        ("Vos avantages : 10% IFM + 10% CP.", ContractType.TEMP),
        ("Vos missions principales : accueillir et orienter.", None),
        ("Directeur par intérim, M. Durand vous recevra.", None),
        ("Une enseigne du travail temporaire présente partout.", None),
        ("Vous composez des menus saisonniers.", None),
        ("Emploi saisonnier de juin à août.", ContractType.SEASONAL),
    ],
)
def test_a_temp_job_by_its_signs(text: str, kind: ContractType | None) -> None:
    assert parse(text).contract.type is kind
