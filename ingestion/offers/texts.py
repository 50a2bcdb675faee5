"""Text to raw offers, the same way wherever it was: pasted, in a file, in a message."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ingestion.mending import mend
from ingestion.offers.bulletin_cuts import Line, lines_of
from ingestion.offers.bulletins import split
from ingestion.offers.forms import Form, label_at, read_form
from ingestion.offers.headline import headline
from ingestion.offers.mails import SIGNATURE, open_letter
from ingestion.offers.raw import OfferBatch, Origin, RawOffer
from ingestion.offers.titles import is_heading, is_title
from ingestion.records import Rejected
from models.fiche import Channel

LONGEST_TITLE = 150
"""Characters: a longer first line is a paragraph, and its beginning serves as the title."""
AROUND = "———— Autour de l'offre ————"
"""Stands above what is kept with an offer without being its own words."""
DOUBT = (
    "Ce texte semble tenir plusieurs offres, sans coupure sûre : il est gardé en une seule. "
    "Séparez-les par une ligne de tirets pour les faire lire une à une."
)
_NUMBERING = re.compile(
    r"^\W{0,6}(?:(?:offre|poste|annonce|mission)s?\s?(?:n°\s?)?\d{1,3}|n°\s?\d{1,3}|\d{1,2})"
    r"\s?[.):°–—/-]\s{0,3}(?=\S)|^[\s•·*▪●■✓➢►>–-]{1,8}(?=\w)",
    re.IGNORECASE,
)
_TITLE_STOPS = re.compile(r"\s?[,;:(]|\s[–—-]\s|\.\s")


@dataclass(frozen=True, slots=True)
class Around:
    """What is kept with an offer: (French name, words), in order."""

    parts: tuple[tuple[str, str], ...] = ()

    def after(self, more: Sequence[tuple[str, str]]) -> "Around":
        """These parts, those of `more` before them; blank ones left out."""
        return Around(tuple((n, w.strip()) for n, w in (*more, *self.parts) if w.strip()))

    @property
    def text(self) -> str:
        """As written under the words of an offer: the signature first, after `-- `."""
        signed = [f"-- \n{words}" for name, words in self.parts if name == SIGNATURE]
        others = [f"[{name}]\n{words}" for name, words in self.parts if name != SIGNATURE]
        if others:
            others.insert(0, AROUND)
        return "\n".join([*signed, *others])


def clean(text: str) -> str:
    """One newline a line end, neither byte order mark nor null character."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")


def offers_of_text(
    text: str,
    *,
    subject: str = "",
    breaks: Sequence[int] = (),
    around: Around = Around(),
    channel: Channel | None = None,
) -> OfferBatch:
    """Every offer of a text: one, or those of a bulletin; a message is parted first.

    Parameters
    ----------
    text : lines parted by newlines
    subject : object of the message or title of the page; "" where there is none
    breaks : offsets in `text` where a page, a section or a message begins
    around : what came with the text, kept with each offer
    channel : how the text reached us, where that is known
    """
    right = mend(text)
    text, breaks = right.text, [right.moved(at) for at in breaks]
    letter = open_letter(text, subject)
    if channel is None and letter.is_message:
        channel = Channel.MAIL
    body = letter.body
    offset = text.find(body)
    inside = [at - offset for at in breaks if 0 < at - offset < len(body)] if offset >= 0 else []
    found = split(body, inside)
    common = [("Texte commun", body[start:end]) for start, end in found.around]
    kept = around.after([*letter.around, *common])
    if len(found.blocks) == 1:
        offer = _offer(body, kept, letter.subject, _single_title)
        doubt = (Rejected(1, "texte", DOUBT),) if found.is_doubtful else ()
        return OfferBatch((replace(offer, channel=channel, mended=right.count),), notes=doubt)
    lines = lines_of(body)
    offers = []
    for row, (start, end) in enumerate(found.blocks, start=1):
        offer = _offer(body[start:end], kept, "", _part_title)
        told = offer.reference or _reference([x for x in lines if start <= x.start < end])
        kind = Channel.AGENCY
        offers.append(replace(offer, reference=told, row=row, channel=kind, mended=right.count))
    return OfferBatch(tuple(offers))


