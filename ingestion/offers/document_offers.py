"""Documents to raw offers: postings of a page, rows of a table, text, and what came attached."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingestion.offers.bulletin_cuts import facts_of
from ingestion.offers.headers import OFFER_COLUMNS, match_headers
from ingestion.offers.job_posting import posting_offer
from ingestion.offers.mails import MESSAGE, SENDER, SIGNATURE, open_letter
from ingestion.offers.raw import OfferBatch, Origin, RawOffer
from ingestion.offers.sheet import table_offers
from ingestion.offers.texts import Around, offers_of_text, with_around
from ingestion.offers.titles import is_title
from ingestion.readers import tabular
from ingestion.readers.documents import Attachment, Document, DocumentKind, Table
from ingestion.readers.writing import row_line
from ingestion.records import Rejected
from models.errors import InputRefusedError
from models.fiche import Channel

LEAST_COLUMNS = 3
"""Columns of a table of offers that must be known, its title or missions among them."""
HEADER_WITHIN = 3
LEAST_ROWS = 2
"""Rows of a table that name a post for it to be one of offers."""
REST = "Reste du document"
UNREAD_ROWS = (
    "Des lignes d'un tableau qui nomment des postes n'ont pas été lues une à une : leur texte est "
    "gardé. Donnez des en-têtes aux colonnes (Poste, Lieu, Contrat), ou un classeur."
)
LEAST_FACTS = 2
"""Kinds of facts of a post without which an attachment is no offer (a CV, a brochure)."""
Reader = Callable[[bytes, str, int], OfferBatch]
"""(bytes, name, depth) -> the offers of a file: how attachments are read."""


def offers_of_document(document: Document, name: str, read: Reader, depth: int) -> OfferBatch:
    """The offers of a document; `depth` counts the messages around it.

    An e-mail whose attachments hold offers gives these, its own words kept with each.
    """
    notes = tuple(Rejected(1, name, note) for note in document.notes)
    if document.postings:
        offers = [posting_offer(each, row) for row, each in enumerate(document.postings, start=1)]
        return OfferBatch(tuple(offers), notes=notes)
    if document.kind is DocumentKind.MAIL:
        batch = _of_mail(document, read, depth)
    else:
        batch = _of_pages(document)
    return replace(batch, notes=(*notes, *batch.notes))


def _of_pages(document: Document) -> OfferBatch:
    table, rest = _table_of_offers(document)
    if table is None:
        batch = offers_of_text(
            document.text, subject=document.title, breaks=document.breaks, channel=Channel.FILE
        )
        return replace(batch, notes=(*batch.notes, *_left_unread(document.tables)))
    around = Around().after([(REST, rest)])
    channel = Channel.AGENCY if len(table.offers) > 1 else Channel.FILE
    kept = [replace(with_around(offer, around), channel=channel) for offer in table.offers]
    return replace(table, offers=tuple(kept))


def _left_unread(tables: Sequence[Table]) -> tuple[Rejected, ...]:
    """A note where tables name posts in rows that nothing read as offers."""
    rows = [row for table in tables for row in table.rows if len(row) >= LEAST_COLUMNS]
    named = sum(any(is_title(cell) for cell in row[:2]) for row in rows)
    return (Rejected(1, "tableau", UNREAD_ROWS),) if named >= LEAST_ROWS else ()


def _table_of_offers(document: Document) -> tuple[OfferBatch | None, str]:
    """One offer a row, where a table has the headers of the sheet, and the words left."""
    lines = document.text.split("\n")
    others: list[Table] = []
    offers: list[RawOffer] = []
    unknown: list[str] = []
    for table in document.tables:
        at = _header_row(table)
        if at is None:
            others.append(table)
            continue
        rows = tuple(enumerate(table.rows[at + 1 :], start=len(offers) + 1))
        batch = table_offers(tabular.Table(table.rows[at], rows))
        offers += batch.offers
        unknown += [each for each in batch.unknown_headers if each not in unknown]
        taken = {row_line(row) for row in table.rows[at:]}
        lines = [line for line in lines if line not in taken]
    if not offers:
        return None, document.text
    batch = OfferBatch(
        tuple(offers), unknown_headers=tuple(unknown), notes=_left_unread(tuple(others))
    )
    return batch, "\n".join(lines)


def _header_row(table: Table) -> int | None:
    for number, row in enumerate(table.rows[:HEADER_WITHIN]):
        names = set(match_headers(row)[0].values())
        if len(names) >= LEAST_COLUMNS and OFFER_COLUMNS & names and number + 1 < len(table.rows):
            return number
    return None


def _of_mail(document: Document, read: Reader, depth: int) -> OfferBatch:
    offers: list[RawOffer] = []
    rejected: list[Rejected] = []
    notes: list[Rejected] = []
    beside: list[tuple[str, str]] = []
    unknown: list[str] = []
    for attachment in document.attachments:
        batch = _attached(attachment, read, depth)
        rejected += batch.rejected
        notes += batch.notes
        if any(_is_offer(offer) for offer in batch.offers):
            offers += batch.offers
            unknown += batch.unknown_headers
        else:
            beside += [_beside(attachment, offer) for offer in batch.offers]
            notes += [Rejected(1, attachment.name, NO_OFFER)] if batch.offers else []
    if offers:
        body = Around().after([(MESSAGE, _whole_message(document, document.text)), *beside])
        kept = [
            replace(with_around(offer, body), row=row, channel=_mailed(offer.channel))
            for row, offer in enumerate(offers, start=1)
        ]
        notes += _left_unread(document.tables)
        return OfferBatch(tuple(kept), tuple(rejected), tuple(unknown), tuple(notes))
    table, rest = _table_of_offers(document)
    if table is not None:
        told = [*_parted(document, rest), *beside]
        channel = Channel.AGENCY if len(table.offers) > 1 else Channel.MAIL
        kept = [
            replace(with_around(offer, Around().after(told)), channel=channel)
            for offer in table.offers
        ]
        return replace(
            table,
            offers=tuple(kept),
            rejected=tuple(rejected),
            notes=tuple(dict.fromkeys((*notes, *table.notes))),
        )
    if not document.text.strip() and not document.title:
        rejected.append(Rejected(1, "message", "Le message est vide."))
        return OfferBatch((), tuple(rejected), (), tuple(notes))
    sender = [(SENDER, document.sender)]
    batch = offers_of_text(
        document.text,
        subject=document.title,
        breaks=document.breaks,
        around=Around().after([*sender, *beside]),
        channel=Channel.MAIL,
    )
    notes += [*batch.notes, *_left_unread(document.tables)]
    return OfferBatch(batch.offers, (*batch.rejected, *rejected), (), tuple(dict.fromkeys(notes)))


def _parted(document: Document, rest: str) -> list[tuple[str, str]]:
    """The words around the table of a message, its signature apart; a thread stays whole."""
    letter = open_letter(rest, document.title)
    if any(name != SIGNATURE for name, _ in letter.around):
        return [(MESSAGE, _whole_message(document, rest))]
    return [*letter.around, (MESSAGE, _whole_message(document, letter.body))]


NO_OFFER = "Aucune offre reconnue dans cette pièce jointe : son texte est gardé avec le message."


def _attached(attachment: Attachment, read: Reader, depth: int) -> OfferBatch:
    try:
        batch = read(attachment.data, attachment.name, depth + 1)
    except InputRefusedError as error:
        reason = str(error).removeprefix(f"{error.place} : ")
        return OfferBatch(rejected=(Rejected(1, attachment.name, reason),))
    return replace(
        batch,
        rejected=tuple(_named(each, attachment.name) for each in batch.rejected),
        notes=tuple(_named(each, attachment.name) for each in batch.notes),
    )


def _named(told: Rejected, name: str) -> Rejected:
    field = name if told.field in (name, "fichier", "") else f"{name} ({told.field})"
    return replace(told, field=field)


def _is_offer(offer: RawOffer) -> bool:
    if offer.origin is not Origin.TEXT:
        return True
    return len(facts_of(offer.read_text)) >= LEAST_FACTS


def _beside(attachment: Attachment, offer: RawOffer) -> tuple[str, str]:
    return f"Pièce jointe : {attachment.name}", offer.source_text


def _whole_message(document: Document, words: str) -> str:
    parts = [f"De : {document.sender}", f"Objet : {document.title}", words]
    return "\n".join(part for part in parts if not part.endswith(" : "))


def _mailed(channel: Channel | None) -> Channel:
    return Channel.AGENCY if channel is Channel.AGENCY else Channel.MAIL
