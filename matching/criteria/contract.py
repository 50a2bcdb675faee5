"""Criterion 5: contract, hours and start against what the person wishes."""

from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.criteria import RowByRow
from matching.dates import french_day
from matching.profiles import CONTRACTS, BoolArray, FloatArray, day
from models.vocabulary import ContractType

FULL_TIME_HOURS = 34.5
"""Weekly hours from which a post is full time."""

HOURS_TOLERANCE = 2.0
"""Weekly hours of difference nobody objects to."""

LATE_DAYS = 30.0
"""Days of wait after which the part for the start date is 0."""

OTHER_CONTRACT = 0.0
OTHER_TIME = 0.2

SOUGHT = frozenset(
    {
        ContractType.CDI,
        ContractType.CDD,
        ContractType.TEMP,
        ContractType.WORK_STUDY,
        ContractType.SEASONAL,
        ContractType.CDDI,
    }
)
"""Kinds that a person's list of contracts can name; of the others it says nothing."""

ANY, PART, FULL = 0, 1, 2


@dataclass(frozen=True)
class ContractScore(RowByRow):
    """Parts are (n,), NaN where nothing can be said."""

    comparison: Comparison
    score: FloatArray
    known: BoolArray
    contract: FloatArray
    hours: FloatArray
    start: FloatArray

    def reason(self, row: int) -> str:
        facts = self.comparison.offer.facts
        parts = []
        if facts.contract is None:
            parts.append("contrat non précisé par l'offre")
        elif np.isnan(self.contract[row]):
            parts.append(f"contrat proposé : {facts.contract.label}, souhait non précisé")
        else:
            parts.append(f"contrat {self._sought(row)} ({facts.contract.label})")
        if not np.isnan(self.hours[row]):
            parts.append(
                "temps de travail qui convient"
                if self.hours[row] > 0.9
                else "temps de travail à discuter"
            )
        if self.start[row] < 1.0:
            parts.append(f"disponible le {french_day(self.comparison.batch.available_from[row])}")
        else:
            parts.append("disponible")
        text = ", ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."

    def _sought(self, row: int) -> str:
        if not self.comparison.batch.contracts_known[row]:
            return "accepté, aucun souhait précisé"
        return "recherché" if self.contract[row] > 0.5 else "non recherché"

    def question(self, row: int) -> str | None:
        if self.comparison.offer.facts.contract is None:
            return "Quel type de contrat l'employeur propose-t-il ?"
        return "Quels contrats et quels horaires hebdomadaires la personne cherche-t-elle ?"


def contract(comparison: Comparison) -> ContractScore:
    """Mean of what can be said of contract, hours and start; no wish counts as a match."""
    kinds, hours, start = _kinds(comparison), _hours(comparison), _start(comparison)
    says_kind, says_hours = ~np.isnan(kinds), ~np.isnan(hours)
    total = np.where(says_kind, kinds, 0.0) + np.where(says_hours, hours, 0.0) + start
    score = total / (says_kind.astype(np.float64) + says_hours + 1.0)
    known = says_kind | says_hours | (start < 1.0)
    return ContractScore(comparison, score, known, kinds, hours, start)


def _kinds(comparison: Comparison) -> FloatArray:
    batch, kind = comparison.batch, comparison.offer.facts.contract
    if kind is None or kind not in SOUGHT:
        return np.full(len(batch), np.nan)
    wanted = batch.contracts[:, CONTRACTS.index(kind)]
    return np.where(wanted | ~batch.contracts_known, 1.0, OTHER_CONTRACT)


def _hours(comparison: Comparison) -> FloatArray:
    batch, facts = comparison.batch, comparison.offer.facts
    offered = facts.weekly_hours
    full = facts.full_time if offered is None else offered >= FULL_TIME_HOURS
    if full is None:
        return np.full(len(batch), np.nan)
    wish = batch.working_time
    score = np.where(wish == (PART if full else FULL), OTHER_TIME, 1.0)
    if offered is not None:
        stated = np.flatnonzero(~np.isnan(batch.hours_min) | ~np.isnan(batch.hours_max))
        low = np.maximum(batch.hours_min[stated] - HOURS_TOLERANCE - offered, 0.0)
        high = np.maximum(offered - batch.hours_max[stated] - HOURS_TOLERANCE, 0.0)
        gap = np.where(np.isnan(low), 0.0, low) + np.where(np.isnan(high), 0.0, high)
        score[stated] = np.clip(1.0 - gap / 10.0, OTHER_TIME, 1.0)
    return np.where(wish >= 0, score, np.nan)


def _start(comparison: Comparison) -> FloatArray:
    wait = days_of_wait(comparison)
    return np.clip(1.0 - wait / LATE_DAYS, 0.0, 1.0)


def days_of_wait(comparison: Comparison) -> FloatArray:
    """(n,) days between the start (today at the soonest) and when the person is free."""
    facts = comparison.offer.facts
    start = (
        max(day(facts.start_date), day(comparison.today))
        if facts.start_date
        else day(comparison.today)
    )
    free = comparison.batch.available_from
    later = np.flatnonzero(free > start)  # few; who gives no day is free
    wait = np.zeros(len(free))
    wait[later] = (free[later] - start).astype(np.float64)
    return wait
