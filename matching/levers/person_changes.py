"""What could change of the persons, or be answered by them, for one offer."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from matching.credentials import UNMET, UNSURE, holding, lever
from matching.criteria.contract import FULL_TIME_HOURS, days_of_wait
from matching.criteria.education import LANGUAGES, USUAL_LANGUAGE
from matching.dates import french_day
from matching.levers.changes import PersonChange, Theme
from matching.levers.offer_changes import by_training, called
from matching.levers.settings import Settings
from matching.levers.taking import with_column, with_credentials, with_flag
from matching.profiles import (
    CONTRACTS,
    CREDENTIAL_ABSENT,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_IN_PROGRESS,
    LANGUAGE_LEVELS,
    MODES,
    PATTERNS,
    BoolArray,
    CandidateBatch,
    FloatArray,
    LicenceAsk,
    StateArray,
)
from matching.score import Scores
from models.vocabulary import Gate, Necessity, TravelMode

ANY_TIME = 0
"""`working_time` of who takes full and part time alike."""

MEANS = {
    TravelMode.BUS: ("bus", "en prenant le bus"),
    TravelMode.BICYCLE: ("velo", "avec un vélo"),
    TravelMode.MOPED: ("deux_roues", "avec un deux-roues (location solidaire)"),
    TravelMode.CAR: ("voiture", "avec une voiture (location, covoiturage)"),
}
"""Means that a person may be given: name of the effort, words. Anyone can walk."""


def person_changes(scores: Scores, settings: Settings) -> list[PersonChange]:
    """Every single change of the persons of the comparison that the offer could notice.

    Restrictions are no such change: health is not a lever, the post is to be adapted.
    """
    return [
        *_titles(scores, settings),
        *_limits(scores, settings),
        *_means(scores, settings),
        *_schedule(scores, settings),
        *_contract(scores, settings),
        *_start(scores, settings),
        *_language(scores, settings),
    ]


def gate_state(scores: Scores, gate: Gate) -> StateArray:
    """(n,) state of a gate, met where the offer has none such."""
    found = [each.state for each in scores.gates if each.gate is gate]
    return found[0] if found else np.ones(len(scores.total), dtype=np.int8)


def _flat(scores: Scores, effort: float) -> FloatArray:
    return np.full(len(scores.total), effort)


def _says(words: str) -> Callable[[int], str]:
    return lambda row: words


# --- titles --------------------------------------------------------------------------------


def _titles(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    offer = scores.comparison.offer
    stated = offer.facts.licences
    required = (*(x for x in stated if x.necessity is Necessity.REQUIRED), *offer.legal_titles)
    wished = tuple(x for x in stated if x.necessity is Necessity.WISHED)
    for group in (required, wished):
        for key, asked in by_training(tuple(group)).items():
            yield from _title(scores, settings, key, asked)


def _title(
    scores: Scores, settings: Settings, key: str, asked: tuple[LicenceAsk, ...]
) -> Iterator[PersonChange]:
    held = [holding(scores.comparison, each) for each in asked]
    missing = np.any([h.state == UNMET for h in held], axis=0)
    unsure = np.any([h.state == UNSURE for h in held], axis=0)
    codes, said = tuple(each.code for each in asked), called(asked)
    what = np.max([np.where(h.state == UNMET, h.what, CREDENTIAL_ABSENT) for h in held], axis=0)
    training = lever(codes[0], CREDENTIAL_ABSENT)
    length = "formation_courte" if training else "formation_longue"
    effort = np.full(len(missing), settings.effort[length])
    effort[what == CREDENTIAL_IN_PROGRESS] = settings.effort["en_cours"]
    effort[what == CREDENTIAL_EXPIRED] = settings.effort["renouvellement"]

    def words(row: int) -> str:
        if what[row] == CREDENTIAL_EXPIRED:
            return f"avec {said} renouvelé"
        if what[row] == CREDENTIAL_IN_PROGRESS:
            return f"avec {said}, en cours d'obtention"
        return f"avec {said}"

    def obtain(batch: CandidateBatch, where: BoolArray) -> CandidateBatch:
        return with_credentials(batch, where, codes)

    yield PersonChange(
        key=f"titre:{key}",
        theme=Theme.CREDENTIAL,
        words=words,
        every=f"avec {said}",
        effort=effort,
        concerns=missing,
        apply=obtain,
        training=training,
    )
    yield PersonChange(
        key=f"reponse:titre:{key}",
        theme=Theme.CREDENTIAL,
        words=_says(f"s'il se confirme que la personne a bien {said}"),
        every=f"s'il se confirme que les personnes ont bien {said}",
        effort=_flat(scores, settings.effort["reponse"]),
        concerns=unsure & ~missing,
        apply=obtain,
        is_answer=True,
    )


# --- trips ---------------------------------------------------------------------------------


def _limits(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
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
            effort=_flat(scores, settings.effort["trajet"] * place),
            concerns=~np.isnan(batch.trip_limit_minutes) | ~np.isnan(batch.trip_limit_km),
            apply=_longer(more, more_km),
        )
    confirmed = steps.trajet_confirme_minutes
    yield PersonChange(
        key="reponse:trajet",
        theme=Theme.TRIP,
        words=_says(f"si la personne accepte {confirmed:g} min de trajet"),
        every=f"si les personnes sans limite connue acceptent {confirmed:g} min de trajet",
        effort=_flat(scores, settings.effort["reponse"]),
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


def _means(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    batch = scores.comparison.batch
    for mode, (name, words) in MEANS.items():
        column = MODES.index(mode)
        yield PersonChange(
            key=f"moyen:{mode.value}",
            theme=Theme.TRIP,
            words=_says(words),
            every=words,
            effort=_flat(scores, settings.effort[name]),
            concerns=batch.modes_known & ~batch.modes[:, column],
            apply=_going(column),
        )
    yield PersonChange(
        key="reponse:moyens",
        theme=Theme.TRIP,
        words=_says("si la personne a une voiture"),
        every="si les personnes aux moyens inconnus ont une voiture",
        effort=_flat(scores, settings.effort["reponse"]),
        concerns=~batch.modes_known,
        apply=_going(MODES.index(TravelMode.CAR)),
        is_answer=True,
    )


def _going(column: int) -> Callable[[CandidateBatch, BoolArray], CandidateBatch]:
    def apply(batch: CandidateBatch, where: BoolArray) -> CandidateBatch:
        known = with_column(batch, where, modes_known=True)
        return with_flag(known, where, "modes", column)

    return apply


# --- hours, contract, start, language ------------------------------------------------------


def _schedule(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
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
            words=_says(f"s'il se confirme que {one}" if is_answer else f"si {one}"),
            every=f"s'il se confirme que {every}" if is_answer else f"si {every}",
            effort=_flat(scores, settings.effort[name]),
            concerns=state == at,
            apply=keep,
            is_answer=is_answer,
        )


def _contract(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    facts, batch = scores.comparison.offer.facts, scores.comparison.batch
    if facts.contract is not None:
        column, kind = CONTRACTS.index(facts.contract), facts.contract.label
        yield PersonChange(
            key=f"accepte:{facts.contract.value}",
            theme=Theme.CONTRACT,
            words=_says(f"si la personne accepte ce contrat ({kind})"),
            every=f"si les personnes acceptent ce contrat ({kind})",
            effort=_flat(scores, settings.effort["contrat_personne"]),
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
            words=_says(f"si la personne accepte {said}"),
            every=f"si les personnes acceptent {said}",
            effort=_flat(scores, settings.effort["temps"]),
            concerns=batch.working_time > ANY_TIME,
            apply=lambda b, where: with_column(
                b, where, working_time=ANY_TIME, hours_min=np.nan, hours_max=np.nan
            ),
        )


def _start(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    free = scores.comparison.batch.available_from
    yield PersonChange(
        key="disponible",
        theme=Theme.START,
        words=lambda row: (
            f"si la personne est libre dès le début du poste, et non le {french_day(free[row])}"
        ),
        every="si les personnes sont libres dès le début du poste",
        effort=_flat(scores, settings.effort["attente"]),
        concerns=days_of_wait(scores.comparison) > 0,
        apply=lambda b, where: with_column(b, where, available_from=np.datetime64("NaT")),
    )


def _language(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    state = gate_state(scores, Gate.LANGUAGE)
    required = {
        code: level or USUAL_LANGUAGE
        for code, level, necessity in scores.comparison.offer.facts.languages
        if necessity is Necessity.REQUIRED
    }
    if not required:
        return
    said = " et ".join(f"{LANGUAGES.get(code, code)} {level}" for code, level in required.items())

    def speak(batch: CandidateBatch, where: BoolArray) -> CandidateBatch:
        columns = dict(batch.languages)
        for code, level in required.items():
            held = columns.get(code, np.full(len(batch), np.nan)).copy()
            held[where] = np.fmax(held[where], LANGUAGE_LEVELS.get(level, 3))
            columns[code] = held
        return replace(batch, languages=columns)

    for is_answer, at, name in ((False, UNMET, "langue"), (True, UNSURE, "reponse")):
        yield PersonChange(
            key=f"{'reponse:' if is_answer else ''}langue",
            theme=Theme.LANGUAGE,
            words=_says(
                f"s'il se confirme que la personne parle {said}"
                if is_answer
                else f"avec le niveau demandé ({said})"
            ),
            every=f"avec le niveau demandé ({said})",
            effort=_flat(scores, settings.effort[name]),
            concerns=state == at,
            apply=speak,
            is_answer=is_answer,
        )
