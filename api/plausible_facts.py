"""What offers mean where they are silent: shares of values, counted on offers.

    python -m api.plausible_facts FILE...

writes `matching/data/plausible_facts.toml` from the offers of the files (any accepted format):
how often each value stands among the offers of the same domain that say the fact. A licence, a
diploma, a language, a vehicle or a condition is rarely said not to be asked: there, shares are
those among silent texts, needs being weighed by how often the form of the source gives one that
the text does not say.
Communes, rhythms and delays before the start are those of the fictitious offers of the demo,
drawn for this territory and its industry. Values and shares only: no text of an offer is kept.
"""

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from pathlib import Path

from api.demo.offers import offers as demo_offers
from api.demo.offers import write_offers
from api.services.profiles import offer_facts
from api.services.reading import packaged_proposals, read_offer_file
from ingestion.offers import RawOffer, parse_offers
from ingestion.records import ParsedOffer
from matching.plausible import ANY_CATEGORY, CLOCK, EVERY, FILE, NOTHING, RHYTHM
from matching.profiles import OfferFacts
from models.vocabulary import Domain, Necessity, Vehicle, WorkPattern

DATA = Path(__file__).parents[1] / "matching" / "data" / FILE
DAY = date(2026, 11, 23)
DEMO_OFFERS = 600
DEMO_SEED = 2026
"""Not the seed of the offers that the demo shows."""

LEAST_SHARE = 0.01
"""Share under which a value is not kept: a rare answer cannot weigh much, and costs a ranking."""

MOST_VALUES = 8
FEWEST_OFFERS = 20
"""Offers of a group that say a fact, under which those of all domains speak for it."""

DELAYS = (0, 15, 30, 60, 90)
"""Days before the start that delays are counted at, the nearest."""

HARDEST = (
    WorkPattern.NIGHT,
    WorkPattern.THREE_SHIFTS,
    WorkPattern.TWO_SHIFTS,
    WorkPattern.SPLIT,
    WorkPattern.EARLY,
)
"""Shifts from the one that fewest people can keep."""

FORM_NEEDS = ("licences", "education", "languages")
"""Needs that a form of France Travail gives beside the text."""

NEEDS = (*FORM_NEEDS, "vehicle", "constraints")
"""Fields of which an offer says nothing when it asks for nothing."""

Counts = dict[str, dict[str, dict[str, float]]]


def main(paths: list[Path]) -> None:
    counts: Counts = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    parsed = [each for path in paths for each in read_offer_file(path).offers]
    real = [offer_facts(each) for each in parsed]
    for facts in real:
        for field, group, value in said(facts):
            counts[field][group][value] += 1
            counts[field][EVERY][value] += 1
    drawn = list(_drawn())
    for facts in drawn:
        for field, group, value in placed(facts):
            counts[field][group][value] += 1
            counts[field][EVERY][value] += 1
    _as_silent(counts, unsaid_shares(parsed))
    DATA.write_text(_toml(counts, drawn, len(real)), encoding="utf-8")
    print(f"{len(real)} offres lues, {len(drawn)} de la démonstration")


def unsaid_shares(offers: list[ParsedOffer]) -> dict[str, float]:
    """Field -> share of the needs given by the form of the source that the text does not say.

    It tells how often a need hides behind the silence of a text; in [0, 1].
    """
    given: Counter[str] = Counter()
    hidden: Counter[str] = Counter()
    for offer in offers:
        needs = {field for field in FORM_NEEDS if _is_given(offer, field)}
        if not needs:
            continue
        bare = RawOffer(title=offer.title, description=offer.description)
        (text,) = parse_offers([bare], packaged_proposals())
        given.update(needs)
        hidden.update(field for field in needs if not _needs(text, field))
    return {field: hidden[field] / given[field] for field in FORM_NEEDS if given[field]}


def _is_given(offer: ParsedOffer, field: str) -> bool:
    return _needs(offer, field) and not any(name.startswith(field) for name in offer.evidence)


def _needs(offer: ParsedOffer, field: str) -> bool:
    terms = dict(_terms(offer_facts(offer)))
    return terms[field] != NOTHING


def _as_silent(counts: Counts, unsaid: dict[str, float]) -> None:
    """Weigh needs by how often they hide behind a silence; those of no form, by the mean."""
    mean = sum(unsaid.values()) / len(unsaid) if unsaid else 1.0
    print("part des besoins du formulaire que le texte tait :", unsaid, "moyenne", round(mean, 3))
    for field in NEEDS:
        for group in counts[field].values():
            for value in group:
                if value != NOTHING:
                    group[value] *= unsaid.get(field, mean)


def said(facts: OfferFacts) -> Iterator[tuple[str, str, str]]:
    """(field, group, value) of everything that an offer says, as the table writes it."""
    domain = facts.domain.value
    for field, value in _terms(facts):
        yield field, domain, value
    if facts.start_time is not None and facts.end_time is not None:
        clock = _whole_hours(facts.start_time, facts.end_time)
        for pattern in facts.patterns or {WorkPattern.DAY}:
            yield CLOCK, pattern.value, clock
    for asked in facts.licences:
        if asked.code.startswith(f"{ANY_CATEGORY}_"):
            yield f"licences.{ANY_CATEGORY}", domain, asked.code


