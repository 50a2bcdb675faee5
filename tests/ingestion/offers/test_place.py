"""Where the work is: named among other places, misspelt, or told by nothing."""

import pytest

from ingestion.offers import RawOffer, parse_offer
from ingestion.records import ParsedOffer, Workplace
from tests.ingestion.offers.coder import SmallCoder


def parsed(words: str, title: str = "Maçon") -> ParsedOffer:
    return parse_offer(RawOffer(title, words), SmallCoder())


@pytest.mark.parametrize(
    ("words", "insee"),
    [
        ("Poste basé à Gravelines.", "59273"),
        ("POSTE BASE A GRAVELINES", "59273"),
        ("Mission sur GDE SYNTHE", "59271"),
        ("Chantier à Gde-Synthe (59760)", "59271"),
        ("Lieu : Dk", "59183"),
        ("Poste à Coudekerque-Bche", "59155"),
        ("Secteur dunkerquois", "59183"),
        ("Poste à Malo-les-Bains", "59183"),
        ("Usine de St Pol sur Mer", "59183"),
        ("Zone de Petite-Synthe", "59183"),
        ("Lieu de travail : Gravelinnes", "59273"),
        ("Lieu : 59380 Bergues", "59067"),
        ("Lieu de travail : Croix", "59163"),
        ("à Avion (62210)", "62065"),
        ("L'agence Adecco de Dunkerque recrute pour son client basé à Bourbourg.", "59094"),
        ("Proche de Lille, notre usine de Bergues recrute.", "59067"),
        ("Siège à Paris. Poste à pourvoir sur notre site de Loon-Plage.", "59359"),
        ("Formation à Lille puis poste à Hazebrouck.", "59295"),
        ("Entretiens à Dunkerque. Lieu de mission : Calais.", "62193"),
        ("Maçon pour un chantier à Amiens (80)", "80021"),
        ("Poste basé à Saint-Nicolas (62)", "62764"),
        ("Contactez-nous : 12 rue du Port 59140 Dunkerque. Le poste est à Bergues.", "59067"),
    ],
)
def test_the_workplace_is_told_from_the_other_places(words: str, insee: str) -> None:
    assert parsed(words).workplace.insee == insee


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Poste basé à Trifouilly-les-Oies (32).", "Trifouilly-les-Oies"),
        ("Lieu : Plougrescant-sur-Lande", "Plougrescant-sur-Lande"),
    ],
)
def test_a_commune_that_no_table_knows_keeps_its_name(words: str, name: str) -> None:
    place = parsed(words).workplace
    assert (place.insee, place.name) == (None, name)


@pytest.mark.parametrize(
    "words",
    [
        "Vous aimez le bus, la croix et la marquise.",
        "Déplacements dans le Pas-de-Calais.",
        "Vous êtes de Saint-Malo-la-Vieille ? Peu importe.",
        "À Domicile, à Temps plein, à l'International.",
        "Permis B. À bientôt !",
    ],
)
def test_words_that_name_no_workplace_give_none(words: str) -> None:
    assert parsed(words).workplace.name is None


def test_of_two_places_as_likely_the_first_is_proposed_and_asked_about() -> None:
    offer = parsed("Poste à Bergues ou poste à Gravelines.")
    assert offer.workplace.name == "Bergues"
    assert offer.evidence["workplace"].confidence < 0.5
    assert any("Bergues, Gravelines" in warning.message for warning in offer.warnings)
    assert "Le poste est-il bien à Bergues ? Sinon, dans quelle commune ?" in offer.questions


def test_a_commune_of_another_department_is_not_taken_for_ours() -> None:
    offer = parsed("Chantier à Bergues (84)")
    assert offer.workplace.insee is None
    assert any("Bergues" in warning.message for warning in offer.warnings)


def test_an_area_is_a_place_to_confirm() -> None:
    offer = parsed("Recrutement en secteur dunkerquois.")
    assert offer.evidence["workplace"].confidence < 0.8


def test_the_town_of_an_agency_alone_is_proposed_and_asked_about() -> None:
    offer = parsed("Votre agence Manpower de Douai recrute.")
    assert offer.workplace.name == "Douai"
    assert offer.evidence["workplace"].confidence < 0.5
    assert any("Douai" in warning.message for warning in offer.warnings)
    assert "Le poste est-il bien à Douai ? Sinon, dans quelle commune ?" in offer.questions