def offer_of_text(text: str) -> RawOffer:
    """The text as one offer, whatever it holds; its message and its signature are parted."""
    right = mend(text)
    letter = open_letter(right.text)
    channel = Channel.MAIL if letter.is_message else None
    around = Around().after(letter.around)
    offer = _offer(letter.body, around, letter.subject, _single_title)
    return replace(offer, channel=channel, mended=right.count)


Titler = Callable[[str, str], tuple[str, bool]]
"""(words, subject) -> title, and whether it is the first line of the words as it stands."""


def _offer(block: str, around: Around, subject: str, titler: Titler) -> RawOffer:
    whole = block.strip()
    form = read_form(whole)
    if form.is_form:
        return with_around(_from_form(whole, form, subject, titler), around)
    title, is_first_line = titler(whole, subject)
    lines = whole.split("\n", 1)
    left = lines[1].strip() if len(lines) > 1 else ""
    return with_around(RawOffer(title, left if is_first_line else whole), around)


def _single_title(whole: str, subject: str) -> tuple[str, bool]:
    title, is_first_line = headline(whole, subject)
    if len(title) > LONGEST_TITLE:
        return title[:LONGEST_TITLE].rsplit(" ", 1)[0], False
    return title, is_first_line


def _part_title(whole: str, subject: str) -> tuple[str, bool]:
    """The title of one offer of several: without its number, its bullet, or what follows it."""
    title, is_first_line = _single_title(whole, subject)
    short = _NUMBERING.sub("", title, count=1)
    if "\n" not in whole:
        stop = _TITLE_STOPS.search(short, 3)
        short = short[: stop.start()] if stop else short
    return (short, False) if short.strip() and short != title else (title, is_first_line)


def _from_form(whole: str, form: Form, subject: str, titler: Titler) -> RawOffer:
    """An offer whose labels are those of the sheet."""
    values = form.values(whole)
    heading = whole.split("\n", 1)[0]
    title = " ".join(values.get("Intitulé", "").split())
    if not title:
        title = _title_beside(whole, form, subject, titler)
    elif not is_title(title) and is_title(heading) and label_at(heading, 0, len(heading)) is None:
        title = heading.strip()
    title = title[:LONGEST_TITLE]
    shift = len(title) + 1
    unread = [(shift + start, shift + end) for start, end in form.unread()]
    if is_heading(heading) or heading.strip() == title:
        unread.insert(0, (shift, shift + len(heading)))
    return RawOffer(
        title,
        whole,
        origin=Origin.SHEET,
        reference=values.get("Référence"),
        fields=values,
        spans={name: (shift + start, shift + end) for name, (start, end) in form.spans().items()},
        unread=tuple(unread),
    )


def _title_beside(whole: str, form: Form, subject: str, titler: Titler) -> str:
    """The title of a form that has no label for it: among the words that no label took."""
    left = RawOffer("", whole, unread=tuple((a + 1, b + 1) for a, b in form.unread())).prose
    lines = [line for line in left.split("\n") if not is_heading(line)]
    return titler("\n".join(lines), subject)[0]


def with_around(offer: RawOffer, around: Around) -> RawOffer:
    """The offer with what came around it under its words, marked as not its own."""
    words = around.text
    if not words:
        return offer
    description = f"{offer.description}\n{words}" if offer.description else words
    end = len(offer.title) + 1 + len(description)
    start = end - len(words)
    return replace(
        offer,
        description=description,
        unread=(*offer.unread, (start, end)),
        around_start=start if offer.around_start is None else offer.around_start,
    )


def _reference(lines: Sequence[Line]) -> str | None:
    """The reference that one of the lines gives, as written."""
    for line in lines:
        if line.reference is not None:
            at = line.folded.find(line.reference)
            return line.text[at : at + len(line.reference)]
    return None
