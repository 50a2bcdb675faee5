import pytest

from matching.ngrams import expand, stems


@pytest.mark.parametrize(
    ("masculine", "feminine", "double"),
    [
        ("Vendeur en boulangerie", "Vendeuse en boulangerie", "Vendeur / Vendeuse en boulangerie"),
        ("Aide-soignant", "Aide-soignante", "Aide-soignant·e"),
        ("Employé de ménage", "Employée de ménage", "Employé(e) de ménage"),
        ("Conducteur de bus", "Conductrice de bus", "Conducteur(trice) de bus"),
        ("Ouvrier agricole", "Ouvrière agricole", "Ouvrier/ère agricole"),
        (
            "Technicien de maintenance",
            "Technicienne de maintenance",
            "Technicien-ne de maintenance",
        ),
        ("Chef cuisinier", "Cheffe cuisinière", "Chef cuisinier / Cheffe cuisinière"),
        ("Agent d'accueil", "Agente d'accueil", "Agent.e d’accueil"),
        ("Hôte de caisse", "Hôtesse de caisse", "Hôte / Hôtesse de caisse"),
        ("Magasinier vendeur", "Magasinière vendeuse", "MAGASINIER VENDEUR (H/F)"),
    ],
)
def test_every_gendered_form_of_a_title_has_the_same_stems(
    masculine: str, feminine: str, double: str
) -> None:
    assert stems(masculine) == stems(feminine) == stems(double)


@pytest.mark.parametrize(
    "dressed",
    ["Cariste H/F", "cariste (F/H)", "CARISTE - CDI temps plein 35h", "Cariste intérim urgent"],
)
def test_marks_of_the_contract_are_no_part_of_the_title(dressed: str) -> None:
    assert stems(dressed) == stems("cariste")


def test_a_text_is_expanded_into_words_bigrams_and_character_ngrams() -> None:
    tokens = expand("Agent de quai").split()

    assert "agent" in tokens
    assert "agent_quai" in tokens
    assert "#<qua" in tokens


def test_an_empty_text_has_no_token() -> None:
    assert expand(" … 35h !") == ""
