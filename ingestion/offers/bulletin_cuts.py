"""The manners in which a bulletin parts its offers, each as a way to find where they begin."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingestion.lexicon import read_rows
from ingestion.normalise import fold
from ingestion.offers.forms import label_at
from ingestion.offers.titles import is_capital, is_marked, is_title, opens_as_title

FACTS = "offer_facts.csv"
_RULE = re.compile(r"\s*(?:[-_=*~#•·—–+.]\s?){3,200}\s*")
_NUMBER = re.compile(
    r"[^a-z0-9\n]{0,6}(?P<word>(?:offre|poste|annonce|mission|besoin)s?)?"
    r" ?(?:n° ?|numero |#)?(?P<number>\d{1,3}) ?(?P<sign>[.)/:°–-]|$|(?= ))[^a-z0-9\n]{0,5}"
)
_REFERENCE = re.compile(
    r"\b(?:ref(?:erence)?s?|offre n°|n° d'offre)\.? ?(?:de l'offre|offre|interne)? ?"
    r"[:n°#.]{0,3} ?(?P<value>(?=[\w/-]{0,20}\d)[a-z0-9][\w/-]{2,20})"
)
_BULLET = re.compile(r"\s{0,8}[-–•·*▪●■✓➢►>]\s{0,4}(?=\S)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line and what it may be; `start:end` in the text, without its newline."""

    text: str
    folded: str
    start: int
    end: int
    is_blank: bool
    is_rule: bool
    is_title: bool
    is_marked: bool
    """A title that says that it is one: H/F or capitals."""
    begins_page: bool

    @property
    def number(self) -> tuple[int, bool] | None:
        """The number that opens the line, and whether a word says "offre n°"."""
        match = _NUMBER.match(self.folded)
        if match is None or (match["word"] is None and match["sign"] not in tuple(".)/:°–-")):
            return None
        return int(match["number"]), match["word"] is not None

    @property
    def is_numbered_title(self) -> bool:
        """Whether what follows the number reads as a title."""
        match = _NUMBER.match(self.folded)
        return match is not None and opens_as_title(self.folded[match.end() :])

    @property
    def reference(self) -> str | None:
        """The reference of an offer that the line gives."""
        match = _REFERENCE.search(self.folded)
        return match["value"] if match else None


@dataclass(frozen=True, slots=True)
class Cut:
    """Numbers of the lines where offers begin; `end` is where the last one ends (None: the end
    of the text). `is_sure` when the manner itself says that offers follow one another;
    `least_facts` kinds of facts of a post without which a part is no offer."""

    starts: tuple[int, ...] = ()
    end: int | None = None
    is_sure: bool = False
    least_facts: int = 2


def lines_of(text: str, breaks: Sequence[int] = ()) -> list[Line]:
    """Cut a text into lines that know what they may be."""
    pages = set(breaks)
    made: list[Line] = []
    start = 0
    for words in text.split("\n"):
        end = start + len(words)
        folded = fold(words)
        title = is_title(words)
        blank = not words.strip()
        rule = not blank and _RULE.fullmatch(words[:400]) is not None
        page = any(at in pages for at in range(start, end + 1)) if pages else False
        marked = title and is_marked(words)
        made.append(Line(words, folded, start, end, blank, rule, title, marked, page))
        start = end + 1
    return made


@lru_cache(maxsize=1)
def _facts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["pattern"])) for row in read_rows(FACTS))


def facts_of(text: str) -> frozenset[str]:
    """Kinds of facts of a post that a text holds."""
    folded = fold(text)
    return frozenset(kind for kind, pattern in _facts() if pattern.search(folded))


def by_labels(lines: Sequence[Line]) -> Cut:
    """Forms one after another: each begins at the first label that comes back."""
    labels = [
        (number, found[0])
        for number, line in enumerate(lines)
        if ":" in line.text and (found := label_at(line.text, 0, len(line.text)))
    ]
    counts = Counter(header for _, header in labels)
    if sum(count >= 2 for count in counts.values()) < 3:
        return Cut()
    opening = next((header for _, header in labels if counts[header] >= 2), None)
    starts = [_raised(lines, number) for number, header in labels if header == opening]
    return Cut(tuple(starts))


def _raised(lines: Sequence[Line], number: int) -> int:
    """The line of a title or of a number that stands just above the first label."""
    for at in range(number - 1, max(-1, number - 4), -1):
        line = lines[at]
        if line.is_blank or line.is_rule:
            continue
        is_head = line.is_title or line.number is not None or is_capital(line.text)
        return at if is_head and len(line.text) < 100 else number
    return number


