"""Codes of occupations in use that a release of the referential does not know."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from api.services.referentials import OfficialTitles
from matching.occupations import OccupationTable
from models.candidates import Candidate, CandidateProject
from models.offers import Offer
from models.transitions import EDITABLE


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code in use that the ranking or the release imported does not know.

    offers, projects : offers not yet over, and projects of people followed, that carry it
    is_ranked, is_official : whether the ranking reads it, whether the release holds it
    successors : codes of the same family that both know
    """

    code: str
    offers: int
    projects: int
    is_ranked: bool
    is_official: bool
    successors: tuple[str, ...]


def unknown_codes(
    session: Session, table: OccupationTable, official: OfficialTitles
) -> tuple[UnknownCode, ...]:
    """The codes in use to take up again, in order, however they were typed.

    Without an imported release, the one that the ranking was made with is the only judge.
    """
    offers, projects = _offers(session), _projects(session)
    found = (
        UnknownCode(
            code,
            offers[code],
            projects[code],
            bool(table.resolve(code)),
            not official.labels or code in official.labels,
            _successors(code, table, official),
        )
        for code in sorted(offers | projects)
    )
    return tuple(each for each in found if not (each.is_ranked and each.is_official))


def _successors(code: str, table: OccupationTable, official: OfficialTitles) -> tuple[str, ...]:
    family = (table.codes[row] for row in table.family(code))
    return tuple(each for each in family if not official.labels or each in official.labels)


def _offers(session: Session) -> Counter[str]:
    rows = (
        select(Offer.rome, func.count())
        .where(Offer.state.in_(EDITABLE), Offer.rome.is_not(None))
        .group_by(Offer.rome)
    )
    return _counted(session, rows)


def _projects(session: Session) -> Counter[str]:
    rows = (
        select(CandidateProject.rome, func.count())
        .join(Candidate, Candidate.id == CandidateProject.candidate_id)
        .where(Candidate.is_active, CandidateProject.rome.is_not(None))
        .group_by(CandidateProject.rome)
    )
    return _counted(session, rows)


def _counted(session: Session, rows: Select[str | None, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for code, count in session.execute(rows):
        found["".join((code or "").split()).upper()] += count
    del found[""]
    return found
