"""Facts to columns: many persons become arrays, an offer becomes a profile.

Words are read once each: the encoder and the coder see every distinct text a single time,
however many persons use it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from matching.coder import OccupationCoder
from matching.conditions import typical_conditions
from matching.encoder import PACKAGED_MODEL, TextEncoder
from matching.occupations import OccupationTable
from matching.person_columns import (
    credentials,
    flags,
    languages,
    origins,
    profile_norm,
    ragged,
)
from matching.profiles import (
    CONDITIONS,
    CONTRACTS,
    MODES,
    PATTERNS,
    WEEKDAYS,
    CandidateBatch,
    CandidateFacts,
    Float32Array,
    LicenceAsk,
    OfferFacts,
    OfferProfile,
    WordTable,
    as_column,
    day,
    minutes,
)
from matching.regulated import legal_titles
from matching.topics import Topics, packaged_topics
from matching.words import WordReader, Words
from models.vocabulary import Condition, Necessity, WorkingTimeWish

PROJECTS = 3
"""Projects kept a person: the programme validates two, a third leaves room."""

DECLARED_OFFER_WEIGHT = 0.9
"""Share of an officer's own code on an offer; codes of files weigh less (`matching.words`)."""

DESCRIPTION_SHARE = 0.5
"""Weight of the description beside the title in the text vector of an offer."""

PACKAGED_NAME = PACKAGED_MODEL.name
"""The encoder that the vectors of core skills were made with."""

LEGAL_WEIGHT = 0.5
"""Weight of a fiche from which an offer is of that occupation in the eyes of the law."""

WISH_RANK = {WorkingTimeWish.FULL: 2, WorkingTimeWish.PART: 1, WorkingTimeWish.ANY: 0}