def _rhythm(patterns: frozenset[WorkPattern]) -> str:
    """The hardest shift that nobody can avoid, with or without week-ends."""
    is_day = WorkPattern.DAY in patterns or not patterns & set(HARDEST)
    shift = WorkPattern.DAY if is_day else next(p for p in HARDEST if p in patterns)
    weekend = f"+{WorkPattern.WEEKEND.value}" if WorkPattern.WEEKEND in patterns else ""
    return f"{shift.value}{weekend}"


def _whole_hours(start: time, end: time) -> str:
    """Hours of a shift, to the whole hours around it: few values, each with its share."""
    last = (end.hour + (end.minute > 0)) % 24
    return f"{start.hour:02d}:00-{last:02d}:00"


def _terms(facts: OfferFacts) -> Iterator[tuple[str, str]]:
    if facts.contract is not None:
        yield "contract.type", facts.contract.value
    if facts.weekly_hours is not None:
        yield "working_time.weekly_hours", f"{facts.weekly_hours:g}"
    if facts.experience is not None:
        months = f":{facts.experience_months}" if facts.experience_months else ""
        yield "experience", f"{facts.experience.value}{months}"
    required = [x.code for x in facts.licences if x.necessity is Necessity.REQUIRED]
    yield "licences", next((code for code in required if code.startswith("permis_")), NOTHING)
    level = NOTHING
    if facts.education in (Necessity.REQUIRED, Necessity.WISHED) and facts.education_level:
        level = f"{facts.education.value}:{facts.education_level}"
    yield "education", level
    yield "vehicle", (facts.vehicle or Vehicle.NONE).value
    spoken = [
        f"{code}:{level or ''}"
        for code, level, need in facts.languages
        if need is Necessity.REQUIRED
    ]
    yield "languages", spoken[0] if spoken else NOTHING
    yield "constraints", _set(facts.conditions) or NOTHING


def _set(codes: Iterable[str]) -> str:
    return "+".join(sorted(codes))


def placed(facts: OfferFacts) -> Iterator[tuple[str, str, str]]:
    """(field, group, value) of what depends on the territory: place, rhythm, start."""
    if facts.patterns:
        yield RHYTHM, facts.domain.value, _rhythm(facts.patterns)
    if facts.workplace is not None and facts.workplace.insee:
        yield "workplace", facts.domain.value, facts.workplace.insee
    if facts.start_date is not None:
        delay = max((facts.start_date - DAY).days, 0)
        nearest = min(DELAYS, key=lambda days: (abs(days - delay), days))
        yield "contract.start_date", facts.domain.value, str(nearest)


def _drawn() -> Iterator[OfferFacts]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "offers.json"
        write_offers(path, demo_offers(DEMO_OFFERS, DEMO_SEED, today=DAY))
        for offer in read_offer_file(path).offers:
            yield offer_facts(offer)


def shares(counts: Mapping[str, float]) -> dict[str, float]:
    """The values that count, with shares that add up to 1 to the thousandth."""
    total = sum(counts.values())
    common = [(value, n) for value, n in counts.items() if n / total >= LEAST_SHARE]
    kept = sorted(common, key=lambda pair: (-pair[1], pair[0]))[:MOST_VALUES]
    whole = sum(n for _, n in kept)
    rounded = {value: round(n / whole, 3) for value, n in kept}
    first = kept[0][0]
    rounded[first] = round(rounded[first] + 1.0 - sum(rounded.values()), 3)
    return rounded


def _toml(counts: Counts, drawn: list[OfferFacts], read: int) -> str:
    lines = [
        "# What an offer that is silent on a fact may well mean: values, and how often offers of",
        f"# the domain have them. Counted on {read} offers by python -m api.plausible_facts;",
        f"# communes, rhythms and delays on {len(drawn)} fictitious offers of the territory.",
        "",
    ]
    groups = (EVERY, *(d.value for d in Domain), *(p.value for p in WorkPattern))
    named: set[str] = set()
    for field, table in counts.items():
        lines.append(f'[shares."{field}"]')
        for group in groups:
            if group in table and (group == EVERY or sum(table[group].values()) >= FEWEST_OFFERS):
                found = shares(table[group])
                named |= set(found) if field == "workplace" else set()
                cells = ", ".join(f'"{value}" = {share:g}' for value, share in found.items())
                lines.append(f'"{group}" = {{ {cells} }}')
        lines.append("")
    for insee, place in sorted(_places(drawn).items()):
        if insee in named:
            lines += [
                f'[places."{insee}"]',
                f"latitude = {place[0]:.4f}",
                f"longitude = {place[1]:.4f}",
                "",
            ]
    return "\n".join(lines)


def _places(drawn: list[OfferFacts]) -> dict[str, tuple[float, float]]:
    """Of each commune, the place that the most offers name."""
    found: dict[str, Counter[tuple[float, float]]] = defaultdict(Counter)
    for facts in drawn:
        if facts.workplace is not None:
            at = (facts.workplace.latitude, facts.workplace.longitude)
            found[facts.workplace.insee][at] += 1
    return {insee: seen.most_common(1)[0][0] for insee, seen in found.items()}


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