def by_numbers(lines: Sequence[Line]) -> Cut:
    """`1. Cariste`, `Offre n° 2 : maçon`: numbers that follow one another from 1."""
    for needs_word in (True, False):
        starts: list[int] = []
        for number, line in enumerate(lines):
            found = line.number
            if found is None or found[1] is not needs_word or found[0] != len(starts) + 1:
                continue
            if needs_word or line.is_numbered_title:
                starts.append(number)
        if len(starts) >= 2:
            return Cut(tuple(starts), is_sure=needs_word, least_facts=1 if needs_word else 2)
    return Cut()


def by_references(lines: Sequence[Line]) -> Cut:
    """A reference in each offer: in its first lines, or in its last one."""
    places = [number for number, line in enumerate(lines) if line.reference is not None]
    values = {lines[number].reference for number in places}
    if len(places) < 2 or len(values) < len(places):
        return Cut()
    filled = [number for number, line in enumerate(lines) if not line.is_blank and not line.is_rule]
    order = {number: rank for rank, number in enumerate(filled)}
    titles = {number for number in filled if lines[number].is_title}
    starts = []
    for place in places:
        rank = order[place]
        near = [at for at in filled[max(0, rank - 2) : rank + 1] if at in titles]
        starts.append(near[0] if near else place)
    if all(start in titles or _followed_by_title(filled, order[start], titles) for start in starts):
        return Cut(tuple(starts), is_sure=True, least_facts=1)
    return _ended_by(filled, order, places, titles)


def _followed_by_title(filled: Sequence[int], rank: int, titles: set[int]) -> bool:
    return any(at in titles for at in filled[rank : rank + 2])


def _ended_by(
    filled: Sequence[int], order: dict[int, int], places: Sequence[int], titles: set[int]
) -> Cut:
    """Offers that end by their reference: each begins after that of the one before."""
    first = next((at for at in filled if at in titles), None)
    if first is None or first > places[0]:
        return Cut()
    following = [filled[order[at] + 1] for at in places[:-1] if order[at] + 1 < len(filled)]
    return Cut((first, *following), end=places[-1] + 1, is_sure=True, least_facts=1)


def by_rules(lines: Sequence[Line]) -> Cut:
    """Lines of dashes, stars or dots, or pages, between offers."""
    marks = [number for number, line in enumerate(lines) if line.is_rule or line.begins_page]
    edges = [-1, *marks, len(lines)]
    starts = []
    for before, after in itertools.pairwise(edges):
        first = before if before >= 0 and not lines[before].is_rule else before + 1
        inside = [at for at in range(first, after) if not lines[at].is_blank]
        if any(lines[at].is_title for at in inside[:3]):
            starts.append(inside[0])
    return Cut(tuple(starts)) if len(starts) >= 2 else Cut()


def by_marked_titles(lines: Sequence[Line]) -> Cut:
    """Titles with H/F or in capitals, each under a blank line or a rule."""
    return _by_titles(lines, [line.is_marked for line in lines])


def by_titles(lines: Sequence[Line]) -> Cut:
    """Titles of any writing, each alone under a blank line."""
    return _by_titles(lines, [line.is_title and len(line.text) < 80 for line in lines], 3)


def _by_titles(lines: Sequence[Line], eligible: Sequence[bool], least_facts: int = 2) -> Cut:
    starts = []
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        is_open = above is None or above.is_blank or above.is_rule or line.begins_page
        if eligible[number] and is_open:
            starts.append(number)
    texts = [lines[at].folded.strip(" -•*") for at in starts]
    if len(set(texts)) < len(texts):
        return Cut()
    return Cut(tuple(starts), least_facts=least_facts)


def by_bullets(lines: Sequence[Line]) -> Cut:
    """`- 2 caristes CACES 3, Loon-Plage, 3 mois`: one offer a line, each with its own facts."""
    starts = [
        number
        for number, line in enumerate(lines)
        if (mark := _BULLET.match(line.text)) and opens_as_title(line.folded[mark.end() :])
    ]
    bullets = [number for number, line in enumerate(lines) if _BULLET.match(line.text)]
    if len(starts) < 2 or starts != bullets or starts[-1] - starts[0] > 3 * len(starts):
        return Cut()
    following = (at for at in range(starts[-1] + 1, len(lines)) if lines[at].is_blank)
    return Cut(tuple(starts), end=next(following, None))


CUTS: tuple[Callable[[Sequence[Line]], Cut], ...] = (
    by_labels,
    by_numbers,
    by_references,
    by_rules,
    by_marked_titles,
    by_titles,
    by_bullets,
)
"""In the order of how much each manner says."""
