"""For one offer, how many people each single change would bring: what to tell an employer, and
which training would serve.

"+4 candidats si la prise de poste passe de 5 h à 6 h": four persons of the trade, held back
today, would not be, and the rest of the list stands as the engine then gives it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from matching.forces import loosened
from matching.levers.changes import OfferChange, PersonChange, Theme
from matching.levers.near import Near, possible, with_facts, with_terms
from matching.levers.offer_changes import offer_changes
from matching.levers.person_changes import person_changes
from matching.levers.settings import Settings
from matching.levers.taking import Rows
from matching.levers.trying import GATES, NO_CHANGE
from matching.profiles import BoolArray
from matching.score import Scores
from models.vocabulary import Gate

NO_GATE = frozenset({"temps_partiel", "temps_plein"})
"""Changes of the theme of contracts that no gate reads."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One change, and rows of the whole batch that it moves, the best placed first.

    is_offer : the employer changes it, rather than people
    freed : who is of the trade, held back today and no longer then
    lost : who would be held back, and is not today
    risen : who is not held back today and comes into a better band
    training : the training that gives it, None where it is no training
    """

    key: str
    theme: Theme
    words: str
    is_offer: bool
    effort: float
    freed: tuple[int, ...]
    lost: tuple[int, ...]
    risen: tuple[int, ...]
    training: str | None = None

    @property
    def gain(self) -> int:
        """How many more people there would be, all told; may be negative."""
        return len(self.freed) - len(self.lost)


def relaxations(near: Near, settings: Settings) -> list[Relaxation]:
    """Every single change of the offer or of people, by theme, the one of least effort first.

    Answers to questions are no such change: see `questions`. A gate that blocks nobody for this
    offer has nothing to lift.
    """
    comparison = near.scores.comparison
    loose = loosened(comparison.offer)
    terms = [
        each
        for each in offer_changes(comparison.offer, comparison.today, settings)
        if _may_lift(each, loose)
    ]
    facts = [
        each
        for each in person_changes(near.scores, settings)
        if not each.is_answer and _may_lift(each, loose)
    ]
    found = [*_of_terms(near, terms), *_of_facts(near, facts)]
    themes = list(Theme)
    return sorted(found, key=lambda each: (themes.index(each.theme), each.effort, each.key))


def _may_lift(change: OfferChange | PersonChange, loose: frozenset[Gate]) -> bool:
    """Whether a gate that the change is about still blocks; weekly hours are no gate."""
    about = GATES.get(change.theme)
    return about is None or change.key in NO_GATE or not loose.issuperset(about)


def useful(found: Sequence[Relaxation]) -> list[Relaxation]:
    """Those that bring somebody; of a change by steps, only the steps that bring more."""
    kept: list[Relaxation] = []
    most: dict[str, int] = {}
    for each in found:
        stem = _stem(each.key)
        better = len(each.freed) > most.get(stem, 0)
        if better or (not each.freed and each.risen and stem not in most):
            most[stem] = len(each.freed)
            kept.append(each)
    return kept


def useless(found: Sequence[Relaxation]) -> list[Relaxation]:
    """Changes of the offer that bring nobody, however far they go; of steps, the last."""
    helpful = {_stem(each.key) for each in useful(found)}
    last = {_stem(each.key): each for each in found if each.is_offer}
    return [each for stem, each in last.items() if stem not in helpful]


def _stem(key: str) -> str:
    """Changes that differ only by how far they go."""
    for sign in "+-":
        head, mark, tail = key.rpartition(sign)
        if mark and tail.isdigit():
            return f"{head}{mark}"
    return key


def _of_terms(near: Near, changes: Sequence[OfferChange]) -> Iterator[Relaxation]:
    everyone = np.arange(len(near.rows))
    for change in changes:
        after = with_terms(near, change)
        freed, lost, risen = _moved(near, everyone, after, everyone)
        yield Relaxation(
            change.key, change.theme, change.words, True, change.effort, freed, lost, risen
        )


def _of_facts(near: Near, changes: Sequence[PersonChange]) -> Iterator[Relaxation]:
    """All persons concerned change; the place of one does not depend on the others."""
    trials = [
        (place, number, NO_CHANGE)
        for number, change in enumerate(changes)
        for place in np.flatnonzero(change.concerns).tolist()
    ]
    tried = with_facts(near, near.scores.comparison, changes, trials)
    for number, change in enumerate(changes):
        rows = np.flatnonzero(tried.first == number)
        freed, lost, risen = _moved(near, tried.owner[rows], tried.scores, rows)
        effort = float(change.effort.min()) if len(change.effort) else 0.0
        yield Relaxation(
            change.key,
            change.theme,
            change.every,
            False,
            effort,
            freed,
            lost,
            risen,
            change.training,
        )


Moved = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]


def _moved(near: Near, places: Rows, after: Scores, rows: Rows) -> Moved:
    """Rows of the whole batch freed, lost and risen, of persons at `places`, at `rows` after."""
    before, then = near.possible[places], possible(after)[rows]
    higher = after.band[rows] < near.scores.band[places]

    def named(where: BoolArray) -> tuple[int, ...]:
        chosen = np.flatnonzero(where)
        scores = after.total[rows[chosen]], after.band[rows[chosen]]
        best = np.lexsort((places[chosen], -scores[0], scores[1]))
        return tuple(near.rows[places[chosen[best]]].tolist())

    return named(~before & then), named(before & ~then), named(before & then & higher)
