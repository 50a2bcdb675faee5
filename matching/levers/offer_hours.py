"""The hours and days that an employer could move."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from matching.gates.schedule import SHIFTS
from matching.levers.changes import OfferChange, Terms, Theme
from matching.levers.settings import Settings
from matching.profiles import OfferFacts, minutes
from models.vocabulary import WorkPattern

DAY_MINUTES = 24 * 60


def hours(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    """The whole shift later, or earlier: its length stays."""
    if facts.start_time is None and facts.end_time is None:
        return
    for place, step in enumerate(settings.steps.horaire_minutes, start=1):
        for shift in (step, -step):
            start, end = _moved(facts.start_time, shift), _moved(facts.end_time, shift)
            yield OfferChange(
                f"horaire{shift:+d}",
                Theme.HOURS,
                _hours_words(facts, start, end),
                settings.effort["horaire"] * place,
                _shifting(start, end, settings),
            )


def _shifting(start: time | None, end: time | None, settings: Settings) -> Terms:
    early = settings.steps.matin_tot_avant

    def apply(facts: OfferFacts) -> OfferFacts:
        patterns = facts.patterns
        if start is not None and minutes(start) >= early:
            patterns -= {WorkPattern.EARLY}
        elif start is not None and facts.start_time is not None:
            # Who takes no early hours is not won by hours that become early.
            patterns |= {WorkPattern.EARLY} if minutes(facts.start_time) >= early else set()
        return replace(facts, start_time=start, end_time=end, patterns=patterns)

    return apply


def _moved(moment: time | None, shift: int) -> time | None:
    if moment is None:
        return None
    whole = (moment.hour * 60 + moment.minute + shift) % DAY_MINUTES
    return time(whole // 60, whole % 60)


def _hours_words(facts: OfferFacts, start: time | None, end: time | None) -> str:
    if start is None:
        return f"si la fin de poste passe de {clock(facts.end_time)} à {clock(end)}"
    words = f"si la prise de poste passe de {clock(facts.start_time)} à {clock(start)}"
    return f"{words} (fin à {clock(end)})" if end is not None else words


def clock(moment: time | None) -> str:
    """`5 h`, `13 h 30`."""
    if moment is None:
        return "heure inconnue"
    return f"{moment.hour} h {moment.minute:02d}" if moment.minute else f"{moment.hour} h"


def patterns(facts: OfferFacts, settings: Settings) -> Iterator[OfferChange]:
    """By day, or without week-ends."""
    if facts.patterns & frozenset(SHIFTS) and WorkPattern.DAY not in facts.patterns:
        yield OfferChange(
            "journee",
            Theme.HOURS,
            "si un poste en journée est possible",
            settings.effort["journee"],
            lambda f: replace(
                f, patterns=frozenset({WorkPattern.DAY}), start_time=None, end_time=None
            ),
        )
    if WorkPattern.WEEKEND in facts.patterns:
        yield OfferChange(
            "sans_week_end",
            Theme.HOURS,
            "si le poste est sans week-end",
            settings.effort["week_end"],
            lambda f: replace(f, patterns=f.patterns - {WorkPattern.WEEKEND}),
        )
