"""Of which publics each person is: the one place where statuses are read beside rankings.

What is read here leaves as bare numbers, after the ranking, towards aggregates alone.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from ingestion.folding import squash
from ingestion.publics import CIVILITY, STATUS, public_of
from matching.profiles import BoolArray, IntArray
from models.candidates import Candidate
from models.case_files import (
    PRIORITY_QUARTER,
    CandidateFollow,
    CandidateIdentity,
    SensitiveStatus,
    StatusKind,
)
from models.fairness import Public

UNSAID = "Non précisé"
YES, NO = "Oui", "Non"
SEXES = ("Femmes", "Hommes", UNSAID)
YOUNG, SENIOR = 26, 50
AGES = (f"Moins de {YOUNG} ans", f"{YOUNG} à {SENIOR - 1} ans", f"{SENIOR} ans et plus", UNSAID)
STATUSES = (Public.RSA, Public.DELD, Public.RQTH)


@dataclass(frozen=True)
class Breakdown:
    """How one public shares everybody out.

    names : of the groups; codes : (n,) group of each person; `UNSAID` is compared to nobody
    """

    public: Public
    names: tuple[str, ...]
    codes: IntArray

    @property
    def silent(self) -> BoolArray:
        """(g,) whether a group is of whom the file says nothing; of a status, "Non précisé" is
        everybody who is not known to have it, which tells who has.
        """
        return np.array([name == UNSAID and self.public not in STATUSES for name in self.names])


@dataclass(frozen=True)
class Groups:
    """`rows` : id of a candidate -> row of the arrays."""

    rows: Mapping[int, int]
    breakdowns: tuple[Breakdown, ...]


def read_groups(session: Session, today: date) -> Groups:
    """Everybody of the base, told apart on that day."""
    ids = session.scalars(select(Candidate.id).order_by(Candidate.id)).all()
    identities = {
        id_: (civility, born)
        for id_, civility, born in session.execute(
            select(
                CandidateIdentity.candidate_id,
                CandidateIdentity.civility,
                CandidateIdentity.birth_date,
            )
        )
    }
    nobody = (None, None)
    statuses, quarters = _statuses(session)
    sexes = [public_of(CIVILITY, identities.get(id_, nobody)[0]) or UNSAID for id_ in ids]
    ages = [_age(identities.get(id_, nobody)[1], today) for id_ in ids]
    return Groups(
        {id_: row for row, id_ in enumerate(ids)},
        (
            _breakdown(Public.SEX, SEXES, sexes),
            _breakdown(Public.AGE, AGES, ages),
            _breakdown(
                Public.QUARTER, (YES, NO, UNSAID), [quarters.get(id_, UNSAID) for id_ in ids]
            ),
            *(
                _breakdown(
                    public,
                    (YES, UNSAID),  # a file that does not say it does not deny it
                    [YES if public.label in statuses[id_] else UNSAID for id_ in ids],
                )
                for public in STATUSES
            ),
            _branches(session, ids),
        ),
    )


def _breakdown(public: Public, names: Sequence[str], groups: Iterable[str]) -> Breakdown:
    place = {name: number for number, name in enumerate(names)}
    codes = np.array([place[group] for group in groups], dtype=np.int32)
    return Breakdown(public, tuple(names), codes)


def _age(born: date | None, today: date) -> str:
    if born is None or born > today:
        return UNSAID
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return AGES[0] if years < YOUNG else AGES[1] if years < SENIOR else AGES[2]


def _statuses(session: Session) -> tuple[dict[int, set[str]], dict[int, str]]:
    """Publics that the statuses of each person say; whether they live in a priority quarter."""
    found: dict[int, set[str]] = defaultdict(set)
    quarters: dict[int, str] = {}
    rows = session.execute(
        select(
            SensitiveStatus.candidate_id,
            SensitiveStatus.kind,
            SensitiveStatus.code,
            SensitiveStatus.holds,
        )
    )
    for id_, kind, code, holds in rows:
        if kind is StatusKind.QUARTER and code == PRIORITY_QUARTER:
            quarters[id_] = YES if holds else NO
        elif holds and (public := public_of(STATUS, code)):
            found[id_].add(public)
    return found, quarters


def _branches(session: Session, ids: Sequence[int]) -> Breakdown:
    """Branches under their most usual spelling."""
    said = {
        id_: branch
        for id_, branch in session.execute(
            select(CandidateFollow.candidate_id, CandidateFollow.branch)
        )
        if branch and squash(branch)
    }
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for branch in said.values():
        spellings[squash(branch)][branch] += 1
    usual = {key: _most_usual(counts) for key, counts in spellings.items()}
    names = (*sorted(usual.values()), UNSAID)
    groups = [usual[squash(said[id_])] if id_ in said else UNSAID for id_ in ids]
    return _breakdown(Public.BRANCH, names, groups)


def _most_usual(spellings: Counter[str]) -> str:
    return min(spellings, key=lambda name: (-spellings[name], name))
