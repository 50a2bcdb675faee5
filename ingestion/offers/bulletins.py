"""One document that holds several offers (a bulletin): where each begins, and what is common.

A text is cut only where every part reads as an offer by itself: a title and facts of a post, or
the labels of a form. Otherwise it stays whole, with a doubt told where several titles stand.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingestion.normalise import find_communes
from ingestion.offers.bulletin_cuts import CUTS, Cut, Line, facts_of, lines_of
from ingestion.offers.forms import label_at
from ingestion.offers.titles import is_title, same_post

MOST_OFFERS = 200
LEAST_LABELS = 3
TITLE_WITHIN = 4
"""Lines of a part among which its title stands."""
_CONTACT = re.compile(
    r"@|\b0[1-9](?:[ .-]?\d\d){4}\b|\b(?:pour postuler|contact|postul|candidature|cordialement"
    r"|agence|retrouvez|suivez|merci|envoye[rz]|cv)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Split:
    """`blocks` are (start, end) of each offer in the text; `around` what is common to all, in
    order; `is_doubtful` when several titles stand in a text that was kept whole."""

    blocks: tuple[tuple[int, int], ...]
    around: tuple[tuple[int, int], ...] = ()
    is_doubtful: bool = False


def split(text: str, breaks: Sequence[int] = ()) -> Split:
    """Find the offers of a text; linear in its length.

    Parameters
    ----------
    text : lines parted by newlines
    breaks : offsets where a page, a section or a message begins
    """
    lines = lines_of(text, breaks)
    whole = Split(((0, len(text)),))
    if len(lines) < 2:
        return whole
    for cut in CUTS:
        found = cut(lines)
        if 2 <= len(found.starts) <= MOST_OFFERS:
            made = _validated(text, lines, found)
            if made is not None:
                return made
    return Split(whole.blocks, is_doubtful=_is_doubtful(lines))


def _validated(text: str, lines: Sequence[Line], cut: Cut) -> Split | None:
    """The split, if every part is an offer; the last part loses what is common to all."""
    starts = list(cut.starts)
    bounds = [*starts[1:], len(lines) if cut.end is None else cut.end]
    parts = [_without_rules(lines, first, last) for first, last in zip(starts, bounds, strict=True)]
    least = cut.least_facts
    while len(parts) > 2 and _is_footer(lines, parts[-1], least):
        parts.pop()
    parts[-1] = _without_footer(lines, parts[:-1], parts[-1])
    if not cut.is_sure and not all(_is_offer(lines, part, 0) for part in parts):
        return None
    if sum(_is_offer(lines, part, least) for part in parts) < cut.least_share * len(parts):
        return None
    if not cut.is_sure and _says_one_post_twice(lines, parts):
        return None
    blocks = tuple((lines[first].start, lines[last - 1].end) for first, last in parts)
    around = ((0, blocks[0][0]), (blocks[-1][1], len(text)))
    return Split(blocks, tuple(span for span in around if text[span[0] : span[1]].strip()))


def _says_one_post_twice(lines: Sequence[Line], parts: Sequence[tuple[int, int]]) -> bool:
    """Whether a part only repeats the title of the one before; forms may share a title."""
    return any(
        not (_is_form(lines, before) and _is_form(lines, after))
        and any(
            same_post(first, second)
            for first in _titles_of(lines, before)
            for second in _titles_of(lines, after)
        )
        for before, after in itertools.pairwise(parts)
    )


def _is_form(lines: Sequence[Line], part: tuple[int, int]) -> bool:
    inside = [line.text for line in lines[part[0] : part[1]]]
    return sum(label_at(text, 0, len(text)) is not None for text in inside) >= LEAST_LABELS


def _titles_of(lines: Sequence[Line], part: tuple[int, int]) -> list[str]:
    inside = [line for line in lines[part[0] : part[1]] if not line.is_blank]
    return [x.text for x in inside[:TITLE_WITHIN] if x.is_title or x.is_numbered_title]


def _without_rules(lines: Sequence[Line], first: int, last: int) -> tuple[int, int]:
    while last - 1 > first and (lines[last - 1].is_blank or lines[last - 1].is_rule):
        last -= 1
    while first < last - 1 and (lines[first].is_blank or lines[first].is_rule):
        first += 1
    return first, last


def _is_offer(lines: Sequence[Line], part: tuple[int, int], least_facts: int) -> bool:
    inside = [line for line in lines[part[0] : part[1]] if not line.is_blank]
    headers = {label[0] for line in inside if (label := label_at(line.text, 0, len(line.text)))}
    if len(headers) >= LEAST_LABELS and headers & {"Intitulé", "Missions"}:
        return True
    titled = any(line.is_title or line.is_numbered_title for line in inside[:TITLE_WITHIN])
    if not titled and "Intitulé" not in headers:
        return False
    words = "\n".join(line.text for line in inside)
    kinds = facts_of(words)
    if len(kinds) == least_facts - 1 and find_communes(words):
        kinds |= {"place"}
    return len(kinds) >= least_facts


def _is_footer(lines: Sequence[Line], part: tuple[int, int], least_facts: int) -> bool:
    """Whether a part tells whom to answer and is no offer."""
    return _tells_contact(lines, part) and not _is_offer(lines, part, least_facts)


def _without_footer(
    lines: Sequence[Line], others: Sequence[tuple[int, int]], part: tuple[int, int]
) -> tuple[int, int]:
    """The last part without its last paragraph, where that tells whom to answer about all."""
    first, last = part
    if any(_tells_contact(lines, other) for other in others):
        return part
    for at in range(last - 1, first, -1):
        if lines[at].is_blank or lines[at].is_rule:
            tail = (at + 1, last)
            if _tells_contact(lines, tail) and not any(x.is_title for x in lines[at + 1 : last]):
                part = _without_rules(lines, first, at)
                return part if part[1] > part[0] else (first, last)
            return first, last
    return part


def _tells_contact(lines: Sequence[Line], part: tuple[int, int]) -> bool:
    return any(_CONTACT.search(line.text) for line in lines[part[0] : part[1]])


def _is_doubtful(lines: Sequence[Line]) -> bool:
    """Whether three titles or more open paragraphs of a text that could not be cut."""
    titles = {
        line.folded.strip()
        for before, line in zip([None, *lines], lines, strict=False)
        if line.is_marked and is_title(line.text) and (before is None or before.is_blank)
    }
    return len(titles) >= 3
