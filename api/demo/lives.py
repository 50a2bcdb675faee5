"""Who the fictitious participants are: facts that hang together, before they are put in words.

Sex and trade, age and experience, commune and place of birth of the names go together as in a
real programme; the totals of sex and age are exactly those of `calibration`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from api.demo.calibration import people_for
from api.demo.catalogue import Origin, Place, Trade, origins, places, trade_by_key, trades
from api.demo.draw import chance, quota, weighted

OLD_NAMES_FROM = 48
YOUNG_NAMES_UNTIL = 27


@dataclass(frozen=True, slots=True)
class Life:
    """One person: `experience` counts the months worked in the trade of the first project."""

    index: int
    woman: bool
    age: int
    birth: date
    origin: Origin
    first: str
    last: str
    trade: Trade
    second: Trade | None
    place: Place
    quarter: str
    entered: date
    experience: int
    children: bool


def draw_lives(rng: Random, count: int, today: date) -> list[Life]:
    """`count` people; the numbers of women and of people under 26 are exact."""
    women = quota(rng, [0.0] * count, people_for("women", count))
    young = quota(rng, [0.0] * count, people_for("young", count))
    return [_life(rng, index, index in women, index in young, today) for index in range(count)]


def _life(rng: Random, index: int, woman: bool, young: bool, today: date) -> Life:
    trade = _trade(rng, woman, young)
    age = _young_age(rng, trade) if young else _adult_age(rng, trade)
    origin = origins()[rng.choices(range(len(origins())), [o.share for o in origins()])[0]]
    place = places()[rng.choices(range(len(places())), [p.share for p in places()])[0]]
    return Life(
        index=index,
        woman=woman,
        age=age,
        birth=today - timedelta(days=round(age * 365.25) + rng.randrange(2, 362)),
        origin=origin,
        first=_first_name(rng, origin, woman, age),
        last=rng.choice(origin.last),
        trade=trade,
        second=_second(rng, trade, woman) if chance(rng, 0.46) else None,
        place=place,
        quarter=weighted(rng, {name: share for name, share, _, _ in place.quarters}),
        entered=today - timedelta(days=_days_followed(rng, age)),
        experience=_experience(rng, age),
        children=22 <= age <= 48 and chance(rng, 0.5 if woman else 0.12),
    )


def _trade(rng: Random, woman: bool, young: bool) -> Trade:
    def weight(trade: Trade) -> float:
        sex = trade.women if woman else 1 - trade.women
        return trade.weight * sex * (trade.young if young else 1.0)

    return rng.choices(trades(), [weight(trade) for trade in trades()])[0]


def _days_followed(rng: Random, age: int) -> int:
    """Since entry; nobody entered before about seventeen and a half."""
    longest = min(1100.0, (age - 17.4) * 365)
    return int(rng.triangular(12, longest, min(260, longest)))


def _young_age(rng: Random, trade: Trade) -> int:
    """18 to 25; nobody drives a lorry or a bus before 21."""
    ages = (18, 19, 20, 20, 21, 22, 23, 24, 25)
    return max(rng.choice(ages), 21 if {"C", "D"} & set(trade.held) else 18)


def _adult_age(rng: Random, trade: Trade) -> int:
    """26 to 63; older in the trades that few young people choose."""
    peak = 38 + 8 * (1 - min(trade.young, 1.4))
    return min(63, max(26, int(rng.triangular(26, 63, peak))))


def _experience(rng: Random, age: int) -> int:
    """Months in the trade: none for about one person in five, more with age."""
    if chance(rng, 0.34 if age < YOUNG_NAMES_UNTIL else 0.14):
        return 0
    ceiling = max(2, (age - 17) * 12)
    return max(1, min(ceiling, int(rng.lognormvariate(0, 1.1) * (4 + 0.9 * (age - 17)))))


def _second(rng: Random, trade: Trade, woman: bool) -> Trade:
    near = [trade_by_key()[key] for key in trade.near]
    return rng.choices(near, [0.08 + (t.women if woman else 1 - t.women) for t in near])[0]


def _first_name(rng: Random, origin: Origin, woman: bool, age: int) -> str:
    sex = "women" if woman else "men"
    generation = "mid"
    if age >= OLD_NAMES_FROM:
        generation = "old"
    elif age <= YOUNG_NAMES_UNTIL:
        generation = "young"
    return rng.choice(origin.first[f"{sex}_{generation}"])
