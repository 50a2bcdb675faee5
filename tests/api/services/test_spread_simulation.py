"""A month of a small programme: more people are shown, at little cost, and no one everywhere."""

from tests.evidence.spread import WAYS, Figures, figures, make_lists, simulate

PEOPLE, OFFERS = 300, 32


def test_spreading_shows_more_people_at_little_cost() -> None:
    lists, people = make_lists(PEOPLE, OFFERS)
    found: dict[str, Figures] = {
        name: figures(lists, people, simulate(lists, people, opener))
        for name, opener in WAYS.items()
    }
    ranks, together, arriving = found.values()
    for spread in (together, arriving):
        assert spread.covered > ranks.covered + 0.05
        assert spread.gini < ranks.gini
        assert spread.most_shown <= ranks.most_shown
        assert spread.loss <= 0.04
    assert ranks.loss == 0.0
