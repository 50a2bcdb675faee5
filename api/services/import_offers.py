"""Offer files into the base, to be reviewed: idempotent, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.guessed_title import with_title_to_confirm
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
from api.services.offers import find_offer, first_events, reference_of, references, taken_as
from ingestion.normalise import fold
from ingestion.offers import OccupationCoder, OfferBatch, RawOffer, parse_offers, read_offers_data
from ingestion.offers.raw import Origin
from ingestion.offers.sheet import table_offers
from ingestion.plain import record_hash, storable
from ingestion.readers.files import file_bytes
from ingestion.readers.tabular import MOST_FILE_BYTES
from ingestion.records import ParsedOffer, Rejected
from models.base import utc_now
from models.errors import InputRefusedError
from models.journal import ImportKind
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState

KINDS = {"tableur": (".csv", ".tsv", ".xlsx", ".xls"), "json": (".json", ".jsonl")}
"""Kinds of files that one source sends in several forms."""
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
    parsed = parse_offers(batch.offers, coder)
    rows = [_with_row(raw, each) for raw, each in zip(batch.offers, parsed, strict=True)]
    plan = _plan_offers(session, rows, incoming.name)
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


def _with_row(raw: RawOffer, parsed: ParsedOffer) -> tuple[int, ParsedOffer]:
    """The row of an offer and the offer; a title guessed in a text is to be confirmed."""
    return raw.row, with_title_to_confirm(parsed) if raw.origin is Origin.TEXT else parsed


def _plan_offers(
    session: Session, offers: Sequence[tuple[int, ParsedOffer]], file_name: str
) -> _OfferPlan:
    """Compare parsed offers, each with its row, with the base; writes nothing."""
    refused: list[Rejected] = []
    named: list[tuple[int, ParsedOffer, str]] = []
    for row, parsed in offers:
        try:
            named.append((row, parsed, reference_of(parsed)))
        except InputRefusedError as error:
            refused.append(Rejected(row, "Référence", str(error)))
    places = _Places(session, file_name, _known_offers(session, [told for _, _, told in named]))
    created, updated, notes, unchanged = [], [], [], 0
    for row, parsed, told in named:
        reference, offer = places.take(row, parsed, told)
        if reference is None:
            reason = f"« {told} » déjà lue, ligne {places.first_row(told)}"
            refused.append(Rejected(row, "Référence", reason))
            continue
        notes += [Rejected(row, warning.field, warning.message) for warning in parsed.warnings]
        if offer is None:
            created.append((reference, parsed))
            if reference != told:
                words = taken_as(parsed.title, told, reference)
                notes.append(Rejected(row, "Référence", words))
        elif offer.content_hash == record_hash(parsed):
            unchanged += 1
        elif offer.reviewed_at is None and offer.state is OfferState.TO_REVIEW:
            updated.append((offer, parsed))
        else:
            unchanged += 1
            reason = f"« {reference} » est déjà relue : la nouvelle version n'est pas reprise"
            notes.append(Rejected(row, "Référence", reason))
    return _OfferPlan(created, updated, unchanged, refused, notes)


class _Places:
    """Which offer of the base each row is; rows of one reference that differ are each taken."""

    def __init__(self, session: Session, file_name: str, known: dict[str, Offer]) -> None:
        self._session = session
        self._file_name = file_name
        self._known = known
        self._taken: dict[str, tuple[int, ParsedOffer]] = {}

    def take(self, row: int, parsed: ParsedOffer, told: str) -> tuple[str | None, Offer | None]:
        """Where this row goes, with the offer that is there; (None, None): it is a repeat."""
        for reference in references(told):
            if reference in self._taken:
                if self._taken[reference][1] == parsed:
                    break
                continue
            offer = self._known.get(reference)
            if offer is None and reference != told:
                offer = find_offer(self._session, reference)
            if offer is None or _is_same(offer, parsed, self._file_name):
                self._taken[reference] = (row, parsed)
                return reference, offer
        return None, None

    def first_row(self, told: str) -> int:
        """The row that took this reference first."""
        return self._taken[told][0]


def _is_same(offer: Offer, parsed: ParsedOffer, file_name: str) -> bool:
    """Whether an offer of the base of this reference is this one, maybe in other words.

    A reference counts for one kind of source only, and for one employer.
    """
    if offer.source_text == storable(parsed.source_text):
        return True
    if offer.source_name is None or _kind(offer.source_name) != _kind(file_name):
        return False
    known, told = fold(offer.original["employer"]["name"] or ""), fold(parsed.employer.name or "")
    return not known or not told or known == told


def _kind(file_name: str) -> str:
    suffix = PurePath(file_name).suffix.lower()
    return next((kind for kind, suffixes in KINDS.items() if suffix in suffixes), suffix)


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
