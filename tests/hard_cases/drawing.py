"""Posts and persons drawn by seed; each obstacle is drawn often enough to be counted."""

from random import Random

from tests.hard_cases.facts import (
    CONTRACTS,
    EXPIRED,
    FAR,
    FOREIGN,
    FORMER,
    HELD,
    LISTED,
    PROGRESS,
    REQUIRED,
    SHIFTS,
    STRAINS,
    SUSPENDED,
    TITLES,
    TOWNS,
    TRADES,
    TRAINED,
    WISHED,
    Job,
    Person,
)

_DRIVING = ("B", "C", "FIMO")
_LEVELS = ("A1", "A2", "B1", "B2", "C1")


def draw_cases(posts: int, people: int, seed: int) -> tuple[list[Job], list[Person]]:
    """The posts, every third to be written as plain text, and the people of one seed."""
    rng = Random(seed)
    jobs = [draw_job(f"O-{i:04d}", rng, is_coded=i % 3 != 2) for i in range(posts)]
    return jobs, [draw_person(f"P-{i:04d}", rng) for i in range(people)]


def draw_job(key: str, rng: Random, *, is_coded: bool = True) -> Job:
    shift = rng.choice((*SHIFTS, "day", "day"))
    count = rng.choices((0, 1, 2), (4, 5, 1))[0]
    asked = tuple(
        (title, rng.choices((REQUIRED, WISHED, TRAINED), (6, 3, 1))[0])
        for title in rng.sample(TITLES, count)
    )
    return Job(
        key=key,
        trade=rng.choice(TRADES),
        town=FAR if rng.random() < 0.05 else rng.choice(TOWNS),
        shift=shift,
        is_timed=rng.random() < 0.6,
        contract=rng.choice(CONTRACTS),
        titles=asked,
        strains=tuple(rng.sample(STRAINS, rng.choices((0, 1, 2), (5, 4, 1))[0])),
        load=rng.choice((None, None, None, 8, 15, 25, 40)),
        start=rng.choice((None, None, 7, 30)),
        english=rng.choice(_LEVELS[1:4]) if rng.random() < 0.1 else None,
        is_coded=is_coded,
    )


def draw_person(key: str, rng: Random) -> Person:
    means = rng.choices(
        (("car",), ("bus",), ("bike",), ("foot",), ("bus", "foot"), ("car", "bike"), None),
        (6, 4, 1, 1, 2, 2, 1),
    )[0]
    return Person(
        key=key,
        trade=rng.choice(TRADES),
        town=rng.choice(TOWNS),
        titles=_titles(means, rng),
        shifts=_some(tuple(LISTED), rng, unsaid=0.35),
        contracts=_some(CONTRACTS, rng, unsaid=0.35),
        means=means,
        limit=rng.choice((None, 30, 45, 60, 60)),
        wait=rng.choice((None,) * 9 + (5, 150, 240)),
        not_before=rng.choice((8.5, 9.0)) if rng.random() < 0.12 else None,
        not_after=rng.choice((17.0, 18.0)) if rng.random() < 0.12 else None,
        no_night=rng.random() < 0.1,
        restrictions=_restrictions(rng),
        english=rng.choice((None, None, *_LEVELS)),
    )


def _some(whole: tuple[str, ...], rng: Random, unsaid: float) -> tuple[str, ...] | None:
    if rng.random() < unsaid:
        return None
    return tuple(rng.sample(whole, rng.randint(2, len(whole) - 1)))


def _titles(means: tuple[str, ...] | None, rng: Random) -> tuple[tuple[str, str], ...] | None:
    """Who drives has a valid B, and files without any title say nothing."""
    if means is not None and "car" not in means and rng.random() < 0.15:
        return None
    states: dict[str, str] = {}
    for title in rng.sample(TITLES, rng.randint(1, 6)):
        states[title] = _state(title, rng)
    if means is None or "car" in means:
        states["B"] = HELD
    if states.get("C") == HELD or states.get("FIMO") == HELD:
        states |= {"B": HELD, "C": HELD}
    if {states.get("C"), states.get("FIMO")} - {None, HELD}:
        states["B"] = HELD  # nobody prepares or loses a lorry licence without the car's
    return tuple(states.items())


def _state(title: str, rng: Random) -> str:
    if rng.random() < 0.55:
        return HELD
    if title == "B":
        return rng.choice((PROGRESS, SUSPENDED, FOREIGN))
    if title == "C":
        return rng.choice((PROGRESS, SUSPENDED))
    if title == "B1V":
        return rng.choice((FORMER, EXPIRED, PROGRESS))
    return rng.choice((EXPIRED, PROGRESS))


def _restrictions(rng: Random) -> tuple[tuple[str, int | None], ...]:
    found: list[tuple[str, int | None]] = [
        (strain, None) for strain in rng.sample(STRAINS, rng.choices((0, 1, 2), (7, 2, 1))[0])
    ]
    if rng.random() < 0.2:
        found.append(("load", rng.choice((5, 10, 15))))
    return tuple(found)
