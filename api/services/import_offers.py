"""Offer files into the base, to be reviewed: idempotent, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.import_profiles import has_profiles
from api.services.import_report import (
    Act,
    ImportReport,
    Incoming,
    Taken,
    profile_note,
    with_columns,
    write_journal,
)
from api.services.offer_rows import write_sources
from api.services.offers import first_events, reference_of
from ingestion.offers import OccupationCoder, OfferBatch, parse_offers, read_offers_data
from ingestion.offers.sheet import table_offers
from ingestion.plain import record_hash
from ingestion.readers.files import file_bytes
from ingestion.readers.tabular import MOST_FILE_BYTES
from ingestion.records import ParsedOffer, Rejected
from models.base import utc_now
from models.errors import InputRefusedError
from models.journal import ImportKind
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState

CHUNK = 500
"""References in one `IN (...)`."""


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
    source is told in the notes. Columns saved for such a header row are applied.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    incoming = Incoming(path.name, file_bytes(path, MOST_FILE_BYTES))
    act = Act(user, now or utc_now(), dry_run)
    return take_offers(session, incoming, coder, act).report


def take_offers(session: Session, incoming: Incoming, coder: OccupationCoder, act: Act) -> Taken:
    """Bring offers in, a sheet with its columns as decided, saved or matched by name.

    Raises
    ------
    InputRefusedError : the file as a whole cannot be read
    """
    incoming, batch = _offer_batch(session, incoming)
    rows = [raw.row for raw in batch.offers]
    plan = _plan_offers(session, list(zip(rows, parse_offers(batch.offers, coder), strict=True)))
    headers = (Rejected(1, name, "colonne inconnue") for name in batch.unknown_headers)
    report = ImportReport(
        kind=ImportKind.OFFERS,
        file_name=incoming.name,
        dry_run=act.is_trial,
        created=len(plan.created),
        updated=len(plan.updated),
        unchanged=plan.unchanged,
        refused=(*batch.rejected, *plan.refused),
        notes=(*profile_note(incoming), *batch.notes, *headers, *plan.notes),
        profile=incoming.profile,
    )
    run = None
    if not act.is_trial:
        _write_offers(session, plan, incoming.name, act.user, act.now)
        run = write_journal(session, report, incoming.data, act)
    return Taken(report, incoming.table, run=run)


def _offer_batch(session: Session, incoming: Incoming) -> tuple[Incoming, OfferBatch]:
    """The offers of a file: with the columns decided or saved, else as the readers find them."""
    if incoming.decided is None and has_profiles(session, ImportKind.OFFERS):
        try:
            known = with_columns(session, ImportKind.OFFERS, incoming)
        except InputRefusedError:
            known = incoming  # no table: a document, which its own reader takes
        incoming = known if known.decided is not None else incoming
    if incoming.table is None or incoming.decided is None:
        return incoming, read_offers_data(incoming.data, incoming.name)
    mapping = dict(zip(incoming.table.header, incoming.decided, strict=True))
    return incoming, table_offers(incoming.table, mapping)


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
