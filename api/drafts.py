"""A draft beside its text: which words each field was read from, and the facts in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.rendering import date_fr, number_fr
from ingestion.licences import licence_label
from ingestion.records import Evidence, ParsedOffer

LABELS: Mapping[str, str] = {
    "title": "Intitulé du poste",
    "rome": "Métier",
    "rome_other": "Autre code ROME",
    "domain": "Domaine",
    "commune": "Commune du poste",
    "contract": "Type de contrat",
    "start_date": "Début",
    "weekly_hours": "Heures par semaine",
    "patterns": "Rythme",
    "start_time": "Prise de poste",
    "end_time": "Fin de poste",
    "experience_necessity": "Expérience",
    "experience_months": "Durée d’expérience",
    "licence": "Permis, titres et habilitations",
    "skills_required": "Compétences exigées",
    "skills_wished": "Compétences souhaitées",
    "positions": "Nombre de postes",
    "level": "Niveau de l’offre",
    "deadline": "Date limite",
    "others": "Lu aussi",
}
BOXES: Mapping[str, str] = {
    "title": "title",
    "occupation": "rome",
    "domain": "domain",
    "workplace.access": "others",
    "workplace": "commune",
    "contract.start_date": "start_date",
    "contract": "contract",
    "working_time.patterns": "patterns",
    "working_time.start_time": "start_time",
    "working_time.end_time": "end_time",
    "working_time": "weekly_hours",
    "experience": "experience_necessity",
    "licences": "licence",
    "skills": "skills_required",
    "positions": "positions",
    "level": "level",
    "deadline": "deadline",
}
"""Dotted field of the offer, or its beginning -> box of the form; the longest wins."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the source text; `anchor` and `field` are empty for words nothing was read in."""

    text: str
    anchor: str = ""
    field: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The words a box was read from, and where they stand on the page."""

    text: str
    anchor: str


def box_of(field: str) -> str:
    """The box of the form that shows a dotted field; "others" where it has none."""
    parts = field.split(".")
    for size in range(len(parts), 0, -1):
        box = BOXES.get(".".join(parts[:size]))
        if box:
            return box
    return "others"


def parts_of(text: str, evidence: Mapping[str, Evidence]) -> tuple[Part, ...]:
    """The source text cut at the words that were read, in order.

    Where two spans overlap, the one that starts first is kept, then the longer one. Spans
    that do not lie in the text are left out.
    """
    spans = sorted(
        ((each.start, each.end, box_of(field)) for field, each in evidence.items()),
        key=lambda span: (span[0], -span[1], span[2]),
    )
    parts: list[Part] = []
    at = 0
    for number, (start, end, box) in enumerate(spans, 1):
        if start < at or not start < end <= len(text):
            continue
        if start > at:
            parts.append(Part(text[at:start]))
        parts.append(Part(text[start:end], f"lu-{number}", box, LABELS[box]))
        at = end
    if at < len(text):
        parts.append(Part(text[at:]))
    return tuple(parts)


def marks_of(parts: Sequence[Part]) -> dict[str, list[Mark]]:
    """For each box, the words it was read from."""
    marks: dict[str, list[Mark]] = {}
    for part in parts:
        if part.anchor:
            marks.setdefault(part.field, []).append(Mark(part.text, part.anchor))
    return marks


def facts_of(offer: ParsedOffer) -> list[tuple[str, str]]:
    """Every known fact of an offer, as (label, words), in the order of the form."""
    facts = [
        ("Intitulé", offer.title),
        ("Employeur", offer.employer.name or ""),
        ("Métier", _occupation(offer)),
        ("Domaine", offer.domain.label),
        ("Lieu", offer.workplace.name or offer.workplace.postal_code or ""),
        ("Contrat", _contract(offer)),
        ("Temps de travail", _working_time(offer)),
        ("Expérience", _experience(offer)),
        ("Titres", _licences(offer)),
        ("Compétences", ", ".join(need.label for need in offer.skills)),
        *other_facts(offer),
        ("Postes", number_fr(offer.positions, missing="")),
        ("Date limite", date_fr(offer.deadline, missing="")),
    ]
    return [(label, words) for label, words in facts if words]


def other_facts(offer: ParsedOffer) -> list[tuple[str, str]]:
    """What was read and has no box in the form, as (label, words)."""
    facts = [
        ("Salaire", _pay(offer)),
        ("Formation", _education(offer)),
        ("Langues", ", ".join(f"{n.code} {n.level or ''}".strip() for n in offer.languages)),
        ("Conditions", ", ".join(condition.label for condition in offer.constraints)),
        ("Véhicule", offer.vehicle.label if offer.vehicle else ""),
        ("Accès", ", ".join(access.label for access in offer.workplace.access)),
        ("Agence", offer.agency or ""),
        ("Clause d’insertion", f"{offer.clause_hours:g} heures" if offer.clause_hours else ""),
    ]
    return [(label, words) for label, words in facts if words]


def _occupation(offer: ParsedOffer) -> str:
    if offer.occupation.rome is None:
        return ""
    return f"{offer.occupation.label or 'métier'} ({offer.occupation.rome})"


def _contract(offer: ParsedOffer) -> str:
    contract = offer.contract
    words = [contract.type.label] if contract.type else []
    if contract.duration_days:
        words.append(f"{contract.duration_days} jours")
    if contract.start_date:
        words.append(f"à partir du {date_fr(contract.start_date)}")
    return ", ".join(words)


def _working_time(offer: ParsedOffer) -> str:
    time = offer.working_time
    words = [f"{number_fr(time.weekly_hours)} h par semaine"] if time.weekly_hours else []
    words += [pattern.label for pattern in time.patterns]
    if time.start_time:
        words.append(f"à partir de {time.start_time:%H h %M}")
    if time.end_time:
        words.append(f"jusqu’à {time.end_time:%H h %M}")
    return ", ".join(words)


def _experience(offer: ParsedOffer) -> str:
    need = offer.experience
    words = [need.necessity.label] if need.necessity else []
    if need.months:
        words.append(f"{need.months} mois")
    return ", ".join(words)


def _licences(offer: ParsedOffer) -> str:
    return ", ".join(
        f"{licence_label(need.code)} ({need.necessity.label})" for need in offer.licences
    )


def _pay(offer: ParsedOffer) -> str:
    pay = offer.pay
    amounts = [number_fr(amount, 2) for amount in (pay.min, pay.max) if amount is not None]
    if not amounts:
        return ""
    unit = pay.period.label if pay.period else ""
    return f"{' à '.join(dict.fromkeys(amounts))} € {unit}".strip()


def _education(offer: ParsedOffer) -> str:
    need = offer.education
    if need.level is None:
        return ""
    return f"niveau {need.level}" + (f" ({need.necessity.label})" if need.necessity else "")
