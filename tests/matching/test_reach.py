"""Which offers are within reach of one person: none that a list would show above its last group."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from matching.bands import ORDER
from matching.directions import one_person
from matching.engine import packaged_engine
from matching.profiles import CandidateFacts, ExperienceFact, ProjectFact
from matching.reach import most_fit, offer_columns, within_reach
from matching.score import score
from models.vocabulary import Band
from tests.matching.factories import compare, make_candidate, make_offer

REMOTE = ORDER.index(Band.REMOTE)
TRADES = (
    ("Cariste", "N1101"),
    ("Préparateur de commandes", "N1103"),
    ("Magasinière", "N1103"),
    ("Coiffeuse", "D1202"),
    ("Employée de ménage", "K2204"),
    ("Chargement de camions", None),
)
OFFERS: tuple[dict[str, Any], ...] = (
    {},
    *(
        {"title": title, "rome": rome, "rome_guesses": ((rome, 0.9),), "licences": ()}
        for title, rome in TRADES
        if rome is not None
    ),
    {"title": "Manutentionnaire", "rome": None, "rome_declared": False, "rome_guesses": ()},
    {"title": "", "description": "", "rome": None, "rome_declared": False, "rome_guesses": ()},
)


def crowd(count: int) -> list[CandidateFacts]:
    """People with none to two projects, and none to three experiences of all lengths."""
    draw = random.Random(11)
    return [
        make_candidate(
            f"C-{number}",
            projects=tuple(
                ProjectFact(title, rome, draw.random() < 0.6, None)
                for title, rome in draw.sample(TRADES, draw.randrange(3))
            ),
            experiences=tuple(
                ExperienceFact(draw.choice(TRADES)[0], draw.choice((None, 2.0, 4.0, 24.0)), 2023)
                for _ in range(draw.randrange(4))
            ),
        )
        for number in range(count)
    ]


PEOPLE = crowd(120)
COMPARED = [compare(make_offer(f"O-{place}", **each), PEOPLE) for place, each in enumerate(OFFERS)]


def test_nobody_out_of_reach_stands_above_the_last_band() -> None:
    engine, columns = packaged_engine(), offer_columns(COMPARED)
    bands = np.stack([score(each, engine).band for each in COMPARED], axis=1)
    reach = np.array(
        [
            within_reach(one_person(COMPARED[0].batch, each.key), columns, engine.bands)
            for each in PEOPLE
        ]
    )
    assert (bands[~reach] == REMOTE).all()
    assert (bands[reach] < REMOTE).sum() > 50  # and it is not that everybody is near everything
    assert (~reach).mean() > 0.4


def test_how_near_titles_stand_is_what_the_lists_read() -> None:
    columns, batch = offer_columns(COMPARED), COMPARED[0].batch
    read = np.stack([replace(each, batch=batch).word_fit for each in COMPARED], axis=1)
    np.testing.assert_allclose(most_fit(batch.words, columns), read, atol=1e-6)


@pytest.mark.parametrize("months", [None, 5.9, 6.0])
def test_what_was_lived_brings_a_near_project_within_reach_from_six_months(
    months: float | None,
) -> None:
    engine = packaged_engine()
    person = make_candidate(
        projects=(ProjectFact("Magasinière", "N1103", True, None),),
        experiences=(ExperienceFact("Magasinière", months, 2023),),
    )
    rules = replace(engine.bands, right_fit=1.1, proven_fit=1.1, near_fit=0.2)
    compared = compare(make_offer(), [person])
    reach = within_reach(compared.batch, offer_columns([compared]), rules)
    assert reach.tolist() == [months == 6.0]


def test_who_says_nothing_of_their_work_reaches_nothing() -> None:
    compared = compare(make_offer(), [make_candidate(projects=(), experiences=())])
    reach = within_reach(compared.batch, offer_columns([compared]), packaged_engine().bands)
    assert reach.tolist() == [False]
