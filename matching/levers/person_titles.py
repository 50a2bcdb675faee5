"""What persons could hold, or be asked whether they do: titles, and the level of a language."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from matching.credentials import UNMET, UNSURE, holding, lever
from matching.criteria.education import LANGUAGES, USUAL_LANGUAGE
from matching.levers.changes import PersonChange, Theme
from matching.levers.facts import flat, gate_state, says
from matching.levers.offer_requirements import by_training, called
from matching.levers.settings import Settings
from matching.levers.taking import with_credentials
from matching.profiles import (
    CREDENTIAL_ABSENT,
    CREDENTIAL_EXPIRED,
    CREDENTIAL_IN_PROGRESS,
    LANGUAGE_LEVELS,
    BoolArray,
    CandidateBatch,
    LicenceAsk,
)
from matching.score import Scores
from models.vocabulary import Gate, Necessity


def titles(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    """Each title that the offer asks, held, or confirmed to be.

    Of one training, what is required alone: its other categories come with it or not at all.
    """
    offer = scores.comparison.offer
    stated = offer.facts.licences
    required = (*(x for x in stated if x.necessity is Necessity.REQUIRED), *offer.legal_titles)
    wished = tuple(x for x in stated if x.necessity is Necessity.WISHED)
    for key, asked in (by_training(wished) | by_training(required)).items():
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
        words=says(f"s'il se confirme que la personne a bien {said}"),
        every=f"s'il se confirme que les personnes ont bien {said}",
        effort=flat(scores, settings.effort["reponse"]),
        concerns=unsure & ~missing,
        apply=obtain,
        is_answer=True,
    )


def language(scores: Scores, settings: Settings) -> Iterator[PersonChange]:
    """The level of language that the offer requires."""
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
            words=says(
                f"s'il se confirme que la personne parle {said}"
                if is_answer
                else f"avec le niveau demandé ({said})"
            ),
            every=f"avec le niveau demandé ({said})",
            effort=flat(scores, settings.effort[name]),
            concerns=state == at,
            apply=speak,
            is_answer=is_answer,
        )