@pytest.mark.parametrize(
    ("words", "insee"),
    [
        ("Poste basé au Kremlin-Bicêtre (26 500 habitants)", "94043"),
        ("Mission sur le secteur de Thouars", "79329"),
        ("Votre agence de Paris recrute pour son client situé à Rezé.", "44143"),
        ("Vendeur pour notre magasin de Vitré.", "35360"),
        ("Le poste est à pourvoir à Saint-Aubin (62)", "62742"),
        ("Le chantier se situe sur Vannes.", "56260"),
        ("Auxiliaire de vie : accompagnement en journée sur Croix.", "59163"),
        ("Notre client est basé au Pecq.", "78481"),
        ("Nettoyage de bureaux sur aix en provence.", "13001"),
        ("Livraisons : poste basé à lille.", "59350"),
    ],
)
def test_communes_of_all_france_are_known(words: str, insee: str) -> None:
    assert parsed(words).workplace.insee == insee


def test_the_title_tells_the_place() -> None:
    offer = parsed("L'académie de Lille recrute.", title="Agent d'accueil - Bailleul (59)")
    assert offer.workplace.insee == "59043"


def test_a_town_of_the_title_may_lack_its_capitals() -> None:
    offer = parsed("Rejoignez notre salle.", title="Coach sportif Le cateau cambrésis (H/F)")
    assert offer.workplace.insee == "59136"


def test_what_opens_a_line_is_a_town_only_where_words_announce_it() -> None:
    assert (
        parsed("Poste :\n- Chargé de clientèle.", title="Chargé d'accueil").workplace == Workplace()
    )
    assert parsed("Mission à Chargé (37).").workplace.insee == "37060"


def test_of_a_list_of_towns_of_the_firm_none_is_proposed_but_they_are_named() -> None:
    said = "Présents sur plusieurs sites au niveau national : Strasbourg, Nancy, Dijon, Orléans."
    offer = parsed(said)
    assert offer.workplace == Workplace()
    assert any("Strasbourg, Nancy" in warning.message for warning in offer.warnings)


def test_of_several_towns_of_the_post_the_first_is_proposed() -> None:
    offer = parsed("Vous intervenez à domicile sur les secteurs de Bergues, Hoymille et Bierne.")
    assert offer.workplace.name == "Bergues"


@pytest.mark.parametrize(
    ("words", "insee"),
    [
        ("CDD 2m, 35h, coudekerque, perm B souh.", "59155"),
        ("cdd 6 mois, malo les bains", "59183"),
        ("35h, loon", "59359"),
        ("CDD, 35h, dk", "59183"),
        ("35h, bois, urgent", None),
        ("35h, croix, urgent", None),
    ],
)
def test_a_note_names_its_place_in_small_letters(words: str, insee: str | None) -> None:
    offer = parsed(words)
    assert offer.workplace.insee == insee
    assert insee is None or offer.evidence["workplace"].confidence < 0.5


@pytest.mark.parametrize(
    ("words", "insee"),
    [
        ("Cuisinier pour notre brasserie. Bonne ambiance.\nParis 16", "75056"),
        ("Notre client, une entreprise située à Agde, 16 personnes pour un inventaire.", "34003"),
        ("Votre agence PROMAN MACON recherche un conducteur de ligne.", "71270"),
        ("Votre agence de Laval recrute.\nVous irez chez des particuliers à Changé.", "53054"),
        ("Chantier au portel dès lundi.", "62667"),
        ("Lieu de travail : Secteur Divatte sur Loire. Agence de Vallet, 44330 Vallet.", "44029"),
        ("Mission sur Lille-Moulins.", "59350"),
        ("Notre client, dont le siège est basé à Paris, recrute pour son site de Rodez.", "12202"),
        ("Publier est une commune dynamique qui recrute.", "74218"),
    ],
)
def test_a_place_is_known_by_what_stands_around_it(words: str, insee: str) -> None:
    assert parsed(words, title="Agent").workplace.insee == insee


def test_a_trade_is_not_the_town_that_lacks_its_accents() -> None:
    offer = parsed("Recrute pour un client un Maçon à temps plein.", title="Agent")
    assert offer.workplace == Workplace()
