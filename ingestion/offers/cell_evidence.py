"""Evidence of the values that the cells of a form gave, where the form is the source text."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from ingestion.offers.raw import RawOffer, Span
from ingestion.records import Evidence, ParsedOffer

CELL_CONFIDENCE = 0.98
"""A value written after its own label."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "Référence": ("reference",),
    "Collecté par": ("details.collected_by",),
    "Employeur": ("employer.name",),
    "SIRET": ("employer.siret",),
    "Agence": ("agency",),
    "Téléphone": ("details.contact.phone",),
    "Email": ("details.contact.email",),
    "Contact": (
        "details.contact.name",
        "details.contact.role",
        "details.contact.phone",
        "details.contact.email",
        "details.contact.preferred",
    ),
    "Intitulé": ("title",),
    "ROME": ("occupation.rome",),
    "Commune": ("workplace",),
    "Adresse": ("details.address", "workplace"),
    "Accès": ("workplace.access", "vehicle"),
    "Type de contrat": ("contract.type", "contract.duration_days"),
    "Durée": ("contract.duration_days",),
    "Début": ("contract.start_date", "details.starts_soon"),
    "Heures par semaine": ("working_time.weekly_hours", "working_time.full_time"),
    "Rythme": ("working_time.patterns", "working_time.full_time"),
    "Horaires": ("working_time.start_time", "working_time.end_time", "working_time.patterns"),
    "Salaire": ("pay",),
    "Nombre de postes": ("positions",),
    "Expérience": ("experience",),
    "Formation": ("education",),
    "Permis et titres": ("licences",),
    "Compétences": ("skills",),
    "Langues": ("languages",),
    "Conditions physiques": ("constraints",),
    "Niveau (1/2)": ("level",),
    "Clause (heures)": ("clause_hours",),
    "Date limite": ("deadline",),
}
"""Header of the sheet -> dotted fields that its cell may fill; an earlier header of a field wins,
except that the duration's own cell wins over that of the contract."""


def cell_evidence(raw: RawOffer, offer: ParsedOffer) -> dict[str, Evidence]:
    """Evidence for every value of `offer`, as filled from cells, whose header has a span."""
    text = raw.source_text
    found: dict[str, Evidence] = {}
    for header, names in FIELDS.items():
        span = raw.spans.get(header)
        if span is None or span[1] > len(text):
            continue
        for name in names:
            for dotted in _filled(name, offer):
                if dotted not in found or header == "Durée":
                    found[dotted] = _slice(text, span)
    return found


def _slice(text: str, span: Span) -> Evidence:
    return Evidence(span[0], span[1], text[span[0] : span[1]], CELL_CONFIDENCE)


def _filled(name: str, offer: ParsedOffer) -> Iterator[str]:
    value: object = offer
    for part in name.split("."):
        value = getattr(value, part)
    if isinstance(value, tuple):
        yield from (f"{name}.{rank}" for rank in range(len(value)))
    elif says(value):
        yield name


def says(value: object) -> bool:
    """Whether a value of an offer, or one inside a record, is told."""
    if is_dataclass(value):
        return any(says(getattr(value, each.name)) for each in fields(value))
    return value is not None and value not in ("", ())


def exact_evidence(evidence: Mapping[str, Evidence], source: str) -> dict[str, Evidence]:
    """The same evidence with the very words of the source, where parts of it were kept unread."""
    return {
        name: found
        if source.startswith(found.text, found.start)
        else replace(found, text=source[found.start : found.end])
        for name, found in evidence.items()
    }
