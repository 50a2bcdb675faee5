"""Criterion 2: the skills asked, or those of the fiche where the offer lists none."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import shorten

import numpy as np

from matching.arrays import list_max, ramps, shares
from matching.context import Comparison
from matching.criteria import FULL_CREDIT
from matching.profiles import BoolArray, FloatArray, IntArray

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

NO_ENTRY = -2
"""Stands for a listed skill in no entry that a word of the batch is of; such words are -1."""

NAMED = 3
"""Skills named in a reason."""

SAID = 60
"""Letters of a person's words that a reason quotes."""


@dataclass(frozen=True)
class SkillScore:
    comparison: Comparison
    score: FloatArray
    known: BoolArray
    deduced: bool

    def reason(self, row: int) -> str:
        return self.reasons([row])[0]

    def reasons(self, rows: Sequence[int]) -> list[str]:
        """What is said, not scored, is worked out here: the wording of the words of these rows."""
        if self.deduced:
            return [self._deduced(row) for row in rows]
        return [
            self._listed(proofs) if self.known[row] else "Compétences inconnues."
            for row, proofs in zip(rows, self._proofs(rows), strict=True)
        ]

    def _deduced(self, row: int) -> str:
        if not self.known[row]:
            silent = not self.comparison.offer.core_skills.any()
            return f"Compétences {'du poste ' if silent else ''}inconnues."
        level = float(self.score[row]) / DEDUCED_CREDIT
        how = "proches" if level >= COVERED else "en partie proches" if level > 0.25 else "loin"
        return (
            "L'offre ne liste pas de compétences ; celles du dossier sont "
            f"{how} de la fiche ROME (déduit)."
        )

    def _listed(self, proofs: Sequence[str | None]) -> str:
        labels = [skill.label for skill, _ in self.comparison.offer.facts.skills]
        pairs = list(zip(labels, proofs, strict=True))
        have = [_proved(label, proof) for label, proof in pairs if proof is not None]
        miss = [label for label, proof in pairs if proof is None]
        parts = []
        if have:
            parts.append(f"au dossier : {_some(have)}")
        if miss:
            parts.append(f"à vérifier : {_some(miss)}")
        share = f"{len(have)} compétence{'s' if len(have) > 1 else ''} sur {len(labels)}"
        return f"{share} ({' ; '.join(parts)})."

    def _proofs(self, rows: Sequence[int]) -> list[list[str | None]]:
        """For each row, the person's own words that name each listed skill, the nearest first."""
        batch, offer = self.comparison.batch, self.comparison.offer
        start, item = batch.profile.start, batch.profile.item
        lists = [item[start[row] : start[row + 1]] for row in rows]
        ends = np.cumsum([len(each) for each in lists]).tolist()
        words, place = np.unique(np.concatenate([item[:0], *lists]), return_inverse=True)
        near = ramps(batch.words.vectors[words], offer.skill_vectors, SIMILAR_FLOOR, SIMILAR_FULL)
        same = _same_entry(self.comparison, batch.skill_code[words])
        texts = [batch.words.texts[word] for word in words.tolist()]
        labels = [skill.label.casefold() for skill, _ in offer.facts.skills]
        equal = [[text.casefold() == label for label in labels] for text in texts]
        rank = near + same + np.array(equal, dtype=np.float64).reshape(near.shape)
        held = np.where((near >= COVERED) | same, rank, 0.0)[place]
        owned = [texts[at] for at in place.tolist()]
        return [_nearest(held[a:b], owned[a:b]) for a, b in pairwise([0, *ends])]

    def question(self, row: int) -> str | None:
        if self.deduced and not self.comparison.offer.core_skills.any():
            return "Quelles compétences le poste demande-t-il ?"
        return "Quelles compétences la personne a-t-elle exercées ?"


def _nearest(held: FloatArray, texts: Sequence[str]) -> list[str | None]:
    """Of a person's words, those that prove each of k skills best; None where none does.

    held : (m, k) how well each of m words proves each skill, 0 where it does not
    """
    if not len(held):
        return [None] * held.shape[1]
    best = held.argmax(axis=0)
    return [texts[at] if held[at, column] > 0 else None for column, at in enumerate(best.tolist())]


def _proved(label: str, proof: str) -> str:
    """What the file says, and for which skill of the offer where it says it otherwise."""
    said = shorten(proof, SAID, placeholder="…")
    return said if _is_said(label, proof) else f"« {said} » pour {label}"


def _is_said(label: str, proof: str) -> bool:
    return label.casefold() == proof.casefold()


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
        core = offer.core_skills[np.newaxis]
        near = ramps(batch.words.vectors, core, SIMILAR_FLOOR, SIMILAR_FULL)[:, 0]
        cover = list_max(near, batch.profile)
        return SkillScore(comparison, DEDUCED_CREDIT * cover, known, deduced=True)
    near = ramps(batch.words.topics, offer.skill_topics, ABOUT_FLOOR, ABOUT_FULL)
    about = list_max(np.maximum(near, _same_entry(comparison, batch.skill_code)), batch.profile)
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


def _same_entry(comparison: Comparison, own: IntArray) -> BoolArray:
    """(w, k) whether words of these codes are of the lexicon's entry of each listed skill."""
    codes = comparison.batch.skill_codes
    asked = [
        codes.index(skill.code) if skill.code in codes else NO_ENTRY
        for skill, _ in comparison.offer.facts.skills
    ]
    same: BoolArray = own[:, np.newaxis] == np.array(asked)
    return same
