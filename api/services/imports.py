"""Files into the base: idempotent, all or nothing, with counts that add up."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.offer_rows import write_sources
from api.services.offers import first_events, reference_of
from ingestion.candidates import open_candidates
from ingestion.candidates.reader import collector_paused
from ingestion.load_sheet import load_sheet, readers
from ingestion.offers import OccupationCoder, parse_offers, read_offers
from ingestion.plain import record_hash
from ingestion.records import ParsedOffer, Rejected
from models.base import utc_now
from models.errors import InputRefusedError
from models.journal import ImportKind, ImportRun
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState

CHUNK = 500
"""References in one `IN (...)`."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`dry_run`).

    `read` = `created` + `updated` + `unchanged` + number of `refused`. `notes` tell of rows that
    were taken although something in them, or in the file, could not be read.
    """

    kind: ImportKind
    file_name: str
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    refused: tuple[Rejected, ...]
    notes: tuple[Rejected, ...]

    @property
    def read(self) -> int:
        """Rows met in the file, refused ones included."""
        return self.created + self.updated + self.unchanged + len(self.refused)

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "kind": self.kind.value,
            "file": self.file_name,
            "dry_run": self.dry_run,
            "read": self.read,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
            "refusals": [asdict(each) for each in self.refused],
            "notes": [asdict(each) for each in self.notes],
        }


def import_candidates(
    session: Session,
    path: Path,
    dry_run: bool = False,
    *,
    user: User | None = None,
    now: datetime | None = None,
) -> ImportReport:
    """Bring a candidate export in; the same file again changes nothing.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    now = now or utc_now()
    with readers(path) as pool, collector_paused():
        sheet = open_candidates(path)
        loaded = load_sheet(session, sheet, now, dry_run=dry_run, pool=pool)
    report = ImportReport(
        kind=ImportKind.CANDIDATES,
        file_name=path.name,
        dry_run=dry_run,
        created=loaded.created,
        updated=loaded.updated,
        unchanged=loaded.unchanged,
        refused=sheet.rejected,
        notes=(*sheet.notes, *loaded.notes),
    )
    if not dry_run:
        _write_journal(session, report, path, user, now)
    return report


def import_offers(
    session: Session,
    path: Path,
    coder: OccupationCoder,
    dry_run: bool = False,
    *,
    user: User | None = None,
    now: datetime | None = None,
) -> ImportReport:
    """Bring offers in, to be reviewed; the same file again changes nothing.

    An offer that a person has reviewed or opened is never overwritten: a new wording of its
    source is told in the notes.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    now = now or utc_now()
    batch = read_offers(path)
    rows = [raw.row for raw in batch.offers]
    plan = _plan_offers(session, list(zip(rows, parse_offers(batch.offers, coder), strict=True)))
    headers = (Rejected(1, name, "colonne inconnue") for name in batch.unknown_headers)
    report = ImportReport(
        kind=ImportKind.OFFERS,
        file_name=path.name,
        dry_run=dry_run,
        created=len(plan.created),
        updated=len(plan.updated),
        unchanged=plan.unchanged,
        refused=(*batch.rejected, *plan.refused),
        notes=(*batch.notes, *headers, *plan.notes),
    )
    if not dry_run:
        _write_offers(session, plan, path.name, user, now)
        _write_journal(session, report, path, user, now)
    return report


@dataclass(frozen=True, slots=True)
class _OfferPlan:
    created: list[tuple[str, ParsedOffer]]
    updated: list[tuple[Offer, ParsedOffer]]
    unchanged: int
    refused: list[Rejected]
    notes: list[Rejected]


def _plan_offers(session: Session, offers: Sequence[tuple[int, ParsedOffer]]) -> _OfferPlan:
    """Compare parsed offers, each with its row, with the base; writes nothing."""
    refused: list[Rejected] = []
    taken: dict[str, tuple[int, ParsedOffer]] = {}
    for row, parsed in offers:
        try:
            reference = reference_of(parsed)
        except InputRefusedError as error:
            refused.append(Rejected(row, "Référence", str(error)))
            continue
        if reference in taken:
            first = taken[reference][0]
            refused.append(Rejected(row, "Référence", f"« {reference} » déjà lue, ligne {first}"))
        else:
            taken[reference] = (row, parsed)
    known = _known_offers(session, list(taken))
    created, updated, notes, unchanged = [], [], [], 0
    for reference, (row, parsed) in taken.items():
        offer = known.get(reference)
        notes += [Rejected(row, warning.field, warning.message) for warning in parsed.warnings]
        if offer is None:
            created.append((reference, parsed))
        elif offer.content_hash == record_hash(parsed):
            unchanged += 1
        elif offer.reviewed_at is None and offer.state is OfferState.TO_REVIEW:
            updated.append((offer, parsed))
        else:
            unchanged += 1
            reason = f"« {reference} » est déjà relue : la nouvelle version n'est pas reprise"
            notes.append(Rejected(row, "Référence", reason))
    return _OfferPlan(created, updated, unchanged, refused, notes)


def _known_offers(session: Session, references: Sequence[str]) -> dict[str, Offer]:
    known: dict[str, Offer] = {}
    for start in range(0, len(references), CHUNK):
        names = references[start : start + CHUNK]
        for offer in session.scalars(select(Offer).where(Offer.reference.in_(names))):
            known[offer.reference] = offer
    return known


def _write_offers(
    session: Session, plan: _OfferPlan, file_name: str, user: User | None, now: datetime
) -> None:
    collector = None if user is None else user.id
    created = [
        (
            Offer(
                reference=reference,
                source_name=file_name,
                state=OfferState.TO_REVIEW,
                version=1,
                collected_by_id=collector,
                created_at=now,
            ),
            parsed,
        )
        for reference, parsed in plan.created
    ]
    for offer, _ in plan.updated:
        offer.version += 1
        offer.source_name = file_name
    write_sources(session, [*created, *plan.updated], now)
    session.add_all(event for offer, _ in created for event in first_events(offer, now))
    session.flush()


def _write_journal(
    session: Session, report: ImportReport, path: Path, user: User | None, now: datetime
) -> None:
    session.add(
        ImportRun(
            kind=report.kind,
            file_name=report.file_name,
            file_hash=hashlib.sha256(path.read_bytes()).hexdigest(),
            at=now,
            actor_id=None if user is None else user.id,
            read=report.read,
            created=report.created,
            updated=report.updated,
            unchanged=report.unchanged,
            refused=len(report.refused),
            refusals=[asdict(each) for each in report.refused],
        )
    )
    session.flush()
