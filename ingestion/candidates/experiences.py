"""`Expériences` to jobs with months and years; what is no job is set apart."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ingestion.candidates.job_words import (
    MOST_MONTHS,
    may_say_length,
    read_job,
    says_length,
    says_no_length,
)
from ingestion.candidates.personal import cut_age
from ingestion.candidates.sensitive import (
    cut_sensitive,
    is_undeclared,
    may_say_too_much,
    rules_hold_numbers,
    says_too_much,
)
from ingestion.folding import fold, squash
from ingestion.records import Experience

_NO_JOB = re.compile(
    r"^(?:sans emploi|sans activite|au chomage|chomage|recherche d'emploi|inactivite|pause\b|"
    r"conges? |mere au foyer|pere au foyer|homme au foyer|femme au foyer|parent au foyer|"
    r"au foyer|mere de |pere de |a eleve |elever |annee sabbatique|"
    r"longue periode|rien\b|aucune?\b|neant|garantie jeunes|arret(?: \d| maladie| longue|$| ?\()|"
    r"licencie|rupture|etudiante?\b|etudes?\b|cours |formation (?:fle|linguistique)|club de)"
    r"|\bnon$|\bnon validee?$|\babandonnee?\b"
)
_JOIN = re.compile(r"\)\s*(?:,|\+|puis|et|et puis|ensuite)\s+(?=[^()]*\()")

Length = tuple[int | None, int | None, int | None]
"""Months, first and last year."""
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


def read_experience(item: str) -> WorkHistory:
    """Read one item of the list: `cariste (28 mois, 2009-2017)`, `6 saisons`, `stage 6 sem`.

    What tells health, justice or status is cut out and goes to `withheld`; an item that tells
    undeclared work goes there whole, as does one in which no job is left.
    """
    job = _plain_job(item)
    return _read_whole(item) if job is None else WorkHistory((Experience(*job),))


def read_jobs(item: str) -> tuple[Job, ...] | None:
    """The jobs of an item as values; None where something of it is not shown, or is too long."""
    head, _, bracket = item.partition("(")
    length = _exported_length(bracket) if bracket else None
    title = _title_alone(head) if length else None
    if title and length:  # nine items in ten, told without a second look
        return ((title.words, *length),)
    job = _plain_job(item)
    return _whole_jobs(item) if job is None else (job,)


# --- items in the plain form: a title, then how long in brackets, or years ---------------------

_YEARS_LAST = re.compile(r"([^()]+ )((?:19|20)\d{2})(?:-((?:19|20)\d{2}))?", re.ASCII)
_IN_YEARS = re.compile(r"\d|etes|saisons")
_EXPORTED = re.compile(
    r"(?:(\d{1,3}) mois|(\d{1,2}) ans?(?: et (\d{1,2}) mois)?)"
    r"(?:, ((?:19|20)\d{2})(?:-((?:19|20)\d{2}))?)?(?:, (?:CDD|CDI|[Ii]nt[ée]rim))?",
    re.ASCII,
)
"""A length as exports write it: its months are said, so that no word of the title counts."""
_ABANDONED = re.compile(r"\babandonn")
_BEFORE_YEAR = re.compile(
    r"\b(?:en|fin|debut|noel|ete|mars|mai|juin|aout|depuis(?:\s+[a-z]+)?|"
    r"(?:jan|fev|avr|juil|sep|oct|nov|dec)\w*)\.?\s*$"
)
"""Words that go with the year that follows them."""


@dataclass(frozen=True, slots=True)
class _Title:
    """What comes before a length.

    `is_plain`: whatever the length says, not only where it says months as exports do.
    `may_lack_months`: still a job, with these words, where only a year follows.
    """

    words: str
    is_plain: bool
    may_lack_months: bool


def _plain_job(item: str) -> Job | None:
    """The job of `title (how long)` or `title 2015-2019` in plain words; None for all else."""
    head, mark, bracket = item.partition("(")
    if not mark:
        return _dated_job(item) if item[-1:].isdigit() else None
    title = _title_alone(head)
    if title is None:
        return None
    length = _exported_length(bracket)
    if length is None:
        length = _length_alone(bracket) if title.is_plain else None
        if length is None or (length[0] is None and not title.may_lack_months):
            return None
    return (title.words, *length)


def _dated_job(item: str) -> Job | None:
    dated = _YEARS_LAST.fullmatch(item)
    title = _title_alone(dated[1]) if dated else None
    if dated is None or title is None or not title.is_plain or not title.may_lack_months:
        return None
    start = int(dated[2])
    if dated[3] is None:
        return title.words, None, start, start
    end = int(dated[3])
    months = 12 * (end - start)
    return (title.words, months, start, end) if 0 < months <= MOST_MONTHS else None


@lru_cache(maxsize=65536)
def _title_alone(head: str) -> _Title | None:
    """The title of an item whose length follows; None where the two must be read as one.

    The same titles and the same lengths come again and again: each is read once.
    """
    folded = fold(head)
    if ")" in head or "jeune" in folded or _IN_YEARS.search(folded) or says_length(folded):
        return None
    may_say = may_say_too_much(head)
    if may_say and rules_hold_numbers():  # a rule might begin in the title and end in the length
        return None
    history = _read_whole(f"{head}(1 mois)")
    if len(history.jobs) != 1 or history.is_cut:
        return None
    words = history.jobs[0].title
    return _Title(
        words,
        is_plain=not may_say and not says_no_length(folded),
        may_lack_months=not _BEFORE_YEAR.search(folded) and not _is_leisure(words),
    )


@lru_cache(maxsize=65536)
def _exported_length(bracket: str) -> Length | None:
    """Months, first and last year of `28 mois, 2009-2017)`; None for other forms."""
    if not bracket.endswith(")"):
        return None
    said = _EXPORTED.fullmatch(bracket, 0, len(bracket) - 1)
    if said is None or may_say_too_much(bracket):
        return None
    more = int(said[1] or said[3] or 0)
    months = more if said[3] and more >= 12 else 12 * int(said[2] or 0) + more
    if not 1 <= months <= MOST_MONTHS:
        return None
    if said[4] is None:
        return months, None, None
    first, last = int(said[4]), int(said[5] or said[4])
    return (months, first, last) if first <= last else (months, None, None)


@lru_cache(maxsize=65536)
def _length_alone(bracket: str) -> Length | None:
    """Months, first and last year of a bracket; None where it says something else."""
    words = bracket[:-1]
    if not bracket.endswith(")") or "(" in words or ")" in words:
        return None
    folded = fold(words)
    if not may_say_length(folded) or _ABANDONED.search(folded):
        return None
    if may_say_too_much(words) or cut_age(words)[1]:
        return None
    job = read_job(f"x ({words})")
    return job.months, job.start_year, job.end_year


# --- items in any form -------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _whole_jobs(item: str) -> tuple[Job, ...] | None:
    history = _read_whole(item)
    if history.is_cut or any((each.months or 0) > MOST_MONTHS for each in history.jobs):
        return None
    return tuple(
        [(each.title, each.months, each.start_year, each.end_year) for each in history.jobs]
    )


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
    if ")" not in item:
        job = read_job(item)
        return (job,) if job.title else ()
    jobs: list[Experience] = []
    for part in _JOIN.sub(")\0", item).split("\0"):
        job = read_job(part)
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
