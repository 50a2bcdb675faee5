"""Which words of need govern which requirement of a sentence."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.licence_needs import licence_needs
from models.vocabulary import Necessity

R, W, T = Necessity.REQUIRED, Necessity.WISHED, Necessity.TRAINING_OFFERED


def needs(text: str) -> dict[str, Necessity]:
    return {found.value.code: found.value.necessity for found in licence_needs(cut(text))}


@pytest.mark.parametrize(
    "text",
    [
        "Permis B exigé",
        "Permis B obligatoire.",
        "Le permis B est impératif.",
        "Permis B indispensable pour ce poste",
        "Titulaire du permis B",
        "Vous êtes titulaire du permis B et aimez conduire.",
        "Vous possédez le permis B.",
        "Vous détenez le permis B et idéalement une première expérience.",
        "Muni du permis B, vous livrez les clients.",
        "Vous avez le permis B, la connaissance du secteur serait un plus.",
        "Permis B exigé, expérience souhaitée",
        "Permis B et expérience souhaitée",
        "Une expérience est souhaitée et le permis B est exigé.",
        "Expérience appréciée, permis B obligatoire",
        "Permis B en cours de validité",
        "Obligatoire : permis B",
        "PERMIS B OBLIGATOIRE",
        "Idéalement une première expérience, permis B exigé.",
        "Vous devez avoir le permis B",
        "Le poste nécessite le permis B.",
        "Permis B requis, véhicule souhaité",
        "Permis B demandé",
        "Il faut le permis B et le sens du contact, l'anglais serait un atout.",
        "Le permis B est nécessaire, formation au poste assurée.",
        "Vous êtes détenteur du permis B (obligatoire), un CAP serait apprécié.",
        "Permis B.",
        "Exigé :\n- permis B",
        "Sans permis B s'abstenir.",
        "Sans le permis B, ne pas postuler.",
        "Sans permis B, inutile de candidater.",
    ],
)
def test_a_required_licence(text: str) -> None:
    assert needs(text)["permis_B"] is R


@pytest.mark.parametrize(
    "text",
    [
        "Permis B souhaité",
        "L'idéal : le permis B.",
        "Permis B apprécié.",
        "Le permis B est un plus",
        "Le permis B serait un plus.",
        "Permis B : un plus",
        "Permis B (un plus)",
        "Permis B, un plus",
        "Idéalement titulaire du permis B",
        "Idéalement, vous possédez le permis B.",
        "De préférence titulaire du permis B",
        "Permis B de préférence",
        "Permis B serait un atout",
        "Permis B (souhaité)",
        "Le permis B est souhaitable.",
        "Être titulaire du permis B serait apprécié.",
        "Autonomie exigée, permis B souhaité",
        "Vous êtes rigoureux et idéalement en possession du permis B.",
        "Permis B bienvenu",
        "Les plus :\n- permis B",
        "Atout : permis B",
        "Permis B si possible",
        "Avoir le permis B est un véritable atout.",
        "Permis B facultatif",
        "Dans l'idéal, vous avez le permis B.",
    ],
)
def test_a_wished_licence(text: str) -> None:
    assert needs(text)["permis_B"] is W


@pytest.mark.parametrize(
    "text",
    [
        "CACES 3 : formation assurée",
        "CACES 3 (formation prévue)",
        "CACES 3 avec formation possible",
        "Formation CACES 3 financée par l'entreprise",
        "Nous vous formons au CACES 3.",
        "Vous serez formé au CACES 3",
        "Nous finançons votre CACES 3.",
        "Prise en charge du CACES 3",
        "Possibilité de passer le CACES 3",
        "Passage du CACES 3 par nos soins",
        "CACES 3 exigé (formation possible)",
        "CACES 3 souhaité, sinon formation assurée",
        "CACES 3 pris en charge",
        "Formation interne au CACES 3",
    ],
)
def test_training_for_a_certificate(text: str) -> None:
    assert needs(text)["CACES_R489_3"] is T


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Permis B exigé, CACES 3 souhaité", {"permis_B": R, "CACES_R489_3": W}),
        ("Permis B souhaité, CACES 3 exigé", {"permis_B": W, "CACES_R489_3": R}),
        ("Permis B et CACES 3 souhaités", {"permis_B": W, "CACES_R489_3": W}),
        ("Permis B et CACES 3 exigés", {"permis_B": R, "CACES_R489_3": R}),
        ("Permis B obligatoire et CACES 3 apprécié", {"permis_B": R, "CACES_R489_3": W}),
        ("Vous avez le permis B, le CACES 3 est un plus", {"permis_B": R, "CACES_R489_3": W}),
        ("Permis B exigé, nous vous formons au CACES 3", {"permis_B": R, "CACES_R489_3": T}),
        ("Permis B, CACES 3 (souhaité)", {"permis_B": R, "CACES_R489_3": W}),
        ("Titulaire du permis B et idéalement du CACES 3", {"permis_B": R, "CACES_R489_3": W}),
        ("CACES 3 exigé, FIMO appréciée", {"CACES_R489_3": R, "FIMO": W}),
        ("SST et FIMO souhaitées", {"SST": W, "FIMO": W}),
        ("CACES 3 exigé, formation interne aux machines assurée", {"CACES_R489_3": R}),
        ("FIMO à jour, carte conducteur valide", {"FIMO": R, "carte_conducteur": R}),
    ],
)
def test_several_needs_in_one_sentence(text: str, expected: dict[str, Necessity]) -> None:
    assert needs(text) == expected


@pytest.mark.parametrize(
    "text", ["Permis B non exigé", "Sans permis B", "Pas besoin de permis B", "Ni permis B ni CAP"]
)
def test_a_need_denied_is_no_need(text: str) -> None:
    assert "permis_B" not in needs(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Titulaire du permis C, FIMO/FCO à jour", {"permis_C": R, "FIMO": R, "FCO": R}),
        (
            "Permis C ou CE, carte conducteur",
            {"permis_C": R, "permis_CE": W, "carte_conducteur": R},
        ),
        ("Nous formons nos agents au CACES 3", {"CACES_R489_3": T}),
        ("BAFA / BPJEPS", {"BAFA": W, "BPJEPS": W}),
        ("AIPR, carte BTP et CACES seraient un plus", {"AIPR": W, "carte_BTP": W, "CACES": W}),
        ("CACES nacelle (R486) - idéalement", {"CACES": W}),
        ("CACES 3 - souhaité", {"CACES_R489_3": W}),
        ("Le permis de conduire serait un véritable plus", {"permis_B": W}),
        ("Cariste CACES 1.3 (F/H)", {"CACES_R489_1": R, "CACES_R489_3": R}),
        ("Études de bâtiment : APS, APD, DCE", {}),
        ("Appliquer les normes de l'AIPR", {"AIPR": W}),
    ],
)
def test_lists_and_look_alikes(text: str, expected: dict[str, Necessity]) -> None:
    assert needs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Permis B exigé, CACES 3 à jour seraient un plus", {"permis_B": R, "CACES_R489_3": W}),
        ("CACES 3 souhaité mais pas indispensable", {"CACES_R489_3": W}),
        ("Avoir le CACES 3 est un atout mais non obligatoire", {"CACES_R489_3": W}),
        ("CACES 1, 3 ou 5 exigé", {"CACES_R489_1": W, "CACES_R489_3": W, "CACES_R489_5": W}),
        ("CACES R389 ou R489 1 et 3 exigés", {"CACES_R489_1": R, "CACES_R489_3": R}),
        ("Permis CE/FIMO/carte conducteur", {"permis_CE": R, "FIMO": R, "carte_conducteur": R}),
        ("Vous possédez le CACES 3 ? C'est un atout.", {"CACES_R489_3": W}),
        ("Vous avez le CACES 3 ? Pas encore ? Nous vous formons !", {"CACES_R489_3": T}),
        ("Si titulaire du CACES 4, conduite de la chargeuse", {"CACES_R489_4": W}),
        ("Idéalement, vous êtes titulaire du CACES 3", {"CACES_R489_3": W}),
        ("Il est indispensable d'avoir le permis B", {"permis_B": R}),
        ("Le permis B est essentiel", {"permis_B": R}),
        ("Vous n'avez pas le permis D ? Formation financée.", {"permis_D": T}),
        ("Vous n'avez pas le permis B : pas de souci.", {}),
        ("Aide au permis B pour les apprentis", {}),
        ("DEAES ou 3 ans d'expérience", {"DEAES": W}),
        ("3 ans d'expérience ou diplôme (DEAES)", {"DEAES": W}),
        ("Connaissance des normes HACCP (obligatoire)", {"HACCP": R}),
        ("Vous maîtrisez les normes HACCP", {"HACCP": W}),
        ("Autres titres appréciés (SSIAP, SST)", {"SSIAP_1": W, "SST": W}),
        ("Permis B financé par l'employeur", {"permis_B": T}),
        ("Formation SST à jour indispensable", {"SST": R}),
        ("Pas encore le CACES 3 ? Nous finançons la formation.", {"CACES_R489_3": T}),
        ("Permis : B (souhaité)", {"permis_B": W}),
    ],
)
def test_answers_choices_and_what_one_may_lack(text: str, expected: dict[str, Necessity]) -> None:
    assert needs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dépôt de permis ou demande de travaux",
        "Le champ de la SST (santé et sécurité au travail)",
        "Respect des démarches SST",
        "Avoir suivi la formation DEA d'ambulancier",
    ],
)
def test_permits_and_health_at_work_are_no_certificates(text: str) -> None:
    assert needs(text) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Formation CACES R489 cat. 3 assurée par l'entreprise.", T),
        ("CACES 3, formation assurée.", T),
        ("SST ou prêt à le passer.", T),
        ("Permis B, formation assurée.", R),
        ("CACES 3, formation de trois jours au poste assurée par un tuteur.", R),
        ("CACES R489 cat. 3 exigé. Formation au poste assurée.", R),
    ],
)
def test_training_said_of_the_certificate(text: str, said: Necessity) -> None:
    assert list(needs(text).values()) == [said]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Permis de conduire catégorie D exigé.", set()),
        ("permis B DE + DE 2 ANS", {"permis_B"}),
        ("R482 A (ancien CACES 1)", {"CACES_R482_A"}),
        ("Permis, chrono, FIMO à jour", {"FIMO"}),
        ("Nous délivrons des autorisations de conduite.", set()),
        ("Permis de conduire catégorie B", {"permis_B"}),
    ],
)
def test_another_permit_or_what_the_firm_gives_is_no_need(text: str, codes: set[str]) -> None:
    assert set(needs(text)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Auto-école qui forme aussi au permis moto.", []),
        ("Notre CFA forme en apprentissage des candidats au CAP petite enfance.", []),
        ("Notre école vous forme au permis B.", ["permis_B"]),
    ],
)
def test_what_a_school_teaches_is_not_asked(text: str, codes: list[str]) -> None:
    assert [found.value.code for found in licence_needs(cut(text))] == codes
