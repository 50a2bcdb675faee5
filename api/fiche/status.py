"""How far each box of the fiche was read by a person, and what is left before opening."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from api.fiche.first_groups import REQUIREMENTS
from api.fiche.marks import evidence_by_leaf
from api.fiche.table import BOXES, box_of
from api.services.offer_review import (
    REQUIREMENTS_READ,
    Review,
    with_confirmed,
    with_requirements,
)
from ingestion.records import ParsedOffer
from models.vocabulary import Domain, Labelled, ReviewStatus

SURE = 0.8
"""Confidence of a reading, in [0, 1], below which it is shown as one to confirm."""
READ_TOGETHER = "requirements"
"""Name of the box that says: the whole list of requirements was read, even if it is empty."""


class BoxStatus(Labelled):
    READ = "read", "Lu"
    TO_CONFIRM = "to_confirm", "À confirmer"
    CONFIRMED = "confirmed", "Confirmé"
    CORRECTED = "corrected", "Corrigé"
    MISSING = "missing", "Absent"

    @property
    def is_reviewed(self) -> bool:
        """True where a person, or the source itself, vouches for the value."""
        return self in (BoxStatus.CONFIRMED, BoxStatus.CORRECTED)

    @property
    def is_waiting(self) -> bool:
        """True where there is a value that nobody confirmed."""
        return self in (BoxStatus.READ, BoxStatus.TO_CONFIRM)


@dataclass(frozen=True, slots=True)
class Item:
    """One of the facts that an offer needs to open; `box` is where it is given."""

    label: str
    box: str
    is_present: bool
    is_ready: bool


ITEMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Intitulé", ("title",)),
    ("Métier ou domaine", ("rome", "domain")),
    ("Commune ou site", ("commune", "site")),
    ("Type de contrat", ("contract",)),
    ("Nombre de postes", ("positions",)),
    ("Début", ("start_date", "starts_soon")),
    ("Heures ou rythme", ("weekly_hours", "full_time", "patterns", "start_time", "rhythms")),
    ("Niveau", ("level",)),
    ("Date limite ou échéance", ("deadline",)),
    ("Arrivée de l’offre", ("channel",)),
    ("Un contact", ("contact_name", "contact_phone", "contact_email")),
    ("Exigences", (READ_TOGETHER,)),
)
"""The twelve facts that an offer needs to open, in the order of the screen."""


def statuses_of(parsed: ParsedOffer, review: Review) -> dict[str, BoxStatus]:
    """The status of every box, that of the whole list of requirements among them."""
    found: dict[str, set[ReviewStatus]] = {}
    for field, status in review.items():
        box = box_of(field)
        if box is not None:
            found.setdefault(box, set()).add(status)
    unsure = _unsure(parsed)
    statuses = {name: _status(found.get(name, set()), name in unsure) for name in BOXES}
    if parsed.domain is Domain.OTHER:
        statuses["domain"] = BoxStatus.MISSING
    is_read = review.get(REQUIREMENTS_READ) is ReviewStatus.CONFIRMED
    statuses[READ_TOGETHER] = BoxStatus.CONFIRMED if is_read else BoxStatus.READ
    return statuses


def items_of(statuses: Mapping[str, BoxStatus]) -> tuple[Item, ...]:
    """The twelve facts: there or not, confirmed or not.

    An offer without a date limit is ready: its end is computed on opening.
    """
    items = []
    for label, boxes in ITEMS:
        present = [box for box in boxes if statuses[box] is not BoxStatus.MISSING]
        ready = any(statuses[box].is_reviewed for box in boxes)
        if boxes == ("deadline",) and not present:
            items.append(Item(label, "deadline", True, True))
        else:
            items.append(Item(label, (present or boxes)[0], bool(present), ready))
    return tuple(items)


def confirmed(
    parsed: ParsedOffer, review: Review, shown: Collection[str], ticked: Collection[str]
) -> Review:
    """The review after a page on which the boxes `shown` could be confirmed and `ticked` were.

    Ticking the whole list of requirements confirms each of them.
    """
    names = set(ticked)
    if READ_TOGETHER in names:
        names |= {box.name for box in REQUIREMENTS.boxes}
    doubted = set(shown) - names
    reviewed = with_confirmed(
        parsed,
        review,
        lambda field: box_of(field) in names,
        lambda field: box_of(field) in doubted,
    )
    if READ_TOGETHER not in {*shown, *ticked}:
        return reviewed
    return with_requirements(reviewed, READ_TOGETHER in names)


def _status(found: set[ReviewStatus], is_unsure: bool) -> BoxStatus:
    if ReviewStatus.EXTRACTED in found:
        return BoxStatus.TO_CONFIRM if is_unsure else BoxStatus.READ
    if ReviewStatus.CORRECTED in found:
        return BoxStatus.CORRECTED
    return BoxStatus.CONFIRMED if ReviewStatus.CONFIRMED in found else BoxStatus.MISSING


def _unsure(parsed: ParsedOffer) -> set[str | None]:
    """The boxes that hold a reading with little confidence."""
    unsure = {
        box_of(field)
        for field, evidence in evidence_by_leaf(parsed).items()
        if evidence.confidence < SURE
    }
    occupation = parsed.occupation
    if not occupation.declared and (occupation.confidence or 0.0) < SURE:
        unsure |= {"rome", "domain"}
    return unsure
