"""The correction form of an offer: from values to boxes and back, with errors in words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from api.boxes import NO, YES, BoxReader, FormError
from api.fiche.kinds import Box, Kind
from api.fiche.needs import Occupations, own_boxes, own_boxes_as_typed, own_values
from api.fiche.table import BOXES
from api.fiche.values import evidence_kept, value_at, with_values
from api.schemas import OfferForm
from ingestion.records import ParsedOffer
from models.vocabulary import Domain

MONEY = ("pay_min", "pay_max")
PLAIN = tuple(box for box in BOXES.values() if box.kind is not Kind.OWN)


def boxes_of(offer: ParsedOffer) -> dict[str, Any]:
    """What the boxes show for an offer: text or lists of text, by box."""
    plain = {box.name: _shown(box, value_at(offer, box.fields[0])) for box in PLAIN}
    return {**plain, **own_boxes(offer)}


def boxes_as_typed(form: OfferForm) -> dict[str, Any]:
    """What the boxes show after a refusal: exactly what was typed."""
    plain = {box.name: getattr(form, box.name) for box in PLAIN}
    return {**plain, **own_boxes_as_typed(form)}


def read_form(
    form: OfferForm, offer: ParsedOffer, known: Occupations
) -> tuple[ParsedOffer, tuple[FormError, ...]]:
    """The offer as corrected, and what could not be read.

    Parameters
    ----------
    known : labels and domains of ROME codes

    A value that is unchanged keeps its evidence; a changed one loses it, as nothing in the
    text says it any more. With errors, the offer returned is not to be saved.
    """
    reader = BoxReader()
    if not form.title:
        reader.complain("title", "Donnez un intitulé.")
    values: dict[str, Any] = own_values(reader, form, offer, known)
    values.update((box.fields[0], _value(reader, box, form, offer)) for box in PLAIN)
    values["title"] = form.title or offer.title
    values["domain"] = _domain(values, offer, known)
    corrected: ParsedOffer = with_values(offer, values)
    return replace(corrected, evidence=evidence_kept(offer, corrected)), tuple(reader.errors)


def _value(reader: BoxReader, box: Box, form: OfferForm, offer: ParsedOffer) -> Any:
    """The value of a box; one that still shows what it showed keeps its value, however odd."""
    current, typed = value_at(offer, box.fields[0]), getattr(form, box.name)
    return current if typed == _shown(box, current) else _read(reader, box, typed)


def _domain(values: Mapping[str, Any], offer: ParsedOffer, known: Occupations) -> Domain:
    """The domain chosen; where it was left as it was, that of another occupation follows it."""
    chosen: Domain = values["domain"] or offer.domain
    rome = values["occupation"].rome
    is_other = rome is not None and rome != offer.occupation.rome
    return known.domain(rome) if is_other and chosen is offer.domain else chosen


def _shown(box: Box, value: Any) -> Any:
    if box.kind is Kind.MANY:
        return [each.value for each in value]
    if box.kind is Kind.LINES:
        return "\n".join(value)
    if value is None:
        return ""
    if box.kind is Kind.FLAG:
        return YES if value else NO
    if box.kind is Kind.NUMBER:
        is_cents = box.name in MONEY and value != round(value)
        return (f"{value:.2f}" if is_cents else f"{value:.10g}").replace(".", ",")
    if box.kind is Kind.CLOCK:
        assert isinstance(value, time)
        return value.strftime("%H:%M")
    return str(value)


def _read(reader: BoxReader, box: Box, typed: Any) -> Any:
    """The value of a box of a plain kind."""
    if box.kind in _READERS:
        return _READERS[box.kind](reader, box.name, typed)
    if box.kind is Kind.NUMBER:
        return reader.number(box.name, typed, box.low, box.high)
    if box.kind is Kind.WHOLE:
        return reader.whole(box.name, typed, int(box.low), int(box.high))
    if box.kind is Kind.CHOICE:
        return reader.one_of(box.name, typed, box.options)
    if box.kind is Kind.MANY:
        return reader.some_of(box.name, typed, box.options)
    return reader.flag(box.name, typed)


_READERS: Mapping[Kind, Callable[[BoxReader, str, Any], object]] = {
    Kind.LINE: BoxReader.line,
    Kind.LINES: BoxReader.lines,
    Kind.DAY: BoxReader.day,
    Kind.CLOCK: BoxReader.clock,
    Kind.PHONE: BoxReader.phone,
    Kind.MAIL: BoxReader.mail,
    Kind.SIRET: BoxReader.siret,
}
