"""Criterion 7: level of training and languages, when the offer says so."""

from dataclasses import dataclass

import numpy as np

from matching.context import Comparison
from matching.criteria import RowByRow
from matching.profiles import LANGUAGE_LEVELS, BoolArray, FloatArray
from models.vocabulary import Necessity

LOST_A_LEVEL = 0.25
"""Lost for each level of training, or of a language, below what is asked."""

WISHED_FLOOR = 0.5

USUAL_LANGUAGE = "B1"
"""Level meant by an offer that names a language without one."""

LOCAL_LANGUAGE = "fr"
"""Files say nothing of the language everybody is followed in, unless there is something to say:
its silence is no question."""

LEVELS = {2: "sans diplôme", 3: "CAP ou BEP", 4: "Bac", 5: "Bac+2", 6: "Bac+3", 7: "Bac+5"}
LANGUAGES = {
    "ar": "arabe",
    "de": "allemand",
    "en": "anglais",
    "es": "espagnol",
    "fr": "français",
    "it": "italien",
    "nl": "néerlandais",
    "pl": "polonais",
    "pt": "portugais",
    "ro": "roumain",
    "ru": "russe",
    "tr": "turc",
    "uk": "ukrainien",
    "zh": "chinois",
}


@dataclass(frozen=True)
class EducationScore(RowByRow):
    comparison: Comparison
    score: FloatArray
    known: BoolArray
    missing_language: BoolArray
    unsure_language: BoolArray

    def reason(self, row: int) -> str:
        facts = self.comparison.offer.facts
        asked = []
        if facts.education_level is not None:
            asked.append(LEVELS.get(facts.education_level, "Bac+5 ou plus"))
        asked += [LANGUAGES.get(code, "autre langue") for code, _, _ in facts.languages]
        if not asked:
            return "L'offre ne demande ni niveau ni langue."
        want = f"demandé : {', '.join(asked)}"
        if not self.known[row]:
            return f"Niveau ou langue inconnus ; {want}."
        level = self.comparison.batch.education_level[row]
        verdict = "atteint" if self.score[row] >= 1 else "pas tout à fait atteint"
        have = ""
        if facts.education_level is not None and not np.isnan(level):
            have = f" ; au dossier : {LEVELS.get(int(level), 'Bac+5 ou plus')}"
        return f"{want[:1].upper()}{want[1:]}, {verdict}{have}."

    def question(self, row: int) -> str | None:
        return "Quel est le niveau de formation, et de langue, de la personne ?"


def education(comparison: Comparison) -> EducationScore:
    """1 at the level, a quarter less a level below; the mean over what is asked."""
    batch, facts = comparison.batch, comparison.offer.facts
    parts: list[FloatArray] = []
    missing = np.zeros(len(batch), dtype=np.bool_)
    unsure = np.zeros(len(batch), dtype=np.bool_)
    if facts.education_level is not None:
        parts.append(_graded(batch.education_level, float(facts.education_level), facts.education))
    for code, level, necessity in facts.languages:
        held = batch.languages.get(code, np.full(len(batch), np.nan))
        asked = float(LANGUAGE_LEVELS.get(level or USUAL_LANGUAGE, 3))
        if code == LOCAL_LANGUAGE:
            held = np.where(np.isnan(held), asked, held)
        missing |= (held < asked - 1) & (necessity is Necessity.REQUIRED)
        unsure |= np.isnan(held) & (necessity is Necessity.REQUIRED)
        parts.append(_graded(held, asked, necessity))
    if not parts:
        everyone = np.ones(len(batch), dtype=np.bool_)
        return EducationScore(comparison, np.ones(len(batch)), everyone, missing, unsure)
    score = np.mean(parts, axis=0)
    known = ~np.isnan(score)
    return EducationScore(comparison, np.where(known, score, 0.0), known, missing, unsure)


def _graded(held: FloatArray, asked: float, necessity: Necessity | None) -> FloatArray:
    score = np.clip(1.0 - LOST_A_LEVEL * np.maximum(asked - held, 0.0), 0.0, 1.0)
    return score if necessity is Necessity.REQUIRED else np.maximum(score, WISHED_FLOOR)
