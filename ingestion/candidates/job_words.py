"""The words of one job to its title, its months and its years."""

import re

from ingestion.folding import fold
from ingestion.records import Experience

SEASON_MONTHS = 4
"""A season of tourism or farming, where only their number is said."""
SUMMER_MONTHS = 2
WEEKS_A_MONTH = 52.0 / 12.0
MOST_MONTHS = 600
LONGEST_TITLE = 300
LONGEST_BRACKET = 60
"""Characters of a bracket that tells of the job (`caisse (stage)`), not of its length."""

_NUMBERS = {
    word: value
    for value, word in enumerate(
        ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"), 1
    )
} | {"une": 1}
_COUNT = r"(\d{1,3}(?:[.,]\d)?|" + "|".join(_NUMBERS) + r")"
_TIMES = r"(?:(\d{1,2})\s*x\s*)?"
_DURATION = re.compile(
    rf"(?:plus de |environ |pres de |~)?\b{_TIMES}{_COUNT}\s*"
    r"(ans?|annees?|mois|semaines?|sem|saisons?|etes)\b\.?(\s+et demie?\b)?(?: env(?:iron)?\b\.?)?"
)
_YEARS = re.compile(r"\b((?:19|20)\d{2})\s*(?:-|a|/|au|jusqu'en|et)\s*((?:19|20)\d{2})\b")
_SINCE = re.compile(r"\bdepuis\s+(?:[a-z]+\.?\s+|\d{1,2}/)?((?:19|20)\d{2})\b")
_YEAR = re.compile(
    r"\b(?:(?:en|fin|debut|noel|ete|jan\w*|fev\w*|mars|avr\w*|mai|juin|juil\w*|aout|sept?\w*|oct\w*|"
    r"nov\w*|dec\w*)\.?\s+)?((?:19|20)\d{2})\b"
)
_LENGTH = re.compile(r"\d|\b(?:ans?|mois|annees?|semaines?|saisons?|etes)\b")
_NO_LENGTH = re.compile(
    r"remplacement|occasionnel|ponctuel|quelques|par periode|extras?\b|plusieurs"
)
_CARER = re.compile(r"\s*(aidante?)\b(?:\s+(?:de|du|familiale?|pour)\b|\s*$)")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_OPENING = re.compile(r"[\s,;:+–-]+")
_LOOSE_END = re.compile(r"(?:[\s,;:+(–-]+|\s+(?:de|du|en|pendant|puis|dont|env)\s*)$")
_MAY_END_LOOSE = re.compile(r"[\s,;:+(–-]$|(?:de|du|en|pendant|puis|dont|env)$")


def read_job(part: str) -> Experience:
    """One job in words: `caissière (2 ans, 2004-2006)`; the title may come out empty."""
    folded = fold(part)
    months = _months(folded)
    start, end = _years(folded)
    if months is None and start and end and end > start and not says_no_length(folded):
        months = 12 * (end - start)
        if "etes" in folded or "saisons" in folded:
            months = (SUMMER_MONTHS if "etes" in folded else SEASON_MONTHS) * (end - start + 1)
    return Experience(_title(part, folded), months, start, end)


def says_no_length(folded: str) -> bool:
    """True where years are those in which the person worked now and then (`remplacements`)."""
    return _NO_LENGTH.search(folded) is not None


def may_say_length(folded: str) -> bool:
    """A first look: False where no number and no word of length stands in the folded text."""
    return _LENGTH.search(folded) is not None


def says_length(folded: str) -> bool:
    """True where a length is said in words (`deux ans`) or numbers."""
    return _DURATION.search(folded) is not None


def _months(folded: str) -> int | None:
    """Months said in words, all durations added up; None where none is said."""
    total = {"ans": 0.0, "mois": 0.0, "semaines": 0.0, "saisons": 0.0}
    if not may_say_length(folded):
        return None
    for times, count, unit, half in _DURATION.findall(folded):
        number = float(_NUMBERS.get(count) or count.replace(",", "."))
        number = number * (int(times) if times else 1) + (0.5 if half else 0.0)
        if unit.startswith("an"):
            total["ans"] += 12.0 * number
        elif unit == "mois":
            total["mois"] += number
        elif unit.startswith("sem"):
            total["semaines"] += number / WEEKS_A_MONTH
        else:
            total["saisons"] += number * (SEASON_MONTHS if unit[1] == "a" else SUMMER_MONTHS)
    if total["mois"] >= 12.0 and total["ans"]:
        total["ans"] = 0.0  # `264 mois (22 ans)`: the same length twice
    length = total["ans"] + total["mois"] + total["semaines"] or total["saisons"]
    return max(1, round(length)) if 0.0 < length <= MOST_MONTHS else None


def _years(folded: str) -> tuple[int | None, int | None]:
    if "19" not in folded and "20" not in folded:
        return None, None
    span = _YEARS.search(folded)
    if span:
        start, end = int(span[1]), int(span[2])
        return (start, end) if start <= end else (None, None)
    since = _SINCE.search(folded)
    if since:
        return int(since[1]), None
    years = [int(year) for year in _YEAR.findall(folded)]
    return (min(years), max(years)) if years else (None, None)


def _title(part: str, folded: str) -> str:
    """The words of the job: without its duration, its years and what follows the bracket.

    Care given in the family counts, without the words on who is cared for.
    """
    carer = _CARER.match(folded)
    if carer:
        return "aidante familiale" if carer[1] == "aidante" else "aidant familial"
    before, bracket, _ = part.partition("(")
    title = before
    if bracket:
        if not title.strip():
            return ""
        inside = _BRACKET.search(part)
        if inside and len(inside[1]) < LONGEST_BRACKET and not may_say_length(fold(inside[1])):
            title = f"{before.rstrip()} ({inside[1].strip()})"
    if may_say_length(fold(title)):
        for pattern in (_DURATION, _YEARS, _SINCE, _YEAR):
            title = _cut(pattern, title)
    return _without_loose_ends(" ".join(title.split()).replace(" ,", ","))[:LONGEST_TITLE]


def _without_loose_ends(title: str) -> str:
    """No marks at either end, no small word hanging at the last."""
    while True:
        opening = _OPENING.match(title)
        shorter = title[opening.end() :] if opening else title
        if _MAY_END_LOOSE.search(shorter, max(0, len(shorter) - 8)):
            shorter = _LOOSE_END.sub("", shorter)
        if shorter == title:
            return title
        title = shorter


def _cut(pattern: re.Pattern[str], text: str) -> str:
    """Take matches of a folded pattern out of a text; folding keeps the length."""
    folded = fold(text)
    kept: list[str] = []
    at = 0
    for match in pattern.finditer(folded):
        kept.append(text[at : match.start()])
        at = match.end()
    return "".join((*kept, text[at:]))
