import pytest

from matching.choices import PLACES, Choice, Memory, Proposal, proposals_with_memory
from matching.encoder import packaged_encoder

ENCODER = packaged_encoder()
SURE = [
    Proposal("N1103", 0.9),
    Proposal("N1105", 0.04),
    Proposal("N1101", 0.02),
    Proposal("H3302", 0.01),
    Proposal("D1507", 0.01),
]
"""What a coder says that is sure of itself."""
OTHER = "N4105"
TITLE = "préparateur de commandes"


def after(*choices: Choice, title: str = TITLE, employer: str | None = "dunes") -> list[Proposal]:
    return proposals_with_memory(SURE, title, employer, Memory(choices, ENCODER))


def romes(proposals: list[Proposal]) -> list[str]:
    return [each.rome for each in proposals]


def test_nothing_remembered_changes_nothing() -> None:
    assert after() == SURE


def test_one_choice_of_the_same_employer_for_the_same_title_comes_first() -> None:
    found = after(Choice("dunes", "Préparatrice de commandes H/F", OTHER))

    assert romes(found)[:2] == [OTHER, "N1103"]
    assert len(found) == PLACES


def test_a_like_title_of_the_same_employer_enters_the_five() -> None:
    found = after(Choice("dunes", "préparateur de commandes drive", OTHER))

    assert OTHER in romes(found)
    assert romes(found)[0] == "N1103"


def test_one_wrong_choice_of_somebody_else_does_not_displace_a_sure_proposal() -> None:
    found = after(Choice("autre", TITLE, OTHER))

    assert romes(found)[0] == "N1103"
    assert OTHER in romes(found)


def test_many_choices_of_others_do() -> None:
    assert romes(after(Choice("autre", TITLE, OTHER, count=5)))[0] == OTHER


def test_contradictory_choices_balance_each_other() -> None:
    once = after(Choice("dunes", TITLE, OTHER), Choice("dunes", TITLE, "N1103"))

    assert romes(once)[0] == "N1103"
    shares = {each.rome: each.probability for each in once}
    assert 0.3 < shares[OTHER] < 0.5


def test_a_choice_says_nothing_of_another_trade() -> None:
    found = after(Choice("dunes", "Aide-soignante de nuit", "J1501"))

    assert found == SURE


@pytest.mark.parametrize("employer", [None, "dunes"])
def test_an_unknown_employer_is_nobody_s(employer: str | None) -> None:
    nobody = after(Choice(None, TITLE, OTHER), employer=employer)

    assert romes(nobody)[0] == "N1103"


def test_probabilities_stay_probabilities() -> None:
    found = after(
        Choice("dunes", TITLE, OTHER, count=1_000),
        Choice("autre", "préparateur", "N1105", count=30),
    )

    chances = [each.probability for each in found]
    assert chances == sorted(chances, reverse=True)
    assert 0 < sum(chances) <= 1 + 1e-9
    assert chances[0] < 0.97


@pytest.mark.parametrize("title", ["", "H/F", "CDI 35h"])
def test_a_title_without_a_word_hears_nothing(title: str) -> None:
    choice = Choice("dunes", title, OTHER)

    assert after(choice, title=title) == SURE
    assert after(choice) == SURE


def test_where_the_coder_knows_nothing_the_choices_speak() -> None:
    memory = Memory([Choice("dunes", "zygomateur", OTHER)], ENCODER)

    assert romes(proposals_with_memory([], "zygomateur", "dunes", memory)) == [OTHER]
