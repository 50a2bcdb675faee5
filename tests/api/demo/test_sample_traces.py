"""Every value read from the sample files is traced: to its words, or to a key of the file.

A value is of a key where it goes, or comes from the words, once the keys of its row are taken
away. What is of neither would be made up: there is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from api.services.offer_review import first_review, is_within, reviewed_fields
from api.services.reading import parse_some
from ingestion.offers import read_offers
from ingestion.offers.raw import Origin, RawOffer
from ingestion.records import ParsedOffer
from models.vocabulary import ReviewStatus

SAMPLES = Path(str(files("api.demo").joinpath("samples")))
ARRIVAL = "details.channel"
"""How the offer reached us: of the file itself, not of its words nor of its keys."""
CODED = ("occupation.rome", "domain")
"""The trade and its domain: of a key, or coded from the title with a confidence."""


@dataclass(frozen=True, slots=True)
class Read:
    """An offer of a sample: as it came, as it is read, and as its words alone are read."""

    name: str
    raw: RawOffer
    offer: ParsedOffer
    bare: ParsedOffer


@pytest.fixture(scope="module")
def read() -> list[Read]:
    raws = [(path.name, raw) for path in sorted(SAMPLES.iterdir()) for raw in offers_of(path)]
    whole = parse_some([raw for _, raw in raws])
    bare = parse_some([replace(raw, fields={}, spans={}) for _, raw in raws])
    return [
        Read(name, raw, *both)
        for (name, raw), both in zip(raws, zip(whole, bare, strict=True), strict=True)
    ]


def offers_of(path: Path) -> Iterator[RawOffer]:
    yield from read_offers(path).offers


def filled(offer: ParsedOffer) -> dict[str, Any]:
    """Every reviewed field that holds a value."""
    return {name: value for name, value in reviewed_fields(offer) if value not in (None, [])}


def is_evidenced(offer: ParsedOffer, field: str) -> bool:
    return any(is_within(field, each) or is_within(each, field) for each in offer.evidence)


def is_of_a_key(each: Read, field: str, value: Any) -> bool:
    """Without the keys of the row, the words alone do not give this value unseen."""
    if field in CODED:
        return each.offer.occupation.declared and not each.bare.occupation.declared
    group, _, place = field.rpartition(".")
    unseen = {
        name: other
        for name, other in filled(each.bare).items()
        if not is_evidenced(each.bare, name)
    }
    if place.isdigit():
        return value not in [other for name, other in unseen.items() if is_within(name, group)]
    return bool(unseen.get(field) != value)


def trace(each: Read, field: str, value: Any) -> str:
    """Where a value is from, in a word; "" where nothing says so."""
    if is_evidenced(each.offer, field):
        return "words"
    if field == "title":
        return "words" if value in each.offer.source_text else ""
    if field in CODED and not each.offer.occupation.declared:
        return "words" if each.offer.occupation.confidence else ""
    if field == ARRIVAL:
        return "file"
    return "key" if is_of_a_key(each, field, value) else ""


def test_every_value_of_every_sample_is_traced(read: list[Read]) -> None:
    traces = {
        (each.name, each.offer.title, field): trace(each, field, value)
        for each in read
        for field, value in filled(each.offer).items()
    }
    assert [where for where, found in traces.items() if not found] == []
    assert len(read) == 19
    assert len(traces) > 400
    assert {"words", "key"} <= set(traces.values())


def test_a_plain_text_owes_nothing_to_keys(read: list[Read]) -> None:
    texts = [each for each in read if each.raw.origin is Origin.TEXT]
    assert len(texts) == 5
    for each in texts:
        found = {trace(each, field, value) for field, value in filled(each.offer).items()}
        assert found == {"words", "file"}, each.name
        source = (SAMPLES / each.name).read_text("utf-8")
        assert each.offer.title in source, each.name
        assert all(seen.text in each.offer.source_text for seen in each.offer.evidence.values())


def test_every_evidence_is_the_very_words_of_its_offer(read: list[Read]) -> None:
    for each in read:
        for field, seen in each.offer.evidence.items():
            assert each.offer.source_text[seen.start : seen.end] == seen.text, (each.name, field)
            assert seen.text.strip(), (each.name, field)
            assert 0 < seen.confidence <= 1, (each.name, field)


def test_what_no_key_gave_waits_for_a_person_to_confirm_it(read: list[Read]) -> None:
    """A value of the words is never taken for one that the source gave as such."""
    for each in read:
        review = first_review(each.offer)
        for field, value in filled(each.offer).items():
            is_read = trace(each, field, value) == "words" and field != "title"
            assert (review[field] is ReviewStatus.EXTRACTED) == is_read, (each.name, field)
