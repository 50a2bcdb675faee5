"""Criterion 2: the skills asked, or those of the fiche where the offer lists none."""

from dataclasses import dataclass

import numpy as np

from matching.arrays import dots, segment_max
from matching.context import Comparison
from matching.profiles import BoolArray, Float32Array, FloatArray

REQUIRED_WEIGHT = 1.5
"""Weight of a required skill against a wished one."""

SIMILAR_FLOOR, SIMILAR_FULL = 0.25, 0.65
"""Cosines between which two wordings of a skill go from unrelated to the same: 95 of 100 pairs
of different skills of our lexicon stand under the first, most of the same skill above the second
or linked by the lexicon itself."""

COVERED = 0.6
"""Coverage from which a skill is named among those the person has."""

DEDUCED_CREDIT = 0.5
"""Share of the criterion that skills deduced from the fiche can give."""

NAMED = 3
"""Skills named in a reason."""


@dataclass(frozen=True)
class SkillScore:
    """cover : (n, k) coverage of each listed skill, or (n, 1) of the deduced ones."""

    comparison: Comparison
    score: FloatArray
    known: BoolArray
    cover: FloatArray
    deduced: bool

    def reason(self, row: int) -> str:
        if not self.known[row]:
            silent = self.deduced and not self.comparison.offer.core_skills.any()
            return f"Compétences {'du poste ' if silent else ''}inconnues."
        if self.deduced:
            level = float(self.cover[row, 0])
            how = "proches" if level >= COVERED else "en partie proches" if level > 0.25 else "loin"
            return (
                "L'offre ne liste pas de compétences ; celles du dossier sont "
                f"{how} de la fiche ROME (déduit)."
            )
        labels = [skill.label for skill, _ in self.comparison.offer.facts.skills]
        have = [label for label, c in zip(labels, self.cover[row], strict=True) if c >= COVERED]
        miss = [label for label, c in zip(labels, self.cover[row], strict=True) if c < COVERED]
        parts = []
        if have:
            parts.append(f"au dossier : {_some(have)}")
        if miss:
            parts.append(f"à vérifier : {_some(miss)}")
        share = f"{len(have)} compétence{'s' if len(have) > 1 else ''} sur {len(labels)}"
        return f"{share} ({' ; '.join(parts)})."

    def question(self, row: int) -> str | None:
        if self.deduced and not self.comparison.offer.core_skills.any():
            return "Quelles compétences le poste demande-t-il ?"
        return "Quelles compétences la personne a-t-elle exercées ?"


def _some(labels: list[str]) -> str:
    named = ", ".join(labels[:NAMED])
    return f"{named}…" if len(labels) > NAMED else named


def skills(comparison: Comparison) -> SkillScore:
    """Weighted share of the skills covered by the best of the person's words for each.

    The words compared are skills, experiences and projects. Same lexicon code: covered.
    Otherwise the cosine, lifted between two thresholds.
    """
    batch, offer = comparison.batch, comparison.offer
    listed = offer.facts.skills
    known = (np.diff(batch.skill.start) > 0) & bool(listed or offer.core_skills.any())
    if not listed:
        cover = _covered(comparison, offer.core_skills, None)[:, np.newaxis]
        return SkillScore(comparison, DEDUCED_CREDIT * cover[:, 0], known, cover, deduced=True)
    code = {name: number for number, name in enumerate(batch.skill_codes)}
    columns = [
        _covered(comparison, vector, code.get(skill.code or ""))
        for vector, (skill, _) in zip(offer.skill_vectors, listed, strict=True)
    ]
    cover = np.stack(columns, axis=1)
    weight = np.array([REQUIRED_WEIGHT if required else 1.0 for _, required in listed])
    share: FloatArray = cover @ weight / weight.sum()
    return SkillScore(comparison, share, known, cover, deduced=False)


def _covered(comparison: Comparison, target: Float32Array, code: int | None) -> FloatArray:
    """(n,) coverage of one skill by the best of each person's words."""
    batch = comparison.batch
    cosine = dots(batch.words.vectors, target)
    similar = np.clip((cosine - SIMILAR_FLOOR) / (SIMILAR_FULL - SIMILAR_FLOOR), 0.0, 1.0)
    if code is not None:
        similar[batch.skill_code == code] = 1.0
    return segment_max(similar[batch.profile.item], batch.profile)
