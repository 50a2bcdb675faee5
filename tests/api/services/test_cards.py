"""Anonymous cards: a closed list of fields, and nobody to be found behind one."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from api.dispatch_files import card_lines
from api.services.cards import (
    FIELDS,
    CardContent,
    card_of,
    content_from,
    draw_code,
    official_label,
)
from ingestion.normalise import fold
from ingestion.records import (
    CandidateRecord,
    Credential,
    Experience,
    Follow,
    Home,
    Identity,
    LanguageLevel,
    LanguageNeed,
    LicenceNeed,
    Limits,
    Occupation,
    Project,
    Restriction,
    SkillNeed,
    Workplace,
)
from models.vocabulary import Condition, CredentialState, Necessity
from tests.factories import make_parsed_offer

TODAY = date(2026, 11, 23)
OFFER = make_parsed_offer(
    occupation=Occupation("N1103", "Préparateur de commandes", 0.9),
    workplace=Workplace("59271", "Grande-Synthe", "59760", 51.0139, 2.3031),
    licences=(LicenceNeed("CACES_R489_1", Necessity.REQUIRED),),
    skills=(SkillNeed("préparation de commandes", Necessity.REQUIRED),),
    languages=(LanguageNeed("en", "A2", Necessity.WISHED),),
)
PERSON = CandidateRecord(
    identifier="P-0417",
    identity=Identity(
        "Mme", "Vanhoutteghem", "Fatoumata", date(1969, 4, 2), "06 55 44 33 22", "fv@mail.example"
    ),
    follow=Follow("Antenne de Leffrinckoucke", "Claire Monteyne"),
    home=Home("Leffrinckoucke (Tamaris)", "59340", "Tamaris", "59495", 51.047, 2.441),
    priority_quarter=True,
    statuses=("RSA", "RQTH"),
    projects=(Project("préparatrice de commandes", "N1103", None, True),),
    experiences=(
        Experience("caissière", 40, 1988, 1991),
        Experience("préparatrice de commandes", 300, 1991, 2016),
        Experience("Mme Vanhoutteghem Fatoumata", 3, 2016, 2016),
    ),
    skills=(
        "préparation de commandes",
        "je suis Fatoumata, 57 ans, 06 55 44 33 22, fv@mail.example",
        "née en 1969 à Leffrinckoucke, mère de trois enfants",
        "reconnue RQTH",
        "caissière",
    ),
    education_level=3,
    diplomas=("CAP vente 1987, lycée de Leffrinckoucke", "baccalauréat sénégalais"),
    languages=(LanguageLevel("wo", "native"), LanguageLevel("en", "B1")),
    credentials=(
        Credential("permis_B", "Permis B (1990)", CredentialState.SUSPENDED),
        Credential("CACES_R489_1", "CACES 1 de Fatoumata", CredentialState.HELD, date(2028, 6, 1)),
        Credential("SST", "SST", CredentialState.HELD, date(2024, 6, 1)),
        Credential("carte d'invalidité", "carte d'invalidité", CredentialState.HELD),
    ),
    trip_limit_minutes=45,
    limits=Limits(restrictions=(Restriction(Condition.LOADS, 10),)),
    withheld=("dépression",),
)
SAYS_WHO = (
    "fatoumata", "vanhoutteghem", "06 55", "mail.example", "p-0417", "1969", "57 ans", "mme ",
    "leffrinckoucke", "tamaris", "59340", "59495", "monteyne", "rsa", "rqth", "qpv", "depression",
    "invalidite", "wolof", "senegal", "suspend", "1988", "1991", "2016", "1987", "25 ans", "mere",
    "caissiere,", "preparatrice,", "10 kg", "charges",
)  # fmt: skip


def text_of(content: CardContent) -> str:
    """Everything the card says, as it is kept and as it is shown."""
    return fold(f"{content.as_json()} {card_lines(content)}")


def test_nothing_of_who_the_person_is_reaches_the_card() -> None:
    said = text_of(card_of(PERSON, OFFER, TODAY))
    assert [words for words in SAYS_WHO if words in said] == []


def test_what_the_post_asks_is_there_first() -> None:
    card = card_of(PERSON, OFFER, TODAY)
    assert card.occupation == "Préparateur / Préparatrice de commandes"
    assert card.is_validated
    first, second = card.licences
    assert (first.until, first.is_asked, first.state) == ("2028-06-01", True, "détenu")
    assert second.state == "à renouveler"
    assert card.experience[0] == "Préparateur / Préparatrice de commandes, 10 ans et plus"
    assert "Hôte / Hôtesse de caisse, 3 ans" in card.experience
    assert card.skills[0].is_asked
    assert card.languages == ("anglais B1",)
    assert card.education == "CAP ou BEP"
    assert card.zone == "de 10 à 20 km du poste"
    assert card.travel == "45 min au plus"


@pytest.mark.parametrize(
    "change",
    [
        {"identity": Identity("M.", "Autre", "Nom", date(2005, 1, 1), "07", "x@y.example")},
        {"follow": Follow("Autre antenne", "Autre référent")},
        {"statuses": ()},
        {"priority_quarter": False},
        {"withheld": ("autre",)},
        {"limits": Limits()},
        {"identifier": "P-9999"},
    ],
)
def test_two_people_who_differ_in_what_is_private_have_the_same_card(
    change: dict[str, Any],
) -> None:
    """The re-identification test: the card is not a function of who the person is."""
    assert card_of(replace(PERSON, **change), OFFER, TODAY) == card_of(PERSON, OFFER, TODAY)


def test_neighbours_of_the_same_distance_cannot_be_told_apart() -> None:
    elsewhere = replace(PERSON, home=Home("Bray-Dunes", "59107", None, "59123", 51.05, 2.45))
    assert card_of(elsewhere, OFFER, TODAY) == card_of(PERSON, OFFER, TODAY)


def test_the_fields_of_a_card_are_a_closed_list() -> None:
    card = card_of(PERSON, OFFER, TODAY)
    assert {each.name for each in fields(CardContent)} == set(FIELDS) == set(card.as_json())
    assert content_from(card.as_json()) == card
    with pytest.raises(TypeError):
        content_from({**card.as_json(), "birth_date": "1969-04-02"})


def test_what_is_not_known_is_not_said_as_none() -> None:
    card = card_of(CandidateRecord("P-1"), make_parsed_offer(), TODAY)
    assert card.zone is card.travel is card.working_time is card.education is None
    headings = [heading for heading, _ in card_lines(card)]
    assert headings == ["Métier", "Disponibilité"]


def test_words_that_name_no_occupation_are_not_passed_on() -> None:
    assert official_label("Mme Vanhoutteghem Fatoumata") is None
    label = official_label("caissière")
    assert label is not None
    assert " / " in label  # both genders: the card does not say which


def test_codes_are_drawn_anew_and_apart() -> None:
    codes = [draw_code() for _ in range(200)]
    assert len(set(codes)) > 190
    assert all(len(code) == 4 and not set(code) & set("01IOL") for code in codes)