@dataclass(frozen=True, slots=True)
class Profiler:
    """Turns facts into what the ranking compares, with the models it was given."""

    encoder: TextEncoder
    coder: OccupationCoder
    occupations: OccupationTable
    topics: Topics = field(default_factory=packaged_topics)

    @property
    def words(self) -> WordReader:
        """What reads words, with the same models."""
        return WordReader(self.encoder, self.coder, self.occupations, self.topics)

    # --- persons -----------------------------------------------------------------------------

    def batch(
        self, people: Sequence[CandidateFacts], before: WordTable | None = None
    ) -> CandidateBatch:
        """Columns of n persons, in their order; keys must be distinct.

        `before` : words already read by this profiler, taken where a new reading would be the same.

        Raises
        ------
        ValueError : two persons share a key
        """
        keys = tuple(person.key for person in people)
        if len(set(keys)) != len(keys):
            raise ValueError("two candidates share a key")
        words = Words()
        project_word = np.full((len(people), PROJECTS), -1, dtype=np.int32)
        validated = np.zeros((len(people), PROJECTS), dtype=np.bool_)
        dates = np.full((len(people), PROJECTS), np.datetime64("NaT", "D"))
        for i, person in enumerate(people):
            for j, project in enumerate(person.projects[:PROJECTS]):
                title = project.title or self._label(project.rome)
                project_word[i, j] = words.add(title, project.rome)
                validated[i, j] = project.validated
                dates[i, j] = day(project.validated_on)
        experience_rows = [[words.add(e.title) for e in person.experiences] for person in people]
        titles = len(words.rows)
        skill_rows = [[words.add(skill.label) for skill in person.skills] for person in people]
        profile_rows = [
            [int(row) for row in project_word[i] if row >= 0] + experience_rows[i] + skill_rows[i]
            for i in range(len(people))
        ]
        table = self.words.table(words, titles, before)
        profile = ragged(profile_rows)
        codes: dict[str, int] = {}
        skill_code = np.full(len(words.rows), -1, dtype=np.int32)
        for person, rows in zip(people, skill_rows, strict=True):
            for skill, row in zip(person.skills, rows, strict=True):
                if skill.code is not None:
                    skill_code[row] = codes.setdefault(skill.code, len(codes))
        credential_codes, state, known, expiry = credentials(people)
        places, origin = origins(people)
        modes, modes_known = flags(people, MODES, lambda p: p.travel_modes)
        contracts, contracts_known = flags(people, CONTRACTS, lambda p: p.contracts)
        patterns, patterns_known = flags(people, PATTERNS, lambda p: p.patterns)
        excluded, _ = flags(people, PATTERNS, lambda p: p.excluded_patterns)
        weekdays, _ = flags(people, WEEKDAYS, lambda p: p.excluded_weekdays)
        restricted, _ = flags(
            people, CONDITIONS, lambda p: frozenset(code for code, _ in p.restrictions)
        )
        return CandidateBatch(
            keys=keys,
            key_place=np.argsort(np.argsort(np.array(keys, dtype=np.str_), kind="stable")),
            words=table,
            project_word=project_word,
            project_validated=validated,
            project_date=dates,
            experience=ragged(experience_rows),
            experience_months=as_column([e.months for p in people for e in p.experiences]),
            experience_end=as_column([e.end_year for p in people for e in p.experiences]),
            skill=ragged(skill_rows),
            skill_code=skill_code,
            skill_codes=tuple(codes),
            profile=profile,
            profile_norm=profile_norm(profile, table.vectors, len(people)),
            topic_norm=profile_norm(profile, table.topics, len(people)),
            education_level=as_column([p.education_level for p in people]),
            languages=languages(people),
            credential_codes=credential_codes,
            credential_state=state,
            credential_known=known,
            diploma_known=np.array([p.diplomas_listed for p in people], dtype=np.bool_),
            credential_expiry=expiry,
            places=places,
            origin=origin,
            place_given=np.array([p.place_given for p in people], dtype=np.bool_),
            modes=modes,
            modes_known=modes_known,
            trip_limit_minutes=as_column([p.trip_limit_minutes for p in people]),
            trip_limit_km=as_column([p.trip_limit_km for p in people]),
            available_from=np.array([day(p.available_from) for p in people], "datetime64[D]"),
            contracts=contracts,
            contracts_known=contracts_known,
            working_time=np.array(
                [-1 if p.working_time is None else WISH_RANK[p.working_time] for p in people],
                dtype=np.int8,
            ),
            hours_min=as_column([p.hours_min for p in people]),
            hours_max=as_column([p.hours_max for p in people]),
            patterns=patterns,
            patterns_known=patterns_known,
            patterns_excluded=excluded,
            weekdays_excluded=weekdays,
            restricted=restricted,
            load_limit_kg=as_column(
                [
                    next((kg for code, kg in p.restrictions if code is Condition.LOADS), None)
                    for p in people
                ]
            ),
            earliest_start=as_column([minutes(p.earliest_start) for p in people]),
            latest_end=as_column([minutes(p.latest_end) for p in people]),
        )

    def _label(self, rome: str | None) -> str:
        """The label of a code that stands without a title; empty where it names no fiche."""
        family = self.occupations.resolve(rome)
        return self.occupations.labels[family[0]] if family else ""

    # --- offers ------------------------------------------------------------------------------

    def offer(self, facts: OfferFacts) -> OfferProfile:
        """The profile of one offer."""
        weights = self._offer_weights(facts)
        vectors = self.encoder.encode(
            [facts.title, facts.description, *(skill.label for skill, _ in facts.skills)]
        )
        text = vectors[0] + DESCRIPTION_SHARE * vectors[1]
        norm = float(np.linalg.norm(text))
        main = int(np.argmax(weights)) if weights.any() else -1
        return OfferProfile(
            facts=facts,
            occupation_weights=weights,
            main_occupation=main,
            title_vector=vectors[0],
            text_vector=(text / norm if norm else text).astype(np.float32),
            skill_vectors=vectors[2:],
            skill_topics=self.topics.encode([skill.label for skill, _ in facts.skills]),
            core_skills=self._core_skills(weights),
            occupation_topics=self.topics.of_fiches(weights),
            text_topics=self.topics.encode([f"{facts.title} {facts.description}"])[0],
            legal_titles=self._legal_titles(facts, weights, main),
            typical_conditions=(
                typical_conditions(self.occupations.codes[main]) if main >= 0 else frozenset()
            ),
        )

    def _offer_weights(self, facts: OfferFacts) -> Float32Array:
        guesses = {
            index: p
            for code, p in facts.rome_guesses
            if (index := self.occupations.index(code)) is not None
        }
        share = DECLARED_OFFER_WEIGHT if facts.rome_declared else 0.0
        mixed = self.words.mixed(guesses, facts.rome if facts.rome_declared else None, share)
        weights = np.zeros(len(self.occupations.codes), dtype=np.float32)
        for index, p in mixed.items():
            weights[index] = p
        return weights

    def _legal_titles(
        self, facts: OfferFacts, weights: Float32Array, main: int
    ) -> tuple[LicenceAsk, ...]:
        """Legal titles of an occupation that the source declares; none for a mere guess."""
        if not facts.rome_declared or main < 0 or weights[main] < LEGAL_WEIGHT:
            return ()
        said = {asked.code for asked in facts.licences if asked.necessity is not Necessity.WISHED}
        return tuple(
            title for title in legal_titles(self.occupations.codes[main]) if title.code not in said
        )

    def _label_vector(self, weights: NDArray[np.float32]) -> Float32Array:
        label = self.occupations.labels[int(np.argmax(weights))] if weights.any() else ""
        vectors: Float32Array = self.encoder.encode([label])
        return vectors.reshape(-1)

    def _core_skills(self, weights: NDArray[np.float32]) -> Float32Array:
        """Mean core skills of the probable fiches; another encoder reads the label instead."""
        vectors = self.occupations.core_skill_vectors
        if self.encoder.name != PACKAGED_NAME or self.encoder.dimension != vectors.shape[1]:
            return self._label_vector(weights)
        vector = weights @ vectors
        norm = float(np.linalg.norm(vector))
        return (vector / norm if norm else vector).astype(np.float32)
