import numpy as np

from matching.coder import NO_OCCUPATION, Coding, packaged_coder
from matching.occupations import packaged_occupations
from matching.proposals import PLACES, WIDTH, pick

PARENTS = ("A", "A", "A", "A", "A", "A", "B", "C")


def coding(*chances: float) -> Coding:
    order = np.argsort(-np.array(chances), kind="stable")
    return Coding(
        order[None, :].astype(np.int32),
        np.array([[chances[row] for row in order]], dtype=np.float32),
        np.zeros(1, dtype=np.float32),
        np.ones(1, dtype=np.float32),
    )


def rows(found: Coding, places: int = PLACES) -> list[int]:
    return [each.row for each in pick(found, PARENTS, places)[0]]


def test_five_fiches_of_one_family_leave_room_for_another() -> None:
    found = rows(coding(0.35, 0.25, 0.12, 0.08, 0.05, 0.05, 0.06, 0.04))

    assert found[0] == 0
    assert {6, 7} < set(found)
    assert len(found) == PLACES


def test_the_family_that_holds_most_comes_before_a_lone_fiche() -> None:
    assert rows(coding(0.2, 0.2, 0.2, 0, 0, 0, 0.3, 0.1))[:2] == [0, 6]


def test_a_sure_fiche_comes_first_and_its_nearest_rival_is_kept() -> None:
    assert rows(coding(0.7, 0.2, 0.02, 0, 0, 0, 0.05, 0.03))[:2] == [0, 1]


def test_places_without_an_occupation_are_left_out() -> None:
    blank = Coding(
        np.full((1, 3), NO_OCCUPATION, dtype=np.int32),
        np.zeros((1, 3), dtype=np.float32),
        np.ones(1, dtype=np.float32),
        np.zeros(1, dtype=np.float32),
    )

    assert pick(blank, PARENTS) == [[]]


def test_no_fiche_is_proposed_twice_and_chances_add_up_to_one_at_most() -> None:
    titles = ["cariste", "agent polyvalent", "chef d'équipe", "soudeur"]
    found = pick(packaged_coder().code(titles, [""] * 4, k=WIDTH), packaged_occupations().parents)

    for each in found:
        assert len({likely.row for likely in each}) == PLACES
        assert 0 < sum(likely.probability for likely in each) <= 1 + 1e-6
