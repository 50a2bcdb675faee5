"""Skills in the words of offers and of people."""

import pytest

from ingestion.skills import find_skills, skill_code, skill_label, skills


@pytest.mark.parametrize(
    "words",
    [
        "préparation de commandes",
        "Préparer les commandes",
        "vous préparez des commandes",
        "PREPARATION DES COMMANDES",
    ],
)
def test_one_skill_under_many_forms(words: str) -> None:
    assert [found.label for found in find_skills(words)] == ["Préparer des commandes"]


def test_a_skill_is_found_at_its_place() -> None:
    text = "Missions : chargement de camions, puis nettoyage des bureaux."
    found = find_skills(text)
    assert [text[item.start : item.end] for item in found] == [
        "chargement de camions",
        "nettoyage des bureaux",
    ]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("soudure semi auto", "Souder au MIG-MAG"),
        ("entretien du logement", "Entretenir un logement"),
        ("lecture de plan", "Lire un plan"),
        ("repasage", "Repasser"),
        ("aide à la toillette", "Aider à la toilette"),
    ],
)
def test_the_words_of_a_person_are_understood(words: str, label: str) -> None:
    code = skill_code(words)
    assert code is not None
    assert skill_label(code) == label


@pytest.mark.parametrize("words", ["", "xyz", "astrophysique des trous noirs", "agence"])
def test_unknown_words_stay_unknown(words: str) -> None:
    assert skill_code(words) is None


def test_every_phrase_belongs_to_one_skill() -> None:
    others = [
        (phrase, skill_code(phrase), skill.code)
        for skill in skills().values()
        for phrase in skill.phrases
        if skill_code(phrase) != skill.code
    ]
    assert others == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Vous ferez la plonge batterie le soir", "Laver la batterie de cuisine"),
        ("livreur à vélo en centre-ville", "Livrer à vélo"),
        ("pose de volets et portes de garage", "Poser des volets et des stores"),
        ("accompagner chez le médecin", "Accompagner chez le médecin"),
        ("changement de moule en atelier", "Changer un outil de production"),
        ("saisie de factures fournisseurs", "Saisir des factures"),
    ],
)
def test_short_and_spoken_forms(text: str, label: str) -> None:
    assert label in [found.label for found in find_skills(text)]


def test_the_lexicon_covers_the_six_domains() -> None:
    assert len(skills()) >= 600
    domains = [skill.domain for skill in skills().values()]
    for domain in (
        "industrie",
        "transport_logistique",
        "services_personne",
        "batiment",
        "restauration",
        "tertiaire",
    ):
        assert domains.count(domain) >= 95


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Dressage des tables et mise en place", "Mettre en place une salle"),
        ("Conduite de votre voiture en tournée", "Conduire une voiture"),
        ("Préparation des entrées et des desserts", "Préparer des entrées froides"),
        ("Élevage laitier : traite du troupeau", "Soigner des animaux d'élevage"),
        ("Rigueur et précision dans le travail", "Être rigoureux"),
        ("Pose de stores et de volets roulants", "Poser des volets et des stores"),
        ("Vous conduisez une ligne de production", "Conduire une ligne de production"),
    ],
)
def test_a_word_of_many_meanings_counts_in_its_context(text: str, label: str) -> None:
    assert label in [found.label for found in find_skills(text)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Mise en place de procédures", "Mettre en place une salle"),
        ("Conduite de projet et conduite de chantier", "Conduire une voiture"),
        ("Contrôle à l'entrée du site", "Préparer des entrées froides"),
        ("Savoir lire des plans", "Lire et écrire le français"),
        ("Votre dossier sera traité", "Soigner des animaux d'élevage"),
        ("Gestion des appels d'offres", "Répondre au téléphone"),
        ("Postulez sur notre site internet", "Créer un site web"),
        ("Vous travaillez avec le conducteur de travaux", "Conduire un chantier"),
        ("Notre agence recrute : cherche à recruter un soudeur", "Recruter"),
        ("Atelier de mécanique de précision", "Être rigoureux"),
        ("Salaire : 12 euros + indemnités de précarité", "Gérer des personnes en difficulté"),
        ("Chargement de l'application sur l'App Store", "Poser des volets et des stores"),
        ("Une équipe dynamique à votre écoute", "Respecter le rythme de la personne"),
        ("L'exploitation a un robot de traite", "Assembler par soudage robotisé"),
        ("Vous alimentez les lignes de production", "Conduire une ligne de production"),
        ("Préparation des pièces : nettoyage, chanfreinage", "Nettoyer des locaux"),
        ("Sous la responsabilité du chef équipe production", "Organiser une équipe de production"),
    ],
)
def test_a_word_out_of_its_context_is_no_skill(text: str, label: str) -> None:
    assert label not in [found.label for found in find_skills(text)]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Anglais nécessaire (lu, écrit)", "Lire et écrire le français"),
        ("Vous travaillez en rythme posté (6x4).", "Conduire un camion-benne"),
        ("Mécanicien poids lourds", "Conduire un poids lourd"),
    ],
)
def test_a_phrase_of_another_meaning_is_no_skill(text: str, label: str) -> None:
    assert label in {skill.label for skill in skills().values()}
    assert label not in [found.label for found in find_skills(text)]


def test_a_phrase_stays_within_its_line() -> None:
    whole = find_skills("Nettoyer les locaux")
    assert whole
    assert find_skills("Nettoyer\nles locaux") == []
