"""What the cells of a sheet say beyond their own header: `Contrat : CDI 35h, de nuit`.

Cells are read as cells first; then their words fill what is still empty, whether they came in a
table or in a form, before the prose is read.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ingestion.lexicon import cut
from ingestion.offers.cell_denials import DENIABLE, affirmed, ticked
from ingestion.offers.cell_evidence import CELL_CONFIDENCE, says
from ingestion.offers.details.read import read_details
from ingestion.offers.given import text_of
from ingestion.offers.raw import RawOffer
from ingestion.offers.wording import complete
from ingestion.records import Evidence, ParsedOffer

HEADERS = (
    *("Commune", "Adresse", "Accès", "Type de contrat", "Durée", "Début", "Heures par semaine"),
    *("Rythme", "Horaires", "Salaire", "Nombre de postes", "Expérience", "Formation"),
    "Clause (heures)",
)
"""Cells whose words may fill another field."""
LISTS = {
    "Permis et titres": "licences",
    "Langues": "languages",
    "Conditions physiques": "constraints",
}
"""Cells of lists: their words are read again only where no item was found in them."""


def complete_from_cells(
    raw: RawOffer, offer: ParsedOffer, created: date | None
) -> tuple[ParsedOffer, dict[str, Evidence]]:
    """The offer with what the words of its cells say, and the evidence where cells have a span."""
    headers = [*HEADERS, *(name for name, field in LISTS.items() if not getattr(offer, field))]
    lines: list[str] = []
    places: list[tuple[int, int, str]] = []
    length = 0
    for header in headers:
        said = ticked(text_of(raw.fields, header))
        value = " ".join((affirmed(said) if header in DENIABLE else said).split())
        if value:
            lines.append(f"{header} : {value}.")
            places.append((length, length + len(lines[-1]), header))
            length += len(lines[-1]) + 1
    if not lines:
        return offer, {}
    words = cut("\n".join(lines))
    skills = offer.skills
    done = complete(offer, words, 0, created)
    details, told, _ = read_details(done.details, words, cut(""), created)
    found = {name: each for name, each in {**done.evidence, **told}.items() if _counts(name)}
    filled = replace(
        done,
        skills=skills,
        employer=offer.employer,
        agency=offer.agency,
        level=offer.level,
        details=details,
        evidence=offer.evidence,
    )
    return filled, _placed(raw, found, places)


def _counts(name: str) -> bool:
    return not name.startswith(("skills.", "employer.", "agency", "level"))


def _placed(
    raw: RawOffer, found: Mapping[str, Evidence], places: list[tuple[int, int, str]]
) -> dict[str, Evidence]:
    """Evidence in the source: the whole cell in which the value was read."""
    text = raw.source_text
    placed: dict[str, Evidence] = {}
    for name, each in found.items():
        header = next((h for start, end, h in places if start <= each.start <= end), None)
        span = raw.spans.get(header) if header else None
        if span is not None and span[1] <= len(text):
            trust = min(each.confidence, CELL_CONFIDENCE)
            placed[name] = Evidence(span[0], span[1], text[span[0] : span[1]], trust)
    return placed


def still_unread(field: str, offer: ParsedOffer) -> bool:
    """Whether a field (dotted) that a cell was to fill is empty still."""
    value: object = offer
    for part in field.split("."):
        value = getattr(value, part, None)
    return not says(value)
