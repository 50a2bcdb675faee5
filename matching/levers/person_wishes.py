"""Hours, contract and start: what persons could accept or answer."""

from collections.abc import Iterator

import numpy as np

from matching.credentials import UNMET, UNSURE
from matching.criteria.contract import FULL_TIME_HOURS, days_of_wait
from matching.dates import french_day
from matching.levers.changes import PersonChange, Theme
from matching.levers.facts import flat, gate_state, says
from matching.levers.settings import Settings
from matching.levers.taking import with_column, with_flag
from matching.profiles import CONTRACTS, PATTERNS, BoolArray, CandidateBatch
from matching.score import Scores
from models.vocabulary import Gate

ANY_TIME = 0
"""`working_time` of who takes full and part time alike."""


def schedule(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    """The hours of the post kept after all, or confirmed to suit."""
    state = gate_state(scores, Gate.SCHEDULE)
    columns = [PATTERNS.index(p) for p in scores.comparison.offer.facts.patterns]

    def keep(batch: CandidateBatch, where: BoolArray) -> CandidateBatch:
        for column in columns:
            batch = with_flag(batch, where, "patterns", column)
        return with_column(
            batch,
            where,
            patterns_known=True,
            patterns_excluded=False,
            weekdays_excluded=False,
            earliest_start=np.nan,
            latest_end=np.nan,
        )

    for is_answer, at, name, key in (
        (False, UNMET, "horaires_personne", "horaires_personne"),
        (True, UNSURE, "reponse", "reponse:horaires"),
    ):
        one = "la personne peut tenir ces horaires"
        every = "les personnes peuvent tenir ces horaires"
        yield PersonChange(
            key=key,
            theme=Theme.HOURS,
            words=says(f"s'il se confirme que {one}" if is_answer else f"si {one}"),
            every=f"s'il se confirme que {every}" if is_answer else f"si {every}",
            effort=flat(scores, settings.effort[name]),
            concerns=state == at,
            apply=keep,
            is_answer=is_answer,
        )


def contract(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    """The contract and the working time accepted."""
    facts, batch = scores.comparison.offer.facts, scores.comparison.batch
    if facts.contract is not None:
        column, kind = CONTRACTS.index(facts.contract), facts.contract.label
        yield PersonChange(
            key=f"accepte:{facts.contract.value}",
            theme=Theme.CONTRACT,
            words=says(f"si la personne accepte ce contrat ({kind})"),
            every=f"si les personnes acceptent ce contrat ({kind})",
            effort=flat(scores, settings.effort["contrat_personne"]),
            concerns=batch.contracts_known & ~batch.contracts[:, column],
            apply=lambda b, where: with_flag(b, where, "contracts", column),
        )
    full = facts.full_time if facts.weekly_hours is None else facts.weekly_hours >= FULL_TIME_HOURS
    if full is not None:
        said = (
            f"{facts.weekly_hours:g} h par semaine" if facts.weekly_hours else "ce temps de travail"
        )
        yield PersonChange(
            key="accepte:temps",
            theme=Theme.CONTRACT,
            words=says(f"si la personne accepte {said}"),
            every=f"si les personnes acceptent {said}",
            effort=flat(scores, settings.effort["temps"]),
            concerns=batch.working_time > ANY_TIME,
            apply=lambda b, where: with_column(
                b, where, working_time=ANY_TIME, hours_min=np.nan, hours_max=np.nan
            ),
        )


def start(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    """Free from the first day."""
    free = scores.comparison.batch.available_from
    yield PersonChange(
        key="disponible",
        theme=Theme.START,
        words=lambda row: (
            f"si la personne est libre dès le début du poste, et non le {french_day(free[row])}"
        ),
        every="si les personnes sont libres dès le début du poste",
        effort=flat(scores, settings.effort["attente"]),
        concerns=days_of_wait(scores.comparison) > 0,
        apply=lambda b, where: with_column(b, where, available_from=np.datetime64("NaT")),
    )
