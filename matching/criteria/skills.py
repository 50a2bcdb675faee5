"""Criterion 2: the skills asked, or those of the fiche where the offer lists none."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.arrays import dots, list_max, shares
from matching.context import Comparison
from matching.criteria import FULL_CREDIT
from matching.profiles import BoolArray, Float32Array, FloatArray

REQUIRED_WEIGHT = 1.5
"""Weight of a required skill against a wished one."""

SIMILAR_FLOOR, SIMILAR_FULL = 0.25, 0.65
"""Cosines between which two wordings of a skill go from unrelated to the same: 95 of 100 pairs
of different skills of our lexicon stand under the first, most of the same skill above the second
or linked by the lexicon itself."""

ABOUT_FLOOR, ABOUT_FULL = 0.2, 0.6
"""The same bounds for what two wordings are about (`matching/topics.py`)."""

COVERED = 0.6
"""Coverage from which a skill is named among those the person has."""

DEDUCED_CREDIT = 0.5
"""Share of the criterion that skills deduced from the fiche can give."""

NAMED = 3
"""Skills named in a reason."""

Nearness = Callable[[Comparison, Float32Array], FloatArray]
"""(u,) how near the words of a comparison are to one skill, 0..1."""


@dataclass(frozen=True)
class SkillScore:
    comparison: Comparison
    score: FloatArray
    known: BoolArray
    deduced: bool

    @cached_property
    def cover(self) -> FloatArray:
        """(n, k) coverage of each listed skill by wording, or (n, 1) of the deduced ones.

        It is said, not scored: worked out when the first sentence asks for it.
        """
        offer = self.comparison.offer
        if self.deduced:
            return self.score[:, np.newaxis] / DEDUCED_CREDIT
        return _covered(self.comparison, _worded, offer.skill_vectors)

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
    """Weighted share of the skills that the best of the person's words for each is about.

    The words compared are skills, experiences and projects. Same lexicon code: covered whole.
    A skill is named as held where its very wording is near, not for being of the same field.
    Source: docs/decisions/0019.
    """
    batch, offer = comparison.batch, comparison.offer
    listed = offer.facts.skills
    known = _known(comparison)
    if not listed:
        cover = list_max(_worded(comparison, offer.core_skills), batch.profile)
        return SkillScore(comparison, DEDUCED_CREDIT * cover, known, deduced=True)
    about = _covered(comparison, _about, offer.skill_topics)
    weight = np.array([REQUIRED_WEIGHT if required else 1.0 for _, required in listed])
    return SkillScore(comparison, shares(about, weight), known, deduced=False)


def skills_at_most(comparison: Comparison) -> SkillScore:
    """What the criterion can give at most, no vector read: full credit."""
    deduced = not comparison.offer.facts.skills
    most = FULL_CREDIT * (DEDUCED_CREDIT if deduced else 1.0)
    full = np.full(len(comparison.batch), most)
    return SkillScore(comparison, full, _known(comparison), deduced=deduced)


def _known(comparison: Comparison) -> BoolArray:
    """(n,) who lists skills, where the offer lists some or its occupation has some."""
    offer = comparison.offer
    asked = bool(offer.facts.skills or offer.core_skills.any())
    known: BoolArray = (np.diff(comparison.batch.skill.start) > 0) & asked
    return known


def _covered(comparison: Comparison, nearness: Nearness, targets: Float32Array) -> FloatArray:
    """(n, k) the best of each person's words for each listed skill; the same code covers it."""
    batch, listed = comparison.batch, comparison.offer.facts.skills
    code = {name: number for number, name in enumerate(batch.skill_codes)}
    cover = np.empty((len(batch), len(listed)))
    for column, (target, (skill, _)) in enumerate(zip(targets, listed, strict=True)):
        near = nearness(comparison, target)
        if skill.code in code:
            near[batch.skill_code == code[skill.code]] = 1.0
        cover[:, column] = list_max(near, batch.profile)
    return cover


def _worded(comparison: Comparison, target: Float32Array) -> FloatArray:
    """(u,) how near each of the words is to the wording of a skill, 0..1."""
    cosine = dots(comparison.batch.words.vectors, target)
    near: FloatArray = np.clip((cosine - SIMILAR_FLOOR) / (SIMILAR_FULL - SIMILAR_FLOOR), 0.0, 1.0)
    return near


def _about(comparison: Comparison, target: Float32Array) -> FloatArray:
    """(u,) how near what each of the words is about is to that of a skill, 0..1."""
    cosine = dots(comparison.batch.words.topics, target)
    near: FloatArray = np.clip((cosine - ABOUT_FLOOR) / (ABOUT_FULL - ABOUT_FLOOR), 0.0, 1.0)
    return near
