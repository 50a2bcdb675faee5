"""The correction form: what is not touched comes back as it was, what is wrong is named."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from api.forms import boxes_of, read_form
from api.schemas import OfferForm
from ingestion.details import Contact, Intensity, OfferDetails
from ingestion.records import (
    Contract,
    EducationNeed,
    Employer,
    Evidence,
    ExperienceNeed,
    LanguageNeed,
    ParsedOffer,
    Pay,
    SkillNeed,
)
from models.fiche import (
    Adaptation,
    Benefit,
    Channel,
    DisabilityAccess,
    EmployerKind,
    Equipment,
    Overtime,
    PayBasis,
    Positioning,
    Prospect,
    Remote,
    Rhythm,
    Scheme,
    TargetPublic,
    Travel,
)
from models.vocabulary import (
    Condition,
    ContractType,
    Domain,
    Necessity,
    PayPeriod,
    SiteAccess,
    Vehicle,
    Weekday,
    WorkPattern,
)
from tests.api.routes.world import make_parsed


class Known:
    """Two occupations, and the domain of one."""

    def label(self, rome: str) -> str | None:
        return {"N1103": "Magasinage", "K2204": "Nettoyage de locaux"}.get(rome)

    def domain(self, rome: str) -> Domain:
        return Domain.TERTIARY


KNOWN = Known()


def typed(offer: ParsedOffer, **changes: Any) -> OfferForm:
    """The form as the browser sends it when nothing but `changes` was typed."""
    boxes = boxes_of(offer)
    rows = {name: boxes.pop(name) for name in ("licence", "language", "intensity")}
    values = {
        **boxes,
        "licence": [row[0] for row in rows["licence"]],
        "licence_necessity": [row[1] for row in rows["licence"]],
        "language": [row[0] for row in rows["language"]],
        "language_level": [row[1] for row in rows["language"]],
        "language_necessity": [row[2] for row in rows["language"]],
        "intensity": [row[0] for row in rows["intensity"]],
        "intensity_level": [row[1] for row in rows["intensity"]],
        "version": 1,
    }
    return OfferForm(**values | changes)


def test_a_form_sent_back_untouched_changes_nothing() -> None:
    offer = make_parsed()
    assert read_form(typed(offer), offer, KNOWN) == (offer, ())


WHOLE = replace(
    make_parsed(),
    employer=Employer("Entrepôt du Nord", "12345678901234", "logistique"),
    workplace=replace(make_parsed().workplace, access=(SiteAccess.BUS, SiteAccess.NO_PARKING)),
    contract=Contract(ContractType.CDD, 90, date(2027, 1, 4)),
    vehicle=Vehicle.OWN,
    pay=Pay(12.34, 1234567.5, PayPeriod.YEAR),
    experience=ExperienceNeed(Necessity.REQUIRED, 6),
    education=EducationNeed(3, Necessity.WISHED),
    skills=(
        SkillNeed("conduire un chariot", Necessity.TRAINING_OFFERED),
        SkillNeed("lire un bon de commande", Necessity.REQUIRED),
    ),
    languages=(
        LanguageNeed("en", "B1", Necessity.WISHED),
        LanguageNeed("fr", None, Necessity.REQUIRED),
    ),
    constraints=(Condition.LOADS, Condition.COLD),
    clause_hours=300.0,
    agency="Interim Test",
    details=OfferDetails(
        channel=Channel.VISIT,
        contact=Contact("Mme Duval", "cheffe d'équipe", "03 28 00 00 00", "d@exemple.fr", "matin"),
        collected_by="Odile",
        employer_kind=EmployerKind.COMPANY,
        user_company="Usine Test",
        agency_reference="AG-12",
        positioning=Positioning.CALL,
        max_candidates=3,
        address="rue du Port",
        site="zone des Dunes",
        travel=Travel.LOCAL,
        remote=Remote.NONE,
        starts_soon=False,
        is_renewable=True,
        prospect=Prospect.POSSIBLE,
        trial_days=14,
        scheme=Scheme.PMSMP,
        weekdays=(Weekday.MONDAY, Weekday.SATURDAY),
        rhythms=(Rhythm.ON_CALL,),
        overtime=Overtime.POSSIBLE,
        pay_basis=PayBasis.GROSS,
        smic_percent=10.0,
        agreement="Transports",
        coefficient="115M",
        benefits=(Benefit.MEAL, Benefit.NIGHT),
        tasks=("préparer", "filmer les palettes"),
        soft_skills=("rigueur",),
        legal_min_age=18,
        legal_checks=("carte professionnelle",),
        intensities=(Intensity(Condition.LOADS, 3),),
        equipment=(Equipment.SHOES,),
        has_medical_follow_up=False,
        disability_access=DisabilityAccess.ADAPTABLE,
        adaptations=(Adaptation.SEAT,),
        target_publics=(TargetPublic.QUARTER,),
        clause_market="Écluse",
        clause_owner="Port",
        session_on=date(2026, 12, 1),
        has_immersion=True,
    ),
)
"""An offer that says something in every box."""


def test_a_whole_fiche_sent_back_untouched_changes_nothing() -> None:
    empty = [name for name, value in boxes_of(WHOLE).items() if not value]
    assert sorted(empty) == ["deadline", "end_time", "rome_other", "start_time"]
    assert read_form(typed(WHOLE), WHOLE, KNOWN) == (WHOLE, ())


def test_an_odd_value_that_nobody_touched_is_kept_as_it_was() -> None:
    odd = replace(
        make_parsed(),
        positions=9_000,
        pay=Pay(5e6, None, PayPeriod.YEAR),
        details=OfferDetails(contact=Contact(phone="demander l'accueil", email="accueil")),
    )
    assert read_form(typed(odd), odd, KNOWN) == (odd, ())
    _, errors = read_form(typed(odd, positions="9001"), odd, KNOWN)
    assert [error.message for error in errors] == ["Indiquez un nombre entre 1 et 500."]


def test_an_emptied_box_is_unknown_and_never_a_zero() -> None:
    names = [
        name
        for name in boxes_of(WHOLE)
        if name not in ("title", "licence", "language", "intensity")
    ]
    form = OfferForm(version=1, title="Agent")
    corrected, errors = read_form(form, WHOLE, KNOWN)
    assert errors == ()
    assert corrected.pay == Pay()
    assert corrected.details == OfferDetails()
    assert (corrected.licences, corrected.languages, corrected.constraints) == ((), (), ())
    assert len(names) > 60


def test_a_correction_is_read_and_its_evidence_goes() -> None:
    offer = make_parsed()
    form = typed(
        offer,
        contract="interim",
        start_date="2027-03-14",
        weekly_hours="17,5",
        patterns=["nuit", "week_end"],
        start_time="21h30",
        end_time="05:00",
        commune="gravelines",
        rome="other",
        rome_other="k 2204",
        experience_necessity="wished",
        experience_months="6",
        positions="3",
        level="2",
        deadline="31/03/2027",
    )
    corrected, errors = read_form(form, offer, KNOWN)
    assert errors == ()
    assert corrected.contract.type is ContractType.TEMP
    assert corrected.contract.start_date == date(2027, 3, 14)
    assert corrected.working_time.weekly_hours == 17.5
    assert corrected.working_time.patterns == (WorkPattern.NIGHT, WorkPattern.WEEKEND)
    assert corrected.working_time.start_time == time(21, 30)
    assert corrected.workplace.name == "Gravelines"
    assert corrected.workplace.latitude is not None
    assert (corrected.occupation.rome, corrected.occupation.label) == (
        "K2204",
        "Nettoyage de locaux",
    )
    assert corrected.experience.necessity is Necessity.WISHED
    assert corrected.domain is Domain.TERTIARY
    assert (corrected.positions, corrected.level) == (3, 2)
    assert corrected.deadline == date(2027, 3, 31)
    assert set(corrected.evidence) == {"title", "licences.0"}


def test_licences_are_read_in_words_and_keep_the_evidence_of_the_ones_that_stay() -> None:
    offer = make_parsed()
    kept = boxes_of(offer)["licence"]
    form = typed(
        offer,
        licence=["permis B", kept[0][0], "", "FIMO"],
        licence_necessity=["wished", "required", "required", "training_offered"],
    )
    corrected, errors = read_form(form, offer, KNOWN)
    assert errors == ()
    assert [(need.code, need.necessity) for need in corrected.licences] == [
        ("permis_B", Necessity.WISHED),
        ("CACES_R489_1", Necessity.REQUIRED),
        ("FIMO", Necessity.TRAINING_OFFERED),
    ]
    assert corrected.evidence["licences.1"] == offer.evidence["licences.0"]
    assert "licences.0" not in corrected.evidence


def test_skills_are_one_a_line_required_or_wished() -> None:
    offer = make_parsed()
    form = typed(offer, skills_required="lire un plan\n- souder ; meuler", skills_wished="peindre")
    corrected, _ = read_form(form, offer, KNOWN)
    assert [(need.label, need.necessity.value) for need in corrected.skills] == [
        ("lire un plan", "required"),
        ("souder", "required"),
        ("meuler", "required"),
        ("peindre", "wished"),
    ]


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", ""),
        ("commune", "Atlantide-sur-Mer"),
        ("contract", "esclavage"),
        ("start_date", "32/13/2027"),
        ("weekly_hours", "400"),
        ("weekly_hours", "beaucoup"),
        ("weekly_hours", "1e309"),
        ("start_time", "25:00"),
        ("end_time", "midi"),
        ("experience_months", "-4"),
        ("experience_months", "2,5"),
        ("positions", "0"),
        ("positions", "99999999999999999999"),
        ("level", "3"),
        ("deadline", "bientôt"),
        ("domain", "lune"),
        ("channel", "pigeon"),
        ("patterns", ["jour"]),
        ("weekdays", ["noel"]),
        ("contact_phone", "appelez-moi"),
        ("contact_email", "duval chez exemple"),
        ("siret", "123"),
        ("education_level", "9"),
        ("pay_min", "douze"),
        ("full_time", "peut-être"),
        ("duration_days", "0"),
        ("max_candidates", "51"),
        ("language", ["xx"]),
        ("intensity", ["gravity"]),
    ],
)
def test_what_cannot_be_read_is_told_at_its_box(field: str, words: Any) -> None:
    offer = make_parsed()
    _, errors = read_form(typed(offer, **{field: words}), offer, KNOWN)
    assert [error.field for error in errors] == [field]


def test_an_unknown_occupation_code_is_told() -> None:
    offer = make_parsed()
    for words in ("Z9999", "K9999", "cariste"):
        _, errors = read_form(typed(offer, rome="other", rome_other=words), offer, KNOWN)
        assert [error.field for error in errors] == ["rome_other"]


def test_an_unknown_licence_is_told_and_not_dropped() -> None:
    offer = make_parsed()
    form = typed(offer, licence=["brevet de dompteur"], licence_necessity=["required"])
    _, errors = read_form(form, offer, KNOWN)
    assert [error.field for error in errors] == ["licence"]
    assert "brevet de dompteur" in errors[0].message


def test_the_evidence_of_a_list_follows_each_item_that_stays() -> None:
    seen = Evidence(0, 4, "Prép", 0.5)
    names = (
        "details.benefits.0",
        "details.benefits.1",
        "languages.1",
        "pay",
        "details.contact.phone",
    )
    offer = replace(WHOLE, evidence=dict.fromkeys(names, seen))
    form = typed(offer, benefits=["nuit"], language=["fr"], contact_phone="03 28 11 11 11")
    corrected, errors = read_form(form, offer, KNOWN)
    assert errors == ()
    assert set(corrected.evidence) == {"details.benefits.0", "languages.0", "pay"}
