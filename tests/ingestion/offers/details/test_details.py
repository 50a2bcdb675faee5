"""What the fiche holds beyond the exchange format, read in words and in keys."""

from datetime import date
from typing import Any

import pytest

from ingestion.details import OfferDetails
from ingestion.offers import (
    Origin,
    RawOffer,
    parse_offer,
    read_json,
    read_offer_text,
    to_fiche_json,
    to_json,
)
from ingestion.offers.details.companies import is_siret
from ingestion.records import ParsedOffer
from tests.ingestion.offers.coder import SmallCoder


def parsed(words: str) -> ParsedOffer:
    return parse_offer(RawOffer("Maçon VRD", words, Origin.TEXT), SmallCoder())


def value(details: object, path: str) -> Any:
    for part in path.split("."):
        details = getattr(details, part)
    return details


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        ("Contact : Mme Claire Dupont, 03 28 11 22 33", "contact.name", "Mme Claire Dupont"),
        ("Demander Monsieur Lefèvre.", "contact.name", "Monsieur Lefèvre"),
        ("S'adresser à Karim Benali, chef de chantier.", "contact.role", "chef de chantier"),
        ("Tél. 0328112233", "contact.phone", "03 28 11 22 33"),
        ("Tél. 03.28.11.22.33", "contact.phone", "03 28 11 22 33"),
        ("Tél : +33 3 28 11 22 33", "contact.phone", "03 28 11 22 33"),
        ("ou 0033(0)328112233", "contact.phone", "03 28 11 22 33"),
        ("CV à rh.nord@beton-dunes.fr.", "contact.email", "rh.nord@beton-dunes.fr"),
        ("Appeler de préférence par téléphone.", "contact.preferred", "téléphone"),
        ("Réponse exclusivement par mail.", "contact.preferred", "courriel"),
        ("Chantier d'insertion à Bergues.", "employer_kind", "ACI"),
        ("Notre GEIQ propulse votre carrière.", "employer_kind", "GEIQ"),
        ("Particulier employeur cherche de l'aide.", "employer_kind", "particulier"),
        ("La mairie recrute un agent.", "employer_kind", "collectivite"),
        ("Recrutement pour notre client Verrerie du Nord.", "user_company", "Verrerie"),
        ("Envoyer votre CV à l'accueil.", "positioning", "cv"),
        ("Merci de téléphoner avant midi.", "positioning", "appel"),
        ("Recrutement par simulation (MRS).", "positioning", "mrs"),
        ("Réunion d'information collective lundi.", "positioning", "ric"),
        ("Maximum 5 candidats.", "max_candidates", 5),
        ("Trois CV maximum.", "max_candidates", 3),
        ("Adresse du chantier : 12 rue du Kursaal", "address", "12 rue du Kursaal"),
        ("Sur le site du Terminal méthanier.", "site", "Terminal méthanier"),
        ("Grands déplacements à la semaine.", "travel", "grand_deplacement"),
        ("Découchés à prévoir.", "travel", "decouches"),
        ("Sans découchés.", "travel", "aucun"),
        ("Pas de télétravail.", "remote", "non"),
        ("Télétravail possible.", "remote", "partiel"),
        ("Démarrage dès que possible.", "starts_soon", True),
        ("CDD de 6 mois renouvelable.", "is_renewable", True),
        ("CDD avec possibilité de CDI.", "prospect", "possible"),
        ("Période d'essai de 2 mois.", "trial_days", 60),
        ("Action de formation préalable au recrutement.", "scheme", "AFPR"),
        ("Contrat PEC de 9 mois.", "scheme", "PEC"),
        ("Immersion possible avant embauche.", "has_immersion", True),
        ("Convention collective : métallurgie. Coefficient 190.", "agreement", "métallurgie"),
        ("Convention collective : métallurgie. Coefficient 190.", "coefficient", "190"),
        ("Convention collective en vigueur.", "agreement", None),
        (
            "Casier judiciaire vierge demandé.",
            "legal_checks",
            ("Casier judiciaire (bulletin n° 2)",),
        ),
        ("Poste ouvert aux personnes en situation de handicap.", "disability_access", "accessible"),
        ("Public : bénéficiaires du RSA et DELD.", "target_publics", ("RSA", "DELD")),
        ("Clause sociale, marché : réfection du quai.", "clause_market", "réfection du quai"),
        ("Maître d'ouvrage : Habitat du Littoral.", "clause_owner", "Habitat du Littoral"),
        ("RIC le 10/12/2026 à 9h.", "session_on", date(2026, 12, 10)),
        ("Un poste où le riz est roi.", "positioning", None),
        ("Rien de tout cela.", "contact.name", None),
    ],
)
def test_a_detail_is_read_with_its_words(words: str, field: str, said: object) -> None:
    offer = parsed(words)
    found = value(offer.details, field)
    assert (found or None) == said or str(found).startswith(str(said))
    for name, evidence in offer.evidence.items():
        assert offer.source_text[evidence.start : evidence.end] == evidence.text, name
    if said is not None:
        assert any(name.startswith(f"details.{field}") for name in offer.evidence)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Candidatures avant le 15/12/2026.", date(2026, 12, 15)),
        ("Réponse jusqu'au vendredi 28 novembre 2026.", date(2026, 11, 28)),
        ("Date limite de candidature : 3 janvier 2027", date(2027, 1, 3)),
        ("Postulez avant le 5/12/26 !", date(2026, 12, 5)),
        ("Contrat jusqu'au 15/12/2026.", None),
        ("Mission à finir avant le 15/12/2026.", None),
        ("Permis obtenu avant le 01/01/2016.", None),
    ],
)
def test_the_deadline_is_that_of_the_answers(words: str, day: date | None) -> None:
    assert parsed(words).deadline == day


