"""The words of an offer that goes out: its text, and what the keys of a format have no place for.

The text of a form (labels and values, line by line) is not repeated: its values go under keys.
"""

import re
from collections.abc import Iterable

from api.services.offer_sheet import cells_of
from ingestion.licences import licence_label
from ingestion.offers.headers import exact_header
from ingestion.records import ParsedOffer
from models.vocabulary import Condition, Necessity, WorkPattern

NEED_WORDS = {
    Necessity.REQUIRED: "exigé",
    Necessity.WISHED: "souhaité",
    Necessity.TRAINING_OFFERED: "formation prévue",
    Necessity.NONE: "non exigé",
}
CONDITION_WORDS = {Condition.COLD: "travail au froid", Condition.DRIVING: "conduite quotidienne"}
"""Words by which a condition is read anywhere, where its label alone could mean something else."""
PATTERN_WORDS = {
    WorkPattern.DAY: "Travail en journée",
    WorkPattern.TWO_SHIFTS: "Travail en 2x8",
    WorkPattern.THREE_SHIFTS: "Travail en 3x8",
    WorkPattern.NIGHT: "Travail de nuit",
    WorkPattern.WEEKEND: "Travail le week-end",
    WorkPattern.SPLIT: "Horaires fractionnés, en coupé",
    WorkPattern.EARLY: "Travail tôt le matin",
}
LEAST_LINES = 4
"""Lines `label : value` from which a text is a form."""
KEPT = frozenset({"Missions", "Remarques"})
"""Headers of the common sheet whose cells are prose."""
_LABELLED = re.compile(r"\s{0,9}([^:\n]{2,60}?)\s?:\s?(.{0,20000})")
_FIELDS: dict[str, tuple[str, ...]] = {
    "Accès": ("workplace.access", "vehicle"),
    "Agence": ("agency",),
    "Durée": ("contract.duration_days",),
    "Début": ("contract.start_date",),
    "Rythme": ("working_time.patterns",),
    "Horaires": ("working_time.start_time", "working_time.end_time"),
    "Formation": ("education",),
    "Langues": ("languages",),
    "Niveau (1/2)": ("level",),
    "Clause (heures)": ("clause_hours",),
    "Date limite": ("deadline",),
}
"""Headers of the common sheet, and the fields whose words they are."""
_LABELS = {"Clause (heures)": "Clause d’insertion", "Agence": "Agence d’intérim"}


def out_text(offer: ParsedOffer, headers: Iterable[str]) -> str:
    """The description, then a line for each header that neither a key nor the text says.

    A field with evidence stands in prose already; one without was typed, chosen or corrected.
    """
    prose, is_form = _prose(offer.description)
    cells = cells_of(offer) | {"Rythme": ", ".join(pattern_words(offer))}
    lines = [
        _line(header, cells[header])
        for header in headers
        if cells.get(header) and (is_form or not _is_told(offer, _FIELDS[header]))
    ]
    if is_form and (wage := _wage(offer)):
        lines.append(wage)
    return "\n".join(filter(None, (*lines, prose)))


def _wage(offer: ParsedOffer) -> str | None:
    """The pay with its basis, gross or net, which no key tells."""
    pay, basis = offer.pay, offer.details.pay_basis
    if pay.min is None or pay.period is None or basis is None:
        return None
    amounts = dict.fromkeys(f"{each:g} €" for each in (pay.min, pay.max) if each is not None)
    return f"Salaire : {' à '.join(amounts)} {basis.label} {pay.period.label}"


def licence_lines(offer: ParsedOffer) -> list[str]:
    """What is asked of each licence, in words."""
    return [f"{licence_label(each.code)} : {NEED_WORDS[each.necessity]}" for each in offer.licences]


def pattern_words(offer: ParsedOffer) -> list[str]:
    """The rhythms of work, in words."""
    return [PATTERN_WORDS[each] for each in offer.working_time.patterns]


def condition_words(offer: ParsedOffer) -> list[str]:
    """The physical conditions, in words."""
    return [CONDITION_WORDS.get(each, each.label) for each in offer.constraints]


def _line(header: str, cell: str) -> str:
    label = _LABELS.get(header, header)
    return f"{label} : {cell} heures" if header == "Clause (heures)" else f"{label} : {cell}"


def _prose(text: str) -> tuple[str, bool]:
    """The text without the lines of a form, and whether it is one."""
    kept: list[str] = []
    labelled = 0
    is_kept = True
    for line in text.split("\n"):
        match = _LABELLED.fullmatch(line)
        header = exact_header(match[1])[0] if match else None
        if match and header is not None:
            labelled += 1
            is_kept = header in KEPT
            line = match[2]
        if is_kept and header != "Intitulé":
            kept.append(line)
    if labelled < LEAST_LINES:
        return text, False
    return "\n".join(kept), True


def _is_told(offer: ParsedOffer, fields: tuple[str, ...]) -> bool:
    return any(name.startswith(fields) for name in offer.evidence)
