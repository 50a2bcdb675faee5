"""What depends on the whole programme: statuses, permis B, means of transport, with exact totals.

Each figure is a quota filled by likelihood: who lives where buses run takes the bus, lorry
drivers hold the permis B, the long-term unemployed are older and more often receive the RSA.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from api.demo.calibration import people_for
from api.demo.draw import log_odds, quota
from api.demo.lives import Life
from models.vocabulary import Domain

UNDER_26 = 26
PHYSICAL = (Domain.CONSTRUCTION, Domain.INDUSTRY, Domain.TRANSPORT)


@dataclass(frozen=True, slots=True)
class Situation:
    """`driving`: held, progress, none, unknown. `means`: the main one, see `draw_situations`."""

    priority_quarter: bool
    statuses: tuple[str, ...]
    driving: str
    means: str


def draw_situations(rng: Random, lives: Sequence[Life]) -> list[Situation]:
    """One situation a person; `means` is voiture, deux-roues, bus, doux, aucun or inconnu."""
    count = len(lives)
    quarters = quota(rng, [_quarter_score(life) for life in lives], people_for("qpv", count))
    statuses = _statuses(rng, lives, quarters)
    driving = _driving(rng, lives)
    means = _means(rng, lives, driving)
    return [
        Situation(index in quarters, statuses[index], driving[index], means[index])
        for index in range(count)
    ]


def _quarter_score(life: Life) -> float:
    for name, _, share, _ in life.place.quarters:
        if name == life.quarter:
            return log_odds(share)
    return log_odds(0.01)


def _statuses(rng: Random, lives: Sequence[Life], quarters: set[int]) -> list[tuple[str, ...]]:
    count = len(lives)
    rsa = quota(rng, [_rsa_score(life, quarters) for life in lives], people_for("rsa", count))
    young = [0.0 if life.age < UNDER_26 else None for life in lives]
    civis = quota(rng, young, people_for("civis", count))
    deld = quota(rng, [_deld_score(life, rsa) for life in lives], people_for("deld", count))
    rqth = quota(rng, [_rqth_score(life) for life in lives], people_for("rqth", count))
    ass = quota(rng, [_ass_score(life, rsa, deld) for life in lives], round(count * 0.04))
    aci = quota(rng, [_aci_score(life, deld) for life in lives], round(count * 0.06))
    groups = {"RSA": rsa, "CIVIS": civis, "DELD": deld, "RQTH": rqth, "ASS": ass}
    groups["Sortant ACI"] = aci
    return [
        tuple(name for name, members in groups.items() if index in members)
        for index in range(count)
    ]


def _rsa_score(life: Life, quarters: set[int]) -> float | None:
    if life.age < UNDER_26 - 1:
        return None
    return 0.8 * (life.index in quarters) + 0.5 * (life.children and life.woman)


def _deld_score(life: Life, rsa: set[int]) -> float:
    return 0.9 * (life.index in rsa) + 0.05 * (life.age - 30) - 1.2 * (life.age < UNDER_26)


def _rqth_score(life: Life) -> float:
    return 0.07 * (life.age - 40) + 0.6 * (life.trade.domain in PHYSICAL)


def _ass_score(life: Life, rsa: set[int], deld: set[int]) -> float | None:
    if life.index in rsa or life.index not in deld or life.age < 40:
        return None
    return 0.06 * (life.age - 50)


def _aci_score(life: Life, deld: set[int]) -> float | None:
    entry_trades = life.trade.experience[0] == 0
    return 1.0 * (life.index in deld) if entry_trades else None


def _driving(rng: Random, lives: Sequence[Life]) -> list[str]:
    """Permis B: trade first, then age, then a commune where one cannot do without."""
    count = len(lives)
    found = ["none"] * count
    scores = [_driving_score(life) for life in lives]
    held = quota(rng, list(scores), people_for("permis_held", count))
    progress = quota(
        rng,
        [
            None if i in held else 0.5 * scores[i] - 0.08 * max(lives[i].age - 24, 0)
            for i in range(count)
        ],
        people_for("permis_progress", count),
    )
    unknown = quota(
        rng,
        [None if i in held or i in progress else 0.0 for i in range(count)],
        people_for("permis_unknown", count),
    )
    for state, members in (("held", held), ("progress", progress), ("unknown", unknown)):
        for index in members:
            found[index] = state
    return found


def _driving_score(life: Life) -> float:
    if life.trade.b >= 0.95:
        return 6.0 if life.age >= UNDER_26 else 3.0
    age = -0.9 if life.age < UNDER_26 else min(0.04 * (life.age - 26), 0.7)
    away = 1.6 * (0.9 - life.place.bus)
    return 1.4 * log_odds(life.trade.b) + age + away - 0.35 * (not life.origin.native)


def _means(rng: Random, lives: Sequence[Life], driving: Sequence[str]) -> list[str]:
    count = len(lives)
    motor = people_for("motor", count)
    moped_count = round(motor * 0.16)
    found = ["inconnu"] * count
    free = set(range(count))

    def assign(mode: str, scores: list[float | None], wanted: int) -> None:
        for index in quota(rng, [s if i in free else None for i, s in enumerate(scores)], wanted):
            found[index] = mode
            free.discard(index)

    cars = [_car_score(life) if driving[life.index] == "held" else None for life in lives]
    assign("voiture", cars, motor - moped_count)
    no_licence = [None if driving[life.index] == "held" else _moped_score(life) for life in lives]
    assign("deux-roues", no_licence, moped_count)
    assign("bus", [2.2 * life.place.bus for life in lives], people_for("bus", count))
    assign("aucun", [1.5 * (1 - life.place.bus) for life in lives], people_for("no_means", count))
    assign("doux", [1.0 * life.place.bus for life in lives], round(count * 0.095))
    return found


def _car_score(life: Life) -> float:
    need = 1.6 * (1 - life.place.bus) + 0.8 * life.trade.b
    return need + 0.02 * (life.age - 30)


def _moped_score(life: Life) -> float:
    return 0.9 * (not life.woman) + 0.7 * (life.age < 30) + 1.0 * (1 - life.place.bus)
