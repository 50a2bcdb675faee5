"""The correction form: what is not touched comes back as it was, what is wrong is named."""

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from api.forms import boxes_of, read_form
from api.schemas import OfferForm
from ingestion.records import Evidence, ParsedOffer
from models.vocabulary import ContractType, Necessity, WorkPattern
from tests.api.routes.world import make_parsed


def label(rome: str) -> str | None:
    return {"N1103": "Magasinage", "K2204": "Nettoyage de locaux"}.get(rome)


def typed(offer: ParsedOffer, **changes: Any) -> OfferForm:
    """The form as the browser sends it when nothing but `changes` was typed."""
    boxes = boxes_of(offer)
    licences: Any = boxes.pop("licences")
    values = {
        **boxes,
        "licence": [words for words, _ in licences],
        "licence_necessity": [necessity for _, necessity in licences],
        "version": 1,
    }
    return OfferForm(**values | changes)


def test_a_form_sent_back_untouched_changes_nothing() -> None:
    offer = make_parsed()
    assert read_form(typed(offer), offer, label) == (offer, ())


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
    corrected, errors = read_form(form, offer, label)
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
    assert (corrected.positions, corrected.level) == (3, 2)
    assert corrected.deadline == date(2027, 3, 31)
    assert set(corrected.evidence) == {"title", "licences.0"}


def test_licences_are_read_in_words_and_keep_the_evidence_of_the_ones_that_stay() -> None:
    offer = make_parsed()
    kept = boxes_of(offer)["licences"]
    assert isinstance(kept, list)
    form = typed(
        offer,
        licence=["permis B", kept[0][0], "", "FIMO"],
        licence_necessity=["wished", "required", "required", "training_offered"],
    )
    corrected, errors = read_form(form, offer, label)
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
    corrected, _ = read_form(form, offer, label)
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
    ],
)
def test_what_cannot_be_read_is_told_at_its_box(field: str, words: str) -> None:
    offer = make_parsed()
    _, errors = read_form(typed(offer, **{field: words}), offer, label)
    assert [error.field for error in errors] == [field]


def test_an_unknown_occupation_code_is_told() -> None:
    offer = make_parsed()
    for words in ("Z9999", "K9999", "cariste"):
        _, errors = read_form(typed(offer, rome="other", rome_other=words), offer, label)
        assert [error.field for error in errors] == ["rome_other"]


def test_an_unknown_licence_is_told_and_not_dropped() -> None:
    offer = make_parsed()
    form = typed(offer, licence=["brevet de dompteur"], licence_necessity=["required"])
    _, errors = read_form(form, offer, label)
    assert [error.field for error in errors] == ["licence"]
    assert "brevet de dompteur" in errors[0].message


def test_evidence_of_fields_that_have_no_box_stays() -> None:
    seen = Evidence(0, 4, "Prép", 0.5)
    offer = replace(make_parsed(), evidence={"pay.min": seen, "education.level": seen})
    corrected, _ = read_form(typed(offer, positions="9"), offer, label)
    assert set(corrected.evidence) == {"pay.min", "education.level"}
