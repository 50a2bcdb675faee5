"""An offer that asks for silence on who hires is heard; other secrets of a post are not it."""

import pytest

from ingestion.offers.confidential import says_confidential


@pytest.mark.parametrize(
    "words",
    [
        "Notre CLIENT CONFIDENTIEL recrute un soudeur.",
        "L’entreprise souhaite rester anonyme.",
        "Merci de ne pas diffuser le nom de l'employeur.",
        "Recrutement confidentiel : envoyez votre CV.",
        "Nous recherchons pour un client anonyme un maçon.",
        "Le client souhaite garder l'anonymat.",
    ],
)
def test_silence_that_is_asked_for_is_heard(words: str) -> None:
    assert says_confidential(f"Maçon H/F\n{words}")


@pytest.mark.parametrize(
    "words",
    [
        "Vous respectez la confidentialité des données des patients.",
        "Société anonyme au capital de 40 000 euros.",
        "Votre candidature sera confidentielle.",
        "Un dispositif gratuit et anonyme de soutien psychologique.",
        "Diffuser les informations aux équipes, anonymiser les données.",
        "",
    ],
)
def test_other_secrets_are_not_it(words: str) -> None:
    assert not says_confidential(f"Secrétaire H/F\n{words}")


def test_a_long_text_is_read_at_once() -> None:
    assert not says_confidential("confidentiel " * 8_000)
