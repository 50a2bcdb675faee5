"""Cells of the common offer sheet to values; a cell that says nothing readable is told."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from ingestion.details import Contact, OfferDetails
from ingestion.lexicon import cut
from ingestion.normalise import fold, read_date, read_number, rome_code
from ingestion.offers import cell_needs, conditions, contract
from ingestion.offers.cell_denials import DENIABLE, affirmed, ticked
from ingestion.offers.clock import as_time, working_day
from ingestion.offers.contract_types import contract_type
from ingestion.offers.details import contact as whom
from ingestion.offers.found import Found
from ingestion.offers.given import Given, text_of
from ingestion.offers.pay import normalise_pay, pay, pay_from_phrase
from ingestion.offers.place import workplace
from ingestion.offers.sites import place_of
from ingestion.offers.vehicles import vehicle
from ingestion.offers.working_time import FULL_TIME_HOURS, full_time, patterns
from ingestion.records import (
    Contract,
    Employer,
    OfferWarning,
    Pay,
    WorkingTime,
    Workplace,
)
from ingestion.town_names import resolve_town
from models.vocabulary import (
    ContractType,
    PayPeriod,
    SiteAccess,
    Vehicle,
    WorkPattern,
)

Cells = Mapping[str, object]


def read_cells(fields: Cells) -> Given:
    """Read the cells of one row, by header; never raises."""
    fields = {k: ticked(said) if isinstance(said, str) else said for k, said in fields.items()}
    site, access = _workplace(fields)
    values = Given(
        rome=rome_code(text_of(fields, "ROME")),
        employer=Employer(text_of(fields, "Employeur") or None, _siret(fields)),
        workplace=site,
        contract=_contract(fields),
        working_time=_working_time(fields),
        vehicle=_vehicle(access),
        pay=_pay(text_of(fields, "Salaire")),
        positions=_whole(text_of(fields, "Nombre de postes")),
        experience=cell_needs.experience(text_of(fields, "Expérience")),
        education=cell_needs.education(text_of(fields, "Formation")),
        licences=cell_needs.licences(text_of(fields, "Permis et titres")),
        skills=cell_needs.skills(text_of(fields, "Compétences")),
        languages=cell_needs.languages(affirmed(text_of(fields, "Langues"))),
        constraints=cell_needs.hardships(affirmed(text_of(fields, "Conditions physiques"))),
        level=_level(text_of(fields, "Niveau (1/2)")),
        clause_hours=read_number(text_of(fields, "Clause (heures)")),
        agency=text_of(fields, "Agence") or None,
        deadline=read_date(text_of(fields, "Date limite")),
        details=_details(fields),
    )
    return _with_warnings(values, fields)


def _with_warnings(given: Given, fields: Cells) -> Given:
    """Tell every cell that holds words from which no value came."""
    unread = tuple(
        OfferWarning(
            field, f"« {text_of(fields, header)} » (colonne {header}) n'a pas été compris."
        )
        for header, field, is_empty in _CHECKS
        if not _asks_nothing(header, text_of(fields, header))
        and is_empty(given)
        and not contract.AS_SOON_AS_POSSIBLE.search(fold(text_of(fields, header)))
    )
    return replace(given, warnings=(*given.warnings, *unread))


def _asks_nothing(header: str, said: str) -> bool:
    folded = fold(said).strip(" .")
    return folded in cell_needs.SAYS_NOTHING or (header in DENIABLE and not affirmed(said))


_CHECKS: tuple[tuple[str, str, Callable[[Given], bool]], ...] = (
    ("ROME", "occupation.rome", lambda given: given.rome is None),
    (
        "Commune",
        "workplace.name",
        lambda given: given.workplace.name is None and given.workplace.insee is None,
    ),
    ("SIRET", "employer.siret", lambda given: given.employer.siret is None),
    ("Type de contrat", "contract.type", lambda given: given.contract.type is None),
    ("Durée", "contract.duration_days", lambda given: given.contract.duration_days is None),
    ("Début", "contract.start_date", lambda given: given.contract.start_date is None),
    (
        "Heures par semaine",
        "working_time.weekly_hours",
        lambda given: (
            given.working_time.weekly_hours is None and given.working_time.full_time is None
        ),
    ),
    (
        "Rythme",
        "working_time.patterns",
        lambda given: not given.working_time.patterns and given.working_time.full_time is None,
    ),
    (
        "Horaires",
        "working_time.start_time",
        lambda given: given.working_time.start_time is None and not given.working_time.patterns,
    ),
    ("Salaire", "pay", lambda given: given.pay.min is None),
    ("Nombre de postes", "positions", lambda given: given.positions is None),
    ("Expérience", "experience", lambda given: given.experience.necessity is None),
    ("Formation", "education", lambda given: given.education.necessity is None),
    ("Permis et titres", "licences", lambda given: not given.licences),
    ("Langues", "languages", lambda given: not given.languages),
    ("Conditions physiques", "constraints", lambda given: not given.constraints),
    ("Niveau (1/2)", "level", lambda given: given.level is None),
    ("Clause (heures)", "clause_hours", lambda given: given.clause_hours is None),
    ("Date limite", "deadline", lambda given: given.deadline is None),
)


def _vehicle(access: str) -> Vehicle | None:
    found, _ = vehicle(cut(access))
    return found.value if found else None


def _details(fields: Cells) -> OfferDetails:
    soon = contract.AS_SOON_AS_POSSIBLE.search(fold(text_of(fields, "Début")))
    return OfferDetails(
        contact=_contact(fields),
        collected_by=text_of(fields, "Collecté par") or None,
        address=text_of(fields, "Adresse") or None,
        starts_soon=True if soon else None,
        intensities=cell_needs.burdens(affirmed(text_of(fields, "Conditions physiques"))),
    )


_WAY_BEFORE = re.compile(
    r"(?:\b(?:au|par|ou|et|tel|telephone|portable|mobile|(?:e-?)?mail|courriel|adresse)\b[ .:]*)+$"
)
_HOW_TO_REACH = re.compile(
    r".*[\d@]|(?:apres|avant|entre|uniquement|de preference|le (?:matin|soir|midi|lundi|mardi"
    r"|mercredi|jeudi|vendredi|samedi)|l'apres|en (?:semaine|journee|matinee)|par|sauf|laisser)\b"
)


def _contact(fields: Cells) -> Contact:
    """People write the whole signature in the cell of the name: each part goes to its field.

    What is no part of a name beside a number or an address says how to reach its holder.
    """
    said = text_of(fields, "Contact")
    cells = {name: text_of(fields, name) or None for name in ("Téléphone", "Email")}
    text, notes = f"{_LABEL}{said}", list[str]()
    for header, look in (("Téléphone", whom.phone), ("Email", whom.email)):
        found = look(cut(text))
        if found is None:
            continue
        text = _parted(text, found)
        own = look(cut(cells[header] or found.value))
        if own is None or own.value != found.value:
            notes.append(found.value)
        cells[header] = cells[header] or found.value
    words = cut(text)
    role = whom.role(words, whom.name(words))
    if role is not None:
        text = _parted(text, role)
    if text == f"{_LABEL}{said}":
        return Contact(said or None, None, cells["Téléphone"], cells["Email"])
    parts = [part.strip(" :/|–-").lstrip(").") for part in re.split(r"[\n,;]", text[len(_LABEL) :])]
    parts = [part.removesuffix("(").strip() for part in parts]
    names = [part for part in parts if part and not _HOW_TO_REACH.match(fold(part))]
    notes = [*(part for part in parts if part and part not in names), *notes]
    return Contact(
        name=", ".join(names) or None,
        role=role.value.strip(" :/|–-") if role else None,
        phone=cells["Téléphone"],
        email=cells["Email"],
        preferred=", ".join(notes) or None,
    )


_LABEL = "Contact : "
"""The cue that the name of a person is looked for after."""


def _parted(text: str, found: Found[str]) -> str:
    """The text with a line break where a part was understood, its label gone with it."""
    before = text[len(_LABEL) : found.start]
    way = _WAY_BEFORE.search(fold(before))
    kept = before[: way.start()] if way else before
    return f"{_LABEL}{kept}\n{text[found.end :]}"


def _siret(fields: Cells) -> str | None:
    digits = re.sub(r"\D", "", text_of(fields, "SIRET"))
    return digits if len(digits) == 14 else None


def _workplace(fields: Cells) -> tuple[Workplace, str]:
    commune, address = text_of(fields, "Commune"), text_of(fields, "Adresse")
    access = text_of(fields, "Accès")
    code = re.search(r"(?<!\d)\d{5}(?!\d)", f"{commune} {address}")
    postal_code = code[0] if code else None
    known = resolve_town(commune, postal_code) if commune or postal_code else None
    words = cut(access)
    ways = [found.value for found in conditions.site_access(words)]
    folded = fold(access)
    for word, way in _ACCESS_WORDS:
        if word in folded and way not in ways and f"pas de {word}" not in folded:
            ways.append(way)
    if known is None:
        named = workplace(cut(f"Lieu : {commune}"), 0) if commune else None
        if named is not None:
            return replace(named.value, access=tuple(ways)), access
        name = commune if _NAME.fullmatch(commune) else None
        return Workplace(None, name, postal_code, None, None, tuple(ways)), access
    place = place_of(known, postal_code, tuple(ways))
    return place, access


_NAME = re.compile(r"[A-ZÀ-Ý0-9][\w'’ ()-]{1,48}")
"""What may name a place that no table knows; a sentence names none."""
_ACCESS_WORDS = (
    ("sans parking", SiteAccess.NO_PARKING),
    ("navette", SiteAccess.SHUTTLE),
    ("bus", SiteAccess.BUS),
    ("velo", SiteAccess.BICYCLE),
    ("voiture indispensable", SiteAccess.CAR_ONLY),
    ("vehicule indispensable", SiteAccess.CAR_ONLY),
)
_DURATION = re.compile(r"(\d{1,4})\s?(jour|j\b|semaine|sem\b|mois|an)")
_UNIT_DAYS = {"j": 1, "s": 7, "m": contract.DAYS_OF_MONTH, "a": 365}
_CONTRACT_WORDS = (
    ("insertion", ContractType.CDDI),
    ("pec", ContractType.SUBSIDISED),
    ("aide", ContractType.SUBSIDISED),
    ("mission", ContractType.TEMP),
    ("saison", ContractType.SEASONAL),
    ("vacation", ContractType.CDD),
)


def _contract(fields: Cells) -> Contract:
    said = text_of(fields, "Type de contrat")
    found = contract_type(cut(f"contrat : {said}")) if said else None
    kind = found.value if found else None
    if kind is None and said:
        folded = fold(said)
        kind = next((value for word, value in _CONTRACT_WORDS if word in folded), None)
    length = _DURATION.search(fold(text_of(fields, "Durée"))) or _DURATION.search(fold(said))
    days = int(length[1]) * _UNIT_DAYS[length[2][0]] if length else None
    return Contract(kind, days or None, read_date(text_of(fields, "Début")))


def _working_time(fields: Cells) -> WorkingTime:
    hours_cell = fold(text_of(fields, "Heures par semaine"))
    clock = re.search(r"(\d{1,2})\s?h\s?(\d{2})", hours_cell)
    hours = int(clock[1]) + int(clock[2]) / 60 if clock else read_number(hours_cell)
    if hours is not None and not 0 < hours <= 60:
        hours = None
    rhythm, clock_hours = (affirmed(text_of(fields, name)) for name in ("Rythme", "Horaires"))
    everything = cut("\n".join([hours_cell, rhythm, clock_hours]))
    said = full_time(everything)
    full = said.value if said else None if hours is None else hours >= FULL_TIME_HOURS
    names = [found.value for found in patterns(everything)]
    is_in_words = not re.search(r"\d", clock_hours)
    folded = fold(f"{rhythm}\n{clock_hours}" if is_in_words else rhythm)
    for word, pattern in _PATTERN_WORDS:
        if re.search(word, folded) and pattern not in names:
            names.append(pattern)
    day = working_day(cut(text_of(fields, "Horaires")))
    return WorkingTime(
        weekly_hours=round(hours, 2) if hours else None,
        full_time=full,
        patterns=tuple(names),
        start_time=as_time(day.value.start) if day and day.value.start is not None else None,
        end_time=as_time(day.value.end) if day and day.value.end is not None else None,
    )


_PATTERN_WORDS = (
    (r"\bjournee(?!s? (?:coupe|fractionne|en (?:deux|2)))|\bjour\b", WorkPattern.DAY),
    (r"\bnuit", WorkPattern.NIGHT),
    (r"\bcoupee?s?\b|\bcoupures?\b|fractionn", WorkPattern.SPLIT),
    (r"matin tot|tres tot", WorkPattern.EARLY),
    (
        r"\b[45]x8\b|(?:^|[,;|/\n] ?)postee?s?(?:$|[,;|/\n])"
        r"|\b(?:travail|horaires?|equipes?) postee?s?",
        WorkPattern.THREE_SHIFTS,
    ),
)


def _pay(said: str) -> Pay:
    if not said:
        return Pay()
    phrase = pay_from_phrase(fold(said))
    if phrase is not None:
        return normalise_pay(phrase)
    found = pay(cut(f"salaire : {said}"), None) or pay(cut(f"salaire : {said} €"), None)
    if found is not None:
        return found.value
    number = None if _NO_HOURLY.search(fold(said)) else read_number(said)
    return Pay(number, number, PayPeriod.HOUR) if number and 8 <= number <= 60 else Pay()


_NO_HOURLY = re.compile(r"\d\s?(?:%|e\b|eme\b|h(?:eures?)?\b|mois\b|ans?\b)")
"""`13e mois`, `selon profil 35h`: a number, but not of euros."""


def _whole(said: str) -> int | None:
    number = read_number(said) or contract.amount(fold(said).split(" ")[0])
    return int(number) if number and 0 < number < 1000 else None


def _level(said: str) -> int | None:
    number = read_number(said)
    return int(number) if number in (1, 2) else None
