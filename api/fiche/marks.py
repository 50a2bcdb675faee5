"""The source text cut at the words that were read, so that each value leads to its words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api.fiche.table import BOXES, box_of
from api.fiche.values import value_at
from api.services.offer_review import is_within
from ingestion.records import Evidence, ParsedOffer

ALERTS = "alertes"
"""Where the words of an alert lead."""
_RANKS = {name: rank for rank, name in enumerate((*BOXES, ALERTS))}
LONGEST_QUOTE = 90
"""Characters of the words repeated beside a box."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the source text and the boxes read in it, in the order of the fiche.

    Without any, `anchor` is empty.

    A value whose words overlap another's is made of several parts.
    """

    text: str
    start: int
    anchor: str = ""
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """The words a box was read from, and where they begin on the page."""

    text: str
    anchor: str


def evidence_by_leaf(parsed: ParsedOffer) -> dict[str, Evidence]:
    """The evidence of an offer, that of a group (`pay`) shared with each value it gave."""
    found = dict(parsed.evidence)
    for box in BOXES.values():
        leaf = box.fields[0]
        if value_at(parsed, leaf) in (None, ()) or any(is_within(key, leaf) for key in found):
            continue
        group = next((key for key in parsed.evidence if leaf.startswith(f"{key}.")), None)
        if group is not None:
            found[leaf] = parsed.evidence[group]
    return found


def parts_of(
    text: str, evidence: Mapping[str, Evidence], alerts: Collection[tuple[int, int]] = ()
) -> tuple[Part, ...]:
    """The text cut wherever the words of a value, or of an alert, begin or end, in order.

    Spans that do not lie in the text, and values that no box shows, are left out.
    """
    told = [(start, end, ALERTS) for start, end in alerts if 0 <= start < end <= len(text)]
    spans = sorted([*_spans(text, evidence), *told])
    cuts = sorted({0, len(text), *(cut for start, end, _ in spans for cut in (start, end))})
    parts: list[Part] = []
    waiting = 0
    open_spans: list[tuple[int, int, str]] = []
    for start, end in pairwise(cuts):
        while waiting < len(spans) and spans[waiting][0] <= start:
            open_spans.append(spans[waiting])
            waiting += 1
        open_spans = [span for span in open_spans if span[1] > start]
        boxes = tuple(sorted({span[2] for span in open_spans}, key=_RANKS.__getitem__))
        anchor = f"lu-{len(parts) + 1}" if boxes else ""
        parts.append(Part(text[start:end], start, anchor, boxes))
    return tuple(parts)


def marks_of(
    text: str, evidence: Mapping[str, Evidence], parts: Sequence[Part]
) -> dict[str, list[Mark]]:
    """For each box, the words it was read from, in the order of the text; each place once."""
    anchors = {part.start: part.anchor for part in parts if part.anchor}
    marks: dict[str, list[Mark]] = {}
    for start, end, box in sorted(set(_spans(text, evidence))):
        marks.setdefault(box, []).append(Mark(_quote(text[start:end]), anchors[start]))
    return marks


def _spans(text: str, evidence: Mapping[str, Evidence]) -> list[tuple[int, int, str]]:
    found = []
    for field, each in evidence.items():
        box = box_of(field)
        if box is not None and 0 <= each.start < each.end <= len(text):
            found.append((each.start, each.end, box))
    return sorted(found)


def _quote(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1].rstrip()}…"