def test_a_day_without_a_year_is_the_one_after_the_offer() -> None:
    item = '{"id": "1", "intitule": "Maçon", "dateCreation": "2026-11-20T08:00:00Z", '
    item += '"description": "Candidatures jusqu\'au vendredi 28 novembre."}'
    offer = parse_offer(read_json(item).offers[0], SmallCoder())
    assert offer.deadline == date(2026, 11, 28)


def test_a_number_before_the_trade_is_a_number_of_posts() -> None:
    assert parsed("Chantier de Bergues : 3 maçons expérimentés.").positions == 3
    assert parsed("Équipe de 12 personnes.").positions is None


def test_tasks_are_the_lines_under_their_heading() -> None:
    offer = parsed(
        "Vos missions :\n- Poser des bordures ;\n- Couler du béton.\nProfil :\n- Sérieux"
    )
    assert offer.details.tasks == ("Poser des bordures", "Couler du béton")


def test_a_siret_is_known_by_its_key() -> None:
    assert is_siret("73282932000074")
    assert not is_siret("73282932000075")
    assert parsed("Dunes SARL 732 829 320 00074").employer.siret == "73282932000074"
    assert parsed("Appel au 732 829 320 00075 svp").employer.siret is None
    wrong = parsed("SIRET : 73282932000075")
    assert any(warning.field == "employer.siret" for warning in wrong.warnings)


def test_the_exchange_format_knows_no_details_and_the_fiche_adds_them() -> None:
    offer = parsed("Contact : Mme Claire Dupont, 03 28 11 22 33. CDI.")
    plain, fiche = to_json(offer), to_fiche_json(offer)
    assert not [name for name in plain["evidence"] if name.startswith("details")]
    assert not {"details", "fiche"} & set(plain)
    assert {key: item for key, item in fiche.items() if key != "fiche"} == plain
    assert fiche["fiche"]["contact"]["phone"] == "03 28 11 22 33"
    assert fiche["fiche"]["evidence"]["contact.phone"]["text"] == "03 28 11 22 33"


def test_keys_of_france_travail_fill_the_fiche() -> None:
    item = """{"id": "1", "intitule": "Agent d'entretien", "natureContrat":
      "Contrat de travail - Parcours emploi compétences", "typeContrat": "CDD",
      "contact": {"nom": "Mairie - Mme Roussel", "coordonnees1": "Tel : 03.28.11.22.33",
      "courriel": "rh@ville.example"}, "deplacementLibelle": "Ponctuels Zone régionale",
      "accessibleTH": true,
      "qualitesProfessionnelles": [{"libelle": "Faire preuve d'autonomie"}]}"""
    offer = parse_offer(read_json(item).offers[0], SmallCoder())
    assert offer.contract.type == "contrat_aide"
    details = offer.details
    assert details.contact.phone == "03 28 11 22 33"
    assert details.contact.email == "rh@ville.example"
    assert (details.travel, details.scheme) == ("regional", "PEC")
    assert details.disability_access == "accessible"
    assert details.soft_skills == ("Faire preuve d'autonomie",)


@pytest.mark.parametrize(
    ("keys", "access"),
    [
        ('"employeurHandiEngage": true', "a_etudier"),
        ('"employeurHandiEngage": true, "accessibleTH": true', "accessible"),
        ('"accessibleTH": false', None),
    ],
)
def test_a_committed_employer_says_nothing_of_the_post_yet(keys: str, access: str | None) -> None:
    (offer,) = read_json(f'{{"id": "1", "intitule": "Cariste", {keys}}}').offers
    assert parse_offer(offer, SmallCoder()).details.disability_access == access


def test_an_offer_that_says_nothing_has_no_detail() -> None:
    assert parse_offer(read_offer_text("Poste"), SmallCoder()).details == OfferDetails()
