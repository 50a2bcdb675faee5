"""A longer trip accepted, another means to go: what could change of how persons come."""

from collections.abc import Callable, Iterator

import numpy as np

from matching.levers.changes import PersonChange, Theme
from matching.levers.facts import flat, says
from matching.levers.settings import Settings
from matching.levers.taking import with_column, with_flag
from matching.profiles import MODES, BoolArray, CandidateBatch
from matching.score import Scores
from models.vocabulary import TravelMode

MEANS = {
    TravelMode.BUS: ("bus", "en prenant le bus"),
    TravelMode.BICYCLE: ("velo", "avec un vélo"),
    TravelMode.MOPED: ("deux_roues", "avec un deux-roues (location solidaire)"),
    TravelMode.CAR: ("voiture", "avec une voiture (location, covoiturage)"),
}
"""Means that a person may be given: name of the effort, words. Anyone can walk."""


def limits(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    """A longer trip accepted: minutes for who counts in minutes, kilometres for the others."""
    batch, steps = scores.comparison.batch, settings.steps
    for place, (more, more_km) in enumerate(
        zip(steps.trajet_minutes, steps.trajet_km, strict=True), start=1
    ):
        yield PersonChange(
            key=f"trajet+{more}",
            theme=Theme.TRIP,
            words=_limit_words(batch, more, more_km),
            every=f"si chacun accepte {more} min de trajet de plus ({more_km} km de plus pour qui "
            "compte en kilomètres)",
            effort=flat(scores, settings.effort["trajet"] * place),
            concerns=~np.isnan(batch.trip_limit_minutes) | ~np.isnan(batch.trip_limit_km),
            apply=_longer(more, more_km),
        )
    confirmed = steps.trajet_confirme_minutes
    yield PersonChange(
        key="reponse:trajet",
        theme=Theme.TRIP,
        words=says(f"si la personne accepte {confirmed:g} min de trajet"),
        every=f"si les personnes sans limite connue acceptent {confirmed:g} min de trajet",
        effort=flat(scores, settings.effort["reponse"]),
        concerns=np.isnan(batch.trip_limit_minutes) & np.isnan(batch.trip_limit_km),
        apply=lambda b, where: with_column(b, where, trip_limit_minutes=confirmed),
        is_answer=True,
    )


def _limit_words(batch: CandidateBatch, more: int, more_km: int) -> Callable[[int], str]:
    def words(row: int) -> str:
        limit = batch.trip_limit_minutes[row]
        if np.isnan(limit):
            km = batch.trip_limit_km[row]
            return f"si la personne accepte {km + more_km:g} km au lieu de {km:g}"
        return f"si la personne accepte {limit + more:g} min de trajet au lieu de {limit:g}"

    return words


def _longer(more: int, more_km: int) -> Callable[[CandidateBatch, BoolArray], CandidateBatch]:
    return lambda batch, where: with_column(
        batch,
        where,
        trip_limit_minutes=batch.trip_limit_minutes + more,
        trip_limit_km=batch.trip_limit_km + more_km,
    )


def means(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    """A means that the person did not name, and a car where nothing is known."""
    batch = scores.comparison.batch
    for mode, (name, words) in MEANS.items():
        column = MODES.index(mode)
        yield PersonChange(
            key=f"moyen:{mode.value}",
            theme=Theme.TRIP,
            words=says(words),
            every=words,
            effort=flat(scores, settings.effort[name]),
            concerns=batch.modes_known & ~batch.modes[:, column],
            apply=_going(column),
        )
    yield PersonChange(
        key="reponse:moyens",
        theme=Theme.TRIP,
        words=says("si la personne a une voiture"),
        every="si les personnes aux moyens inconnus ont une voiture",
        effort=flat(scores, settings.effort["reponse"]),
        concerns=~batch.modes_known,
        apply=_going(MODES.index(TravelMode.CAR)),
        is_answer=True,
    )


def _going(column: int) -> Callable[[CandidateBatch, BoolArray], CandidateBatch]:
    def apply(batch: CandidateBatch, where: BoolArray) -> CandidateBatch:
        known = with_column(batch, where, modes_known=True)
        return with_flag(known, where, "modes", column)

    return apply
