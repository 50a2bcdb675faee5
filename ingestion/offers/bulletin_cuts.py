"""The manners in which a bulletin parts its offers, each as a way to find where they begin."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingestion.lexicon import read_rows
from ingestion.normalise import fold
from ingestion.offers.forms import label_at
from ingestion.offers.titles import is_capital, is_marked, is_title, opens_as_title

FACTS = "offer_facts.csv"
_RULE = re.compile(r"\s*(?:[-_=*~#•·—–+.]\s?){3,200}\s*")
_NUMBER = re.compile(
    r"[^a-z0-9\n]{0,6}(?P<word>(?:offre|poste|annonce)s?)?"
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
        if match is None:
            return False
        return opens_as_title(self.folded[match.end() :]) or is_title(self.text[match.end() :])

    @property
    def reference(self) -> str | None:
        """The reference of an offer that the line gives."""
        match = _REFERENCE.search(self.folded)
        return match["value"] if match else None


@dataclass(frozen=True, slots=True)
class Cut:
    """Numbers of the lines where offers begin; `end` is where the last one ends (None: the end
    of the text). `is_sure` when the manner itself says that offers follow one another;
    `least_facts` kinds of facts of a post without which a part is no offer; `least_share` of the
    parts must have them, all must have a title."""

    starts: tuple[int, ...] = ()
    end: int | None = None
    is_sure: bool = False
    least_facts: int = 2
    least_share: float = 0.5


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
    named = _in_order(lines, [n for n, x in enumerate(lines) if x.number and x.number[1]])
    if len(named) >= 2:
        return Cut(named, is_sure=True, least_facts=1)
    apart = [
        number
        for number, line in enumerate(lines)
        if line.number and not line.number[1] and _may_head(lines, number)
    ]
    starts = _in_order(lines, apart)
    titles = [number for number in starts if lines[number].is_numbered_title]
    if len(starts) >= 2 and len(titles) >= LEAST_TITLES * len(starts):
        return Cut(starts, is_sure=len(titles) == len(starts), least_facts=1)
    return Cut()


FOOT_LINES = 6
"""Lines that may follow the last reference where offers end by theirs."""
HEADING_LINES = 3
"""First lines of a bulletin among which its first title may stand right under its heading."""
LEAST_TITLES = 0.6
"""Share of the numbered lines that must read as titles: not all trades are known."""


def _in_order(lines: Sequence[Line], places: Sequence[int]) -> tuple[int, ...]:
    """The lines of 1, 2, 3… among numbered lines."""
    starts: list[int] = []
    for place in places:
        number = lines[place].number
        if number is not None and number[0] == len(starts) + 1:
            starts.append(place)
    return tuple(starts)


def _may_head(lines: Sequence[Line], number: int) -> bool:
    """Whether a numbered line may head an offer: a title, or a short line under a blank one."""
    line = lines[number]
    if line.is_numbered_title:
        return True
    is_open = number == 0 or lines[number - 1].is_blank or lines[number - 1].is_rule
    return is_open and len(line.text) <= 100 and line.text.rstrip()[-1:] not in ".;,"


def by_references(lines: Sequence[Line]) -> Cut:
    """A reference in each offer: beside its title, above it, under it, or as its last line."""
    places = [number for number, line in enumerate(lines) if line.reference is not None]
    values = {lines[number].reference for number in places}
    if len(places) < 2 or len(values) < len(places):
        return Cut()
    filled = [number for number, line in enumerate(lines) if not line.is_blank and not line.is_rule]
    order = {number: rank for rank, number in enumerate(filled)}
    titles = {number for number in filled if lines[number].is_title}
    ended = _ended_by(filled, order, places, titles)
    if ended.starts:
        return ended
    below = {at: filled[order[at] + 1] for at in places if order[at] + 1 < len(filled)}
    if all(at in titles or below.get(at) in titles for at in places):
        return Cut(tuple(places), is_sure=True, least_facts=1)
    above = [_title_above(filled, order[at], titles) for at in places]
    if None not in above:
        return Cut(tuple(at for at in above if at is not None), is_sure=True, least_facts=1)
    if sum(at in titles or below.get(at) in titles for at in places) >= LEAST_TITLES * len(places):
        return Cut(tuple(places), is_sure=True, least_facts=1)
    return Cut()


def _title_above(filled: Sequence[int], rank: int, titles: set[int]) -> int | None:
    near = [at for at in filled[max(0, rank - 2) : rank + 1] if at in titles]
    return near[-1] if near else None


def _ended_by(
    filled: Sequence[int], order: dict[int, int], places: Sequence[int], titles: set[int]
) -> Cut:
    """Offers that end by their reference: each begins after that of the one before."""
    first = next((at for at in filled if at in titles), None)
    is_last_line = len(filled) - order[places[-1]] <= FOOT_LINES
    if first is None or order[places[0]] - order[first] < 2 or not is_last_line:
        return Cut()
    following = [filled[order[at] + 1] for at in places[:-1] if order[at] + 1 < len(filled)]
    if not all(at in titles for at in following):
        return Cut()
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
    """Titles with H/F or in capitals, each under a blank line or a rule; or under the end of a
    sentence, in a text that lost its blank lines (a PDF).

    Two of them are often one post under two names: both must then have their facts.
    """
    found = _by_titles(lines, [line.is_marked for line in lines])
    return replace(found, least_share=0.6) if len(found.starts) > 2 else found


def by_titles(lines: Sequence[Line]) -> Cut:
    """Titles of any writing, each alone under a blank line."""
    return _by_titles(lines, [line.is_title and len(line.text) < 80 for line in lines], 3)


def _by_titles(lines: Sequence[Line], eligible: Sequence[bool], least_facts: int = 2) -> Cut:
    starts = []
    is_tight = not any(line.is_blank for line in lines)
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else None
        is_open = above is None or above.is_blank or above.is_rule or line.begins_page
        is_after_end = is_tight and above is not None and above.text.rstrip()[-1:] in (".", "!")
        if eligible[number] and (is_open or is_after_end):
            starts.append(number)
    if len(starts) >= 2:
        above_all = [at for at in range(starts[0]) if not lines[at].is_blank]
        starts = [*(at for at in above_all[1:HEADING_LINES] if eligible[at]), *starts]
    texts = [lines[at].folded.strip(" -•*") for at in starts]
    if len(set(texts)) < len(texts):
        return Cut()
    return Cut(tuple(starts), least_facts=least_facts, least_share=1.0)


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
