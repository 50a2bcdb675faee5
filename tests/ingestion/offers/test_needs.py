"""Experience, diplomas and languages: asked, wished, replaced by something else, denied."""

import pytest

from ingestion.lexicon import cut
from ingestion.offers.needs import education, experience, languages
from models.vocabulary import Necessity

R, W, N = Necessity.REQUIRED, Necessity.WISHED, Necessity.NONE


@pytest.mark.parametrize(
    "text",
    [
        "Débutant accepté",
        "Débutant(e) accepté(e)",
        "Aucun diplôme ni expérience requis",
        "Pas d'expérience ou formation exigée",
        "Il n'est pas obligatoire de disposer d'une expérience professionnelle",
        "Niveau d'expérience minimum requis : débutant",
        "Expérience souhaitée : Débutant",
        "Que vous ayez ou non de l'expérience, nous vous formons.",
        "Vous n'avez ni expérience ni diplôme",
        "Débutant(e) ou expérimenté(e)",
        "Expérience souhaitée, mais débutant accepté",
        "Sans condition particulière de formation ou d'expérience",
        "Une première expérience dans le domaine n'est pas obligatoire.",
        "Vous avez (ou non) une expérience similaire",
        "Niveau d'expérience : Moins d'1 an",
    ],
)
def test_a_beginner_is_not_refused(text: str) -> None:
    found = experience(cut(text))
    assert found is not None
    assert found.value.necessity is N


@pytest.mark.parametrize(
    ("text", "need", "months"),
    [
        ("Vous justifiez d'une expérience de 2 ans minimum.", R, 24),
        ("Expérience de 1 à 2 ans en logistique", R, 12),
        ("Première expérience obligatoire en vente", R, None),
        ("Une première expérience, en parfumerie, est obligatoire.", R, None),
        ("Il est essentiel d'avoir une expérience en peinture.", R, None),
        ("CAP ou 3 ans d'expérience", W, 36),
        ("Titulaire d'un CAP ou vous justifiez d'une expérience en cuisine", W, None),
        ("Idéalement une expérience de 2 ans", W, 24),
        ("Expérience appréciée", W, None),
        ("Expérience souhaitée mais non obligatoire", W, None),
    ],
)
def test_experience_asked_or_wished(text: str, need: Necessity, months: int | None) -> None:
    found = experience(cut(text))
    assert found is not None
    assert (found.value.necessity, found.value.months) == (need, months)


@pytest.mark.parametrize(
    "text",
    [
        "Rejoignez une équipe expérimentée",
        "30/32 K€ brut pour 2 à 3 ans d'expérience",
        "Avec 30 ans d'expérience, la société emploie 200 personnes.",
        "Diversifiez vos expériences avec nous",
        "Avec plus de 15 ans d'expérience, Centre Azur est un acteur majeur.",
        "Salaire selon expérience",
    ],
)
def test_experience_that_is_nobody_s_need(text: str) -> None:
    assert experience(cut(text)) is None


@pytest.mark.parametrize(
    ("text", "level", "need"),
    [
        ("De formation Bac+2 à Bac+3", 5, R),
        ("Formation Bac +5 en génie civil", 7, R),
        ("Titulaire d'un Bac 2 à Bac 5", 5, R),
        ("Formation technique, Bac à Bac +2", 4, R),
        ("CAP ou 2 ans d'expérience", 3, W),
        ("CAP / BEP (optionnel)", 3, W),
        ("Formation BEP/CAP en mécanique", 3, R),
        ("BUT ou diplôme équivalent : titulaire d'un BUT", 6, R),
        ("Pas de diplôme requis", None, N),
    ],
)
def test_diplomas(text: str, level: int | None, need: Necessity) -> None:
    found = education(cut(text))
    assert found is not None
    assert (found.value.level, found.value.necessity) == (level, need)


@pytest.mark.parametrize(
    "text",
    [
        "dans le but de progresser",
        "Techniciens support niveau 3",
        "Véhicule de type Trafic ou Master",
        "Alternance BTS comptabilité",
        "Vous préparez un CAP avec nous",
        "Diplôme à préparer : BTS ou CS",
        "Assurer la traçabilité CAP à Douai",
    ],
)
def test_what_is_no_diploma_asked_for(text: str) -> None:
    assert education(cut(text)) is None


def spoken(text: str) -> dict[str, tuple[str | None, Necessity]]:
    return {
        item.value.code: (item.value.level, item.value.necessity) for item in languages(cut(text))
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anglais courant exigé", {"en": ("C1", R)}),
        ("Anglais B2 exigé", {"en": ("B2", R)}),
        ("Anglais (lu, écrit, parlé) souhaité", {"en": (None, W)}),
        ("Français courant, maîtrise de l'anglais impérative", {"fr": ("C1", R), "en": (None, R)}),
        ("Vous parlez anglais ou allemand", {"en": (None, W), "de": (None, W)}),
        ("Autre langue un plus (niveau arabe)", {"ar": (None, W)}),
        ("Pas besoin de parler portugais", {}),
        ("Professeur de français langue étrangère", {}),
    ],
)
def test_languages(text: str, expected: dict[str, tuple[str | None, Necessity]]) -> None:
    assert spoken(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vous préparez un CAP Cuisine en alternance.",
        "Tu prépares un BTS MCO dans notre école.",
        "Vous préparez une formation en informatique (BTS SIO, licence pro).",
    ],
)
def test_a_diploma_that_is_prepared_is_not_asked(text: str) -> None:
    assert education(cut(text)) is None
