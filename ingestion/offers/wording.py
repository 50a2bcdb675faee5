"""Fill what the keys of an offer leave empty from its own words, with evidence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from ingestion.details import OfferDetails
from ingestion.lexicon import Words
from ingestion.offers import conditions, contract, facts, needs, place
from ingestion.offers.clock import EARLY_BEFORE, Day, as_time, working_day
from ingestion.offers.contract_types import contract_type, work_study_title
from ingestion.offers.details import companies, terms
from ingestion.offers.found import Found, evidence_of
from ingestion.offers.licence_needs import licence_needs, licence_of_title
from ingestion.offers.pay import pay, pay_basis, smic_percent
from ingestion.offers.place_notes import noted_place
from ingestion.offers.skill_needs import skill_needs
from ingestion.offers.vehicles import vehicle
from ingestion.offers.working_time import FULL_TIME_HOURS, full_time, patterns, weekly_hours
from ingestion.records import (
    Contract,
    Employer,
    Evidence,
    Occupation,
    ParsedOffer,
    Pay,
    SkillNeed,
    WorkingTime,
)
from models.vocabulary import ContractType, Necessity, WorkPattern

Value = TypeVar("Value")


def complete(
    offer: ParsedOffer, words: Words, title_length: int, created: date | None
) -> ParsedOffer:
    """The offer with every empty field looked for in `words`, cut from its source text."""
    reader = _Reader(words, title_length, created)
    said = {
        "contract": reader.contract(offer.contract),
        "working_time": reader.clock(reader.working_time(offer.working_time)),
        **reader.place_and_vehicle(offer),
        **reader.pay_and_posts(offer),
        **reader.experience_and_education(offer),
        **reader.lists(offer),
        **reader.employer(offer),
    }
    return replace(offer, **said, evidence=reader.evidence)


LIKELY = 0.1
"""Confidence from which a proposed occupation counts among those that the post may have."""


class _Reader:
    """The text being read and the evidence gathered on the way."""

    def __init__(self, words: Words, title_length: int, created: date | None) -> None:
        self.words = words
        self.title_length = title_length
        self.created = created
        self.evidence: dict[str, Evidence] = {}

    def note(self, field: str, found: Found[Value]) -> Value:
        """Keep the evidence of a value and give the value back."""
        self.evidence[field] = evidence_of(found, self.words.text)
        return found.value

    def fill(
        self, field: str, value: Value | None, look: Callable[[], Found[Value] | None]
    ) -> Value | None:
        """The value if the source gave it, else what the text says."""
        if value is not None:
            return value
        found = look()
        return self.note(field, found) if found is not None else None

    def contract(self, known: Contract) -> Contract:
        """Type, duration and first day."""
        words, kind = self.words, known.type
        study = work_study_title(words, self.title_length)
        if kind in (ContractType.CDD, ContractType.CDI) and study is not None:
            kind = self.note("contract.type", study)
        kind = self.fill("contract.type", kind, lambda: contract_type(words, self.title_length))
        days = known.duration_days
        if kind not in (ContractType.CDI, ContractType.SELF_EMPLOYED):
            days = self.fill(
                "contract.duration_days", days, lambda: contract.duration_days(words, self.created)
            )
        start = self.fill(
            "contract.start_date",
            known.start_date,
            lambda: contract.start_date(words, self.created),
        )
        return Contract(kind, days, start)

    def working_time(self, known: WorkingTime) -> WorkingTime:
        """Hours a week, full or part time, shift patterns."""
        words = self.words
        hours = self.fill(
            "working_time.weekly_hours", known.weekly_hours, lambda: weekly_hours(words)
        )
        full = self.fill("working_time.full_time", known.full_time, lambda: full_time(words))
        if full is None and hours is not None:
            full = hours >= FULL_TIME_HOURS
            self.evidence["working_time.full_time"] = self.evidence["working_time.weekly_hours"]
        said = self._patterns(known.patterns, patterns(words, self.title_length))
        return WorkingTime(hours, full, said, known.start_time, known.end_time)

    def _patterns(
        self, given: tuple[WorkPattern, ...], found: list[Found[WorkPattern]]
    ) -> tuple[WorkPattern, ...]:
        said = list(given)
        for item in found:
            if item.value in said or (given and item.value is WorkPattern.DAY):
                continue
            self.note(f"working_time.patterns.{len(said)}", item)
            said.append(item.value)
        return tuple(said)

    def clock(self, known: WorkingTime) -> WorkingTime:
        """Start and end of the day, and the patterns that they imply."""
        if known.start_time is not None or known.end_time is not None:
            return self._implied(known, None)
        day = working_day(self.words)
        if day is None:
            return known
        if day.value.start is not None:
            known = replace(known, start_time=as_time(day.value.start))
            self.note("working_time.start_time", day)
        if day.value.end is not None:
            known = replace(known, end_time=as_time(day.value.end))
            self.note("working_time.end_time", day)
        return self._implied(known, day)

    def _implied(self, known: WorkingTime, day: Found[Day] | None) -> WorkingTime:
        said = list(known.patterns)
        implied: list[WorkPattern] = []
        if known.start_time is not None and known.start_time < EARLY_BEFORE:
            implied.append(WorkPattern.EARLY)
        if day is not None and not set(said) & {WorkPattern.TWO_SHIFTS, WorkPattern.THREE_SHIFTS}:
            shifts = {2: WorkPattern.TWO_SHIFTS, 3: WorkPattern.THREE_SHIFTS}
            if day.value.shifts in shifts:
                implied.append(shifts[day.value.shifts])
        if day is not None and day.value.split and WorkPattern.DAY not in said:
            implied.append(WorkPattern.SPLIT)
        if day is not None and not said and not implied and _by_day(day.value):
            implied.append(WorkPattern.DAY)
        for pattern in implied:
            if pattern not in said:
                if day is not None:
                    self.note(f"working_time.patterns.{len(said)}", day)
                said.append(pattern)
        return replace(known, patterns=tuple(said))

    def place_and_vehicle(self, offer: ParsedOffer) -> dict[str, Any]:
        """Commune, access to the site, vehicle."""
        words, known = self.words, offer.workplace
        ways = list(known.access)
        if known.name is None and known.insee is None and known.postal_code is None:
            found = place.workplace(words, self.title_length) or noted_place(words)
            if found is not None:
                known = self.note("workplace", found)
        needed, by_car = vehicle(words)
        for item in [*conditions.site_access(words), *([by_car] if by_car else [])]:
            if item.value not in ways:
                self.note(f"workplace.access.{len(ways)}", item)
                ways.append(item.value)
        if tuple(ways) != known.access:
            known = replace(known, access=tuple(ways))
        return {
            "workplace": known,
            "vehicle": self.fill("vehicle", offer.vehicle, lambda: needed),
        }

    def pay_and_posts(self, offer: ParsedOffer) -> dict[str, Any]:
        """Pay, number of posts, deadline, clause, level."""
        words, wage, details = self.words, offer.pay, offer.details
        if wage.min is None and wage.max is None:
            found = pay(words, self.created)
            if found is not None:
                wage = self.note("pay", found)
                details = self._pay_details(details, found)
        elif details.pay_basis is None:
            found = pay(words, self.created)
            if found is not None and found.value == wage:  # the key says it without its basis
                details = self._pay_details(details, found)
        return {
            "pay": wage,
            "details": details,
            "positions": self.fill(
                "positions",
                offer.positions,
                lambda: facts.positions(words) or terms.positions(words, self.title_length),
            ),
            "deadline": self.fill(
                "deadline", offer.deadline, lambda: terms.deadline(words, self.created)
            ),
            "clause_hours": self.fill(
                "clause_hours", offer.clause_hours, lambda: facts.clause_hours(words)
            ),
            "level": self.fill("level", offer.level, lambda: terms.level(words)),
        }

    def _pay_details(self, details: OfferDetails, found: Found[Pay]) -> OfferDetails:
        """Gross or net, and the points above the SMIC, of a pay read in the words."""
        words = self.words
        basis = self.fill("details.pay_basis", details.pay_basis, lambda: pay_basis(words, found))
        points = self.fill(
            "details.smic_percent", details.smic_percent, lambda: smic_percent(words)
        )
        return replace(details, pay_basis=basis, smic_percent=points)

    def experience_and_education(self, offer: ParsedOffer) -> dict[str, Any]:
        """Experience and education, each as a whole; months alone where the key has none."""
        asked, taught = offer.experience, offer.education
        if asked.necessity is None:
            found = needs.experience(self.words)
            if found is not None:
                asked = self.note("experience", found)
        elif asked.months is None and asked.necessity is not Necessity.NONE:
            found = needs.experience(self.words)
            if found is not None and found.value.months is not None:
                self.note("experience.months", found)
                asked = replace(asked, months=found.value.months)
        if taught.level is None and taught.necessity is None:
            level = needs.education(self.words)
            if level is not None:
                taught = self.note("education", level)
        return {"experience": asked, "education": taught}

    def lists(self, offer: ParsedOffer) -> dict[str, Any]:
        """Licences, skills, languages and conditions."""
        licences = list(offer.licences)
        known = {need.code for need in licences}
        by_trade = licence_of_title(self.words, self.title_length)
        for licence in [*licence_needs(self.words), *([by_trade] if by_trade else [])]:
            if licence.value.code not in known:
                known.add(licence.value.code)
                self.note(f"licences.{len(licences)}", licence)
                licences.append(licence.value)
        languages = list(offer.languages)
        spoken = {need.code for need in languages}
        for language in needs.languages(self.words):
            if language.value.code not in spoken:
                self.note(f"languages.{len(languages)}", language)
                languages.append(language.value)
        hardships = list(offer.constraints)
        for hardship in conditions.constraints(self.words):
            if hardship.value not in hardships:
                self.note(f"constraints.{len(hardships)}", hardship)
                hardships.append(hardship.value)
        return {
            "licences": tuple(licences),
            "languages": tuple(languages),
            "constraints": tuple(hardships),
            "skills": offer.skills or self._skills(offer.occupation),
        }

    def _skills(self, occupation: Occupation) -> tuple[SkillNeed, ...]:
        likely = (each for each in occupation.alternatives if each.confidence >= LIKELY)
        codes = (occupation.rome, *(each.rome for each in likely))
        families = frozenset(code[0] for code in codes if code)
        return tuple(
            self.note(f"skills.{rank}", found)
            for rank, found in enumerate(skill_needs(self.words, families))
        )

    def employer(self, offer: ParsedOffer) -> dict[str, Any]:
        """Employer and agency names, where the source gives none."""
        words, known = self.words, offer.employer
        name = self.fill("employer.name", known.name, lambda: facts.employer_name(words))
        number = self.fill("employer.siret", known.siret, lambda: companies.siret(words))
        agency = offer.agency
        if agency is None and known.name is None:
            agency = self.fill("agency", None, lambda: facts.agency(words))
        return {"employer": Employer(name, number, known.sector), "agency": agency}


def _by_day(day: Day) -> bool:
    """Whether work stands between 6:00 and 20:00."""
    return day.start is not None and day.end is not None and day.start >= 360 and day.end <= 20 * 60
