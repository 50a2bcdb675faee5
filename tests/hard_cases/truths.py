"""What must hold of a post and a person: blocked, clear, or nothing (people would disagree).

Written from the rules of the exchange format and from common sense, not from the ranking: it reads
neither its code nor its tables.
"""

from tests.hard_cases.facts import (
    BLOCKED,
    CLEAR,
    FAR,
    GATES,
    HELD,
    PROVES,
    REQUIRED,
    SHIFTS,
    TRAINED,
    Job,
    Person,
    kilometres,
)

NIGHTS = ("night", "three")
LEVELS = ("A1", "A2", "B1", "B2", "C1")
NEAR_KM, WALKED_KM, CYCLED_KM = 26.0, 12.0, 5.0
FIRST_BUS = 5.5
"""No bus of the area has come anywhere by then."""


def truths(job: Job, person: Person) -> dict[str, str | None]:
    """For each gate of a run: `BLOCKED`, `CLEAR`, or None where it is not judged."""
    told = (_titles, _schedule, _travel, _strains, _contract, _wait, _english)
    return {gate: tell(job, person) for gate, tell in zip(GATES, told, strict=True)}


def _titles(job: Job, person: Person) -> str | None:
    """An asked title that is not known to be held and valid; a file without titles says nothing.

    What the law asks of a trade counts where the offer declares the code of the trade, unless it
    trains for it.
    """
    if person.titles is None:
        return CLEAR
    asked = {title for title, how in job.titles if how == REQUIRED}
    trained = {title for title, how in job.titles if how == TRAINED}
    by_law = {job.trade.law} - {None} - trained
    held = {title for title, state in person.titles if state == HELD}
    held |= {proved for title in held for proved in PROVES.get(title, ())}
    if not held.issuperset(asked | by_law if job.is_coded else asked):
        return BLOCKED
    return CLEAR if held.issuperset(by_law) else None


def _schedule(job: Job, person: Person) -> str | None:
    found = {_listed(job, person), _clock(job, person)}
    if person.no_night and job.shift in NIGHTS:
        return BLOCKED
    if BLOCKED in found:
        return BLOCKED
    return None if None in found else CLEAR


def _listed(job: Job, person: Person) -> str | None:
    """A list of possible hours refuses what it leaves out, but for the daytime."""
    if person.shifts is None or job.shift == "day" or job.shift in person.shifts:
        return CLEAR
    if job.shift == "early":
        return CLEAR if {"two", "three"} & set(person.shifts) else BLOCKED
    wider = {"two": {"three"}, "three": {"two", "night"}, "night": {"three"}, "split": set()}
    return None if wider[job.shift] & set(person.shifts) else BLOCKED


def _clock(job: Job, person: Person) -> str | None:
    """Hours of a child or of a bus against those of the post, an hour apart at least."""
    if person.not_before is None and person.not_after is None:
        return CLEAR
    if not job.is_timed or job.shift == "three":
        return None if job.shift != "day" else CLEAR if _is_wide(person) else None
    first, last = SHIFTS[job.shift]
    last = last + 24 if last < first else last
    early = person.not_before is not None and first + 1 <= person.not_before
    late = person.not_after is not None and last - 1 >= person.not_after
    if early or late:
        return BLOCKED
    fits = person.not_before is None or first >= person.not_before
    return CLEAR if fits and (person.not_after is None or last <= person.not_after) else None


def _is_wide(person: Person) -> bool:
    first, last = SHIFTS["day"]
    return (person.not_before or 0) < first and (person.not_after or 24) > last


def _travel(job: Job, person: Person) -> str | None:
    if person.means is None:
        return CLEAR if job.town is not FAR else None
    apart = kilometres(job.town, person.town)
    found = [_by(means, apart, job, person) for means in person.means]
    if CLEAR in found:
        return CLEAR
    return BLOCKED if all(each == BLOCKED for each in found) else None


def _by(means: str, apart: float, job: Job, person: Person) -> str | None:
    """One means of a person; who gives no limit is judged on what goes without asking."""
    limit = person.limit
    if means == "foot":
        return BLOCKED if apart >= WALKED_KM else None
    if means == "car" and job.town is not FAR:
        return CLEAR if (limit is None or limit >= 45) and apart <= NEAR_KM else None
    if limit is None:
        return None
    if job.town is FAR:
        return BLOCKED if limit <= 30 else None
    if means == "bike":
        if apart <= CYCLED_KM and limit >= 30:
            return CLEAR
        return BLOCKED if apart >= WALKED_KM + 4 and limit <= 30 else None
    if job.is_timed and job.shift == "early" and SHIFTS["early"][0] < FIRST_BUS and apart >= 6:
        return BLOCKED
    served = job.town.served and person.town.served
    return CLEAR if served and job.shift == "day" and limit >= 60 else None


def _strains(job: Job, person: Person) -> str | None:
    """A restriction against what the post says of itself; what it does not say blocks nobody."""
    found = CLEAR
    for strain, kilograms in person.restrictions:
        if strain != "load" and strain in job.strains:
            return BLOCKED
        if strain == "load" and kilograms is not None and job.load is not None:
            if job.load >= 2 * kilograms:
                return BLOCKED
            found = CLEAR if job.load <= kilograms and found == CLEAR else "open"
    return found if found == CLEAR else None


def _contract(job: Job, person: Person) -> str | None:
    wanted = person.contracts
    return CLEAR if wanted is None or job.contract in wanted else BLOCKED


def _wait(job: Job, person: Person) -> str | None:
    late = (person.wait or 0) - (job.start or 0)
    if late <= 0:
        return CLEAR
    return BLOCKED if late >= 75 else None


def _english(job: Job, person: Person) -> str | None:
    if job.english is None or person.english is None:
        return CLEAR
    short = LEVELS.index(job.english) - LEVELS.index(person.english)
    if short <= 0:
        return CLEAR
    return BLOCKED if short >= 2 else None
