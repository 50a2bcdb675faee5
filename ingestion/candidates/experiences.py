"""`Expériences` to jobs with months and years; what is no job is set apart."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingestion.candidates.personal import cut_age
from ingestion.candidates.sensitive import (
    cut_sensitive,
    is_undeclared,
    may_say_too_much,
    says_too_much,
)
from ingestion.normalise import fold, squash
from ingestion.records import Experience

SEASON_MONTHS = 4
"""A season of tourism or farming, where only their number is said."""
SUMMER_MONTHS = 2
WEEKS_A_MONTH = 52.0 / 12.0
MOST_MONTHS = 600
LONGEST_TITLE = 300

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
_MAY_SAY_LENGTH = re.compile(r"\d|\b(?:ans?|mois|annees?|semaines?|saisons?|etes)\b")
_NO_LENGTH = re.compile(
    r"remplacement|occasionnel|ponctuel|quelques|par periode|extras?\b|plusieurs"
)
_NO_JOB = re.compile(
    r"^(?:sans emploi|sans activite|au chomage|chomage|recherche d'emploi|inactivite|pause\b|"
    r"conges? |mere au foyer|pere au foyer|homme au foyer|femme au foyer|parent au foyer|"
    r"au foyer|mere de |pere de |a eleve |elever |annee sabbatique|"
    r"longue periode|rien\b|aucune?\b|neant|garantie jeunes|arret(?: \d| maladie| longue|$| ?\()|"
    r"licencie|rupture|etudiante?\b|etudes?\b|cours |formation (?:fle|linguistique)|club de)"
    r"|\bnon$|\bnon validee?$|\babandonnee?\b"
)
_CARER = re.compile(r"\s*(aidante?)\b(?:\s+(?:de|du|familiale?|pour)\b|\s*$)")
_JOIN = re.compile(r"\)\s*(?:,|\+|puis|et|et puis|ensuite)\s+(?=[^()]*\()")
_BRACKET = re.compile(r"\(([^()]*)\)?")
_LOOSE_ENDS = re.compile(r"^[\s,;:+–-]+|[\s,;:+(–-]+$|\s+(?:de|du|en|pendant|puis|dont|env)\s*$")


Job = tuple[str, int | None, int | None, int | None]
"""The values of an `Experience`: title, months, first and last year."""


@dataclass(frozen=True, slots=True)
class WorkHistory:
    """Jobs; words to keep apart; gaps, which are neither (they stay in the raw row)."""

    jobs: tuple[Experience, ...] = ()
    withheld: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    is_personal: bool = False
    """True where an age, a nationality or a civility was taken out."""

    @property
    def is_cut(self) -> bool:
        """True where something of the item is not shown."""
        return bool(self.withheld or self.is_personal)


_YEARS_LAST = re.compile(r"([^()]+) ((?:19|20)\d{2})-((?:19|20)\d{2})", re.ASCII)
_SAYS_LENGTH = re.compile(r"\d|etes|saisons")
_AS_EXPORTED = re.compile(r"(\d{1,3}) mois(?:, ((?:19|20)\d{2})-((?:19|20)\d{2}))?", re.ASCII)
_ABANDONED = re.compile(r"\babandonn")


def read_experience(item: str) -> WorkHistory:
    """Read one item of the list: `cariste (28 mois, 2009-2017)`, `6 saisons`, `stage 6 sem`.

    What tells health, justice or status is cut out and goes to `withheld`; an item that tells
    undeclared work goes there whole, as does one in which no job is left.
    """
    job = _plain_job(item)
    return _read_whole(item) if job is None else WorkHistory((Experience(*job),))


def read_jobs(item: str) -> tuple[Job, ...] | None:
    """The jobs of an item as values; None where something of it is not shown, or is too long."""
    job = _plain_job(item)
    return _whole_jobs(item) if job is None else (job,)


@lru_cache(maxsize=65536)
def _whole_jobs(item: str) -> tuple[Job, ...] | None:
    history = _read_whole(item)
    if history.is_cut or any((each.months or 0) > MOST_MONTHS for each in history.jobs):
        return None
    return tuple(
        [(each.title, each.months, each.start_year, each.end_year) for each in history.jobs]
    )


def _plain_job(item: str) -> Job | None:
    """The job of `title (how long)` or `title 2015-2019` in plain words; None for all else."""
    if item.endswith(")"):
        head, _, bracket = item[:-1].partition("(")
        if not head or ")" in head or "(" in bracket or ")" in bracket:
            return None
        title, length = _title_alone(head), _length_alone(bracket)
        return None if title is None or length is None else (title, *length)
    dated = _YEARS_LAST.fullmatch(item) if item[-1:].isdigit() else None
    if dated is None or dated[2] >= dated[3]:
        return None
    start, end = int(dated[2]), int(dated[3])
    title = _title_alone(dated[1])
    if title is None or 12 * (end - start) > MOST_MONTHS:
        return None
    return title, 12 * (end - start), start, end


@lru_cache(maxsize=65536)
def _title_alone(head: str) -> str | None:
    """Title of `head (how long)` whatever the length said; None where the two must be read as one.

    The same titles and the same brackets come again and again: each is read once.
    """
    folded = fold(head)
    if _SAYS_LENGTH.search(folded) or _DURATION.search(folded) or _NO_LENGTH.search(folded):
        return None
    if "jeune" in folded or may_say_too_much(head):
        return None
    history = _read_whole(f"{head}(1 mois)")
    return history.jobs[0].title if len(history.jobs) == 1 and not history.is_cut else None


@lru_cache(maxsize=65536)
def _length_alone(bracket: str) -> tuple[int | None, int | None, int | None] | None:
    """Months, first and last year of a bracket; None where it says something else."""
    exported = _AS_EXPORTED.fullmatch(bracket)
    if exported and 1 <= int(exported[1]) <= MOST_MONTHS:
        first, last = (int(exported[2]), int(exported[3])) if exported[2] else (None, None)
        in_order = first is None or last is None or first <= last
        return (int(exported[1]), *((first, last) if in_order else (None, None)))
    folded = fold(bracket)
    if not _MAY_SAY_LENGTH.search(folded) or _ABANDONED.search(folded):
        return None
    if may_say_too_much(bracket) or cut_age(bracket)[1]:
        return None
    job = _job(f"x ({bracket})")
    return job.months, job.start_year, job.end_year


@lru_cache(maxsize=65536)
def _read_whole(item: str) -> WorkHistory:
    bare, personal = cut_age(item)
    is_personal = bool(personal)
    if not says_too_much(bare):
        if not _is_job(fold(bare)):
            return WorkHistory(gaps=(item,), is_personal=is_personal)
        jobs = _jobs(bare)
        if all(job.months is None and _is_leisure(job.title) for job in jobs):
            return WorkHistory(gaps=(item,), is_personal=is_personal)
        return WorkHistory(jobs, is_personal=is_personal)
    rest, taken = ("", ()) if is_undeclared(bare) else cut_sensitive(bare)
    jobs = _jobs(rest) if rest and _is_job(fold(rest)) else ()
    return WorkHistory(jobs, taken if jobs else (item,), is_personal=is_personal)


@lru_cache(maxsize=1)
def _leisure() -> frozenset[str]:
    text = (files("ingestion") / "data" / "leisure_words.txt").read_text(encoding="utf-8")
    return frozenset(squash(line) for line in text.splitlines() if not line.startswith("#"))


_LEISURE_JOINS = re.compile(r"\s*(?:[,;/+&()]|\bet\b)\s*")
_LEISURE_OPENING = re.compile(
    r"^(?:(?:je )?(?:fais|faire|joue|jouer|pratique|pratiquer|loisirs?|passion|hobby) ?)?"
    r"(?:(?:du|de la|de l|de|le|la|les|au|aux|a la) )?"
)


def _is_leisure(title: str) -> bool:
    """Every part of the title is a pastime: `foot`, `gaming et salle de sport`."""
    parts = [squash(part) for part in _LEISURE_JOINS.split(fold(title))]
    bare = [_LEISURE_OPENING.sub("", part) for part in parts if part]
    return bool(bare) and all(part in _leisure() or part == "" for part in bare)


def _is_job(folded: str) -> bool:
    return not _NO_JOB.search(folded.strip()) and any(letter.isalpha() for letter in folded)


def _jobs(item: str) -> tuple[Experience, ...]:
    jobs: list[Experience] = []
    for part in _JOIN.sub(")\0", item).split("\0"):
        job = _job(part)
        if job.title:
            jobs.append(job)
        elif jobs and job.months:
            last = jobs[-1]
            jobs[-1] = Experience(
                last.title,
                (last.months or 0) + job.months,
                last.start_year,
                job.end_year or last.end_year,
            )
    return tuple(jobs)


def _job(part: str) -> Experience:
    folded = fold(part)
    months = _months(folded)
    start, end = _years(folded)
    if months is None and start and end and end > start and not _NO_LENGTH.search(folded):
        months = 12 * (end - start)
        if "etes" in folded or "saisons" in folded:
            months = (SUMMER_MONTHS if "etes" in folded else SEASON_MONTHS) * (end - start + 1)
    return Experience(_title(part), months, start, end)


def _months(folded: str) -> int | None:
    """Months said in words, all durations added up; None where none is said."""
    total = {"ans": 0.0, "mois": 0.0, "semaines": 0.0, "saisons": 0.0}
    if not _MAY_SAY_LENGTH.search(folded):
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
    span = _YEARS.search(folded)
    if span:
        start, end = int(span[1]), int(span[2])
        return (start, end) if start <= end else (None, None)
    since = _SINCE.search(folded)
    if since:
        return int(since[1]), None
    years = [int(year) for year in _YEAR.findall(folded)]
    return (min(years), max(years)) if years else (None, None)


def _title(part: str) -> str:
    """The words of the job: without its duration, its years and what follows the bracket.

    Care given in the family counts, without the words on who is cared for.
    """
    carer = _CARER.match(fold(part))
    if carer:
        return "aidante familiale" if carer[1] == "aidante" else "aidant familial"
    before, bracket, _ = part.partition("(")
    title = before
    if bracket and not title.strip():
        return ""
    inside = _BRACKET.search(part)
    if inside and not _MAY_SAY_LENGTH.search(fold(inside[1])) and len(inside[1]) < 60:
        title = f"{before.rstrip()} ({inside[1].strip()})"
    if _MAY_SAY_LENGTH.search(fold(title)):
        for pattern in (_DURATION, _YEARS, _SINCE, _YEAR):
            title = _cut(pattern, title)
    title = " ".join(title.split()).replace(" ,", ",")
    while (shorter := _LOOSE_ENDS.sub("", title)) != title:
        title = shorter
    return title[:LONGEST_TITLE]


def _cut(pattern: re.Pattern[str], text: str) -> str:
    """Take matches of a folded pattern out of a text; folding keeps the length."""
    folded = fold(text)
    kept: list[str] = []
    at = 0
    for match in pattern.finditer(folded):
        kept.append(text[at : match.start()])
        at = match.end()
    return "".join((*kept, text[at:]))
