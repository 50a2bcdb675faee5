"""The only inputs of the ranking: what may be read of an offer and of a person, and no more.

No name, sex, age, nationality, address, status or quarter flag has an attribute here; the
commune appears only as the origin of trips. A test walks these classes and compares their
fields with a closed list, so that a forbidden fact cannot be passed by accident: there is
nowhere to put it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    Domain,
    Force,
    Gate,
    Necessity,
    SiteAccess,
    TravelMode,
    Vehicle,
    Weekday,
    WorkingTimeWish,
    WorkPattern,
)

FloatArray = NDArray[np.float64]
Float32Array = NDArray[np.float32]
IntArray = NDArray[np.int32]
BoolArray = NDArray[np.bool_]
StateArray = NDArray[np.int8]
Array = NDArray[Any]

CONTRACTS = tuple(ContractType)
PATTERNS = tuple(WorkPattern)
MODES = tuple(TravelMode)
CONDITIONS = tuple(Condition)
WEEKDAYS = tuple(Weekday)


# --- facts: one person, one offer ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A commune or quarter, known only to compute trips."""

    insee: str
    quarter: str | None
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ProjectFact:
    title: str
    rome: str | None
    validated: bool
    validated_on: date | None


@dataclass(frozen=True, slots=True)
class ExperienceFact:
    title: str
    months: float | None
    end_year: int | None


@dataclass(frozen=True, slots=True)
class CredentialFact:
    code: str
    state: CredentialState
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class SkillFact:
    """`code` is that of our lexicon, None when the words are in no entry of it."""

    label: str
    code: str | None


@dataclass(frozen=True, slots=True)
class LicenceAsk:
    """A licence or certificate of an offer; `label` is how people call it.

    `is_diploma` : files list it among diplomas, not among licences.
    """

    code: str
    label: str
    necessity: Necessity
    is_diploma: bool = False


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What the ranking may read of a person. None: the file does not say."""

    key: str
    projects: tuple[ProjectFact, ...] = ()
    experiences: tuple[ExperienceFact, ...] = ()
    skills: tuple[SkillFact, ...] = ()
    education_level: int | None = None
    languages: tuple[tuple[str, str | None], ...] = ()
    credentials: tuple[CredentialFact, ...] = ()
    credentials_listed: bool = False
    """whether the file lists licences at all: what is not in a list is then not held"""
    diplomas_listed: bool = False
    """whether the file lists diplomas at all"""
    origin: Place | None = None
    place_given: bool = False
    """whether the file names the commune, be it in no table of places"""
    travel_modes: frozenset[TravelMode] | None = None
    trip_limit_minutes: float | None = None
    trip_limit_km: float | None = None
    available_from: date | None = None
    contracts: frozenset[ContractType] | None = None
    working_time: WorkingTimeWish | None = None
    hours_min: float | None = None
    hours_max: float | None = None
    patterns: frozenset[WorkPattern] | None = None
    restrictions: tuple[tuple[Condition, float | None], ...] = ()
    earliest_start: time | None = None
    latest_end: time | None = None
    excluded_patterns: frozenset[WorkPattern] = frozenset()
    excluded_weekdays: frozenset[Weekday] = frozenset()


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What the ranking reads of an offer.

    `unreviewed` names the parts that no person has read yet (`licences`, `schedule`,
    `workplace`, `contract`, `conditions`, `availability`): they weigh, but never block.
    `forces` says which gates do not block for this offer; the others do.
    """

    key: str
    title: str
    description: str
    domain: Domain
    rome: str | None
    rome_declared: bool
    rome_guesses: tuple[tuple[str, float], ...]
    skills: tuple[tuple[SkillFact, bool], ...] = ()
    experience: Necessity | None = None
    experience_months: int | None = None
    education_level: int | None = None
    education: Necessity | None = None
    languages: tuple[tuple[str, str | None, Necessity], ...] = ()
    licences: tuple[LicenceAsk, ...] = ()
    workplace: Place | None = None
    access: frozenset[SiteAccess] = frozenset()
    vehicle: Vehicle | None = None
    contract: ContractType | None = None
    start_date: date | None = None
    deadline: date | None = None
    weekly_hours: float | None = None
    full_time: bool | None = None
    patterns: frozenset[WorkPattern] = frozenset()
    start_time: time | None = None
    end_time: time | None = None
    conditions: frozenset[Condition] = frozenset()
    load_level: int | None = None
    """how heavy the loads are: 1 up to 10 kg, 2 between, 3 above 20 kg; None: not said"""
    unreviewed: frozenset[str] = frozenset()
    forces: Mapping[Gate, Force] = field(default_factory=dict)


# --- columns: many persons -------------------------------------------------------------------


@dataclass(frozen=True)
class WordTable:
    """Distinct pairs (words, declared ROME code), each read once by encoder and coder.

    texts, codes : u strings, and the code declared beside each or None; the `titles` first ones
        are projects and experiences, which alone are read as occupations
    vectors : (u, d) float32, unit rows, zero where the words say nothing
    occupations : (u, k) int32 rows of the occupation table, -1 where there is none
    probabilities : (u, k) float32, their weights, sum <= 1
    self_fit : (u,) nearness of each reading to itself, what proximities are normalised by
    topics : (u, t) float32, what the words are about; unit rows, zero where they say nothing
    """

    texts: tuple[str, ...]
    codes: tuple[str | None, ...]
    titles: int
    vectors: Float32Array
    occupations: IntArray
    probabilities: Float32Array
    self_fit: FloatArray
    topics: Float32Array

    @cached_property
    def readings(self) -> tuple[NDArray[np.int64], Float32Array]:
        """(k, titles) fiches and their weights, the likeliest of all titles first in memory."""
        fiches = np.ascontiguousarray(self.occupations[: self.titles].T, dtype=np.int64)
        return fiches, np.ascontiguousarray(self.probabilities[: self.titles].T)

    @cached_property
    def certainty(self) -> Float32Array:
        """(titles,) share of probability on the listed fiches."""
        mass: Float32Array = self.probabilities[: self.titles].sum(axis=1)
        return mass


@dataclass(frozen=True)
class Ragged:
    """Lists of unequal length, one a candidate: rows `start[i]:start[i+1]` of `item`.

    start : (n + 1,) int64; item : (m,) int32 row of a word table; owner : (m,) int32
    """

    start: NDArray[np.int64]
    item: IntArray
    owner: IntArray

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """(n,) place of each list among them all, the longest first."""
        place = np.empty(len(self.start) - 1, dtype=np.int64)
        place[self._longest_first] = np.arange(len(place))
        return place

    @cached_property
    def layers(self) -> tuple[NDArray[np.int64], ...]:
        """First, second... items of the lists that have them, the longest lists first.

        Whole columns to work on, where lists one by one would be a loop over persons.
        """
        start = self.start[:-1][self._longest_first]
        length = np.diff(self.start)[self._longest_first]
        deepest = int(length[0]) if len(length) else 0
        counts = [int(np.count_nonzero(length > depth)) for depth in range(deepest)]
        return tuple(
            self.item[start[:count] + depth].astype(np.int64) for depth, count in enumerate(counts)
        )

    @cached_property
    def _longest_first(self) -> NDArray[np.int64]:
        return np.argsort(-np.diff(self.start), kind="stable")


@dataclass(frozen=True, slots=True)
class CandidateBatch:
    """n candidates as columns, in the order of `keys`. NaN and -1 mean unknown."""

    keys: tuple[str, ...]
    key_place: NDArray[np.int64]
    """(n,) place of each key in their alphabetical order: what settles ties"""
    words: WordTable
    project_word: IntArray
    """(n, 3) rows of `words`, -1 where there is no such project"""
    project_validated: BoolArray
    """(n, 3)"""
    project_date: NDArray[np.datetime64]
    """(n, 3) datetime64[D], NaT where not validated or not dated"""
    experience: Ragged
    experience_months: FloatArray
    """(m,) months of each experience, NaN unknown"""
    experience_end: FloatArray
    """(m,) last year of each experience, NaN unknown"""
    skill: Ragged
    skill_code: IntArray
    """(u,) lexicon code of each row of `words` as a number, -1 none"""
    skill_codes: tuple[str, ...]
    """the lexicon codes that `skill_code` counts"""
    profile_norm: FloatArray
    """(n,) length of the sum of a person's word vectors; 0 where there are no words"""
    topic_norm: FloatArray
    """(n,) the same for what the words are about"""
    profile: Ragged
    """the words that make up a person's text"""
    education_level: FloatArray
    """(n,) 2..8, NaN unknown"""
    languages: dict[str, FloatArray]
    """per ISO code (n,) 0..7 (A0..native), NaN not said"""
    credential_codes: tuple[str, ...]
    credential_state: StateArray
    """(n, c): see CREDENTIAL_* below"""
    credential_known: BoolArray
    """(n,) whether the file says anything of licences"""
    diploma_known: BoolArray
    """(n,) whether it says anything of diplomas"""
    credential_expiry: NDArray[np.datetime64]
    """(n, c) datetime64[D], NaT without an end"""
    places: tuple[Place, ...]
    origin: IntArray
    """(n,) row of `places`, -1 unknown"""
    place_given: BoolArray
    """(n,) whether the file names the commune, known to the tables or not"""
    modes: BoolArray
    """(n, 5) in the order of MODES"""
    modes_known: BoolArray
    trip_limit_minutes: FloatArray
    trip_limit_km: FloatArray
    available_from: NDArray[np.datetime64]
    """(n,) datetime64[D], NaT now"""
    contracts: BoolArray
    """(n, 9) in the order of CONTRACTS"""
    contracts_known: BoolArray
    working_time: StateArray
    """(n,) 2 full, 1 part, 0 any, -1 unknown"""
    hours_min: FloatArray
    hours_max: FloatArray
    patterns: BoolArray
    """(n, 7) in the order of PATTERNS"""
    patterns_known: BoolArray
    patterns_excluded: BoolArray
    weekdays_excluded: BoolArray
    restricted: BoolArray
    """(n, 21) in the order of CONDITIONS"""
    load_limit_kg: FloatArray
    earliest_start: FloatArray
    """(n,) minutes after midnight, NaN no limit"""
    latest_end: FloatArray

    def __len__(self) -> int:
        return len(self.keys)


CREDENTIAL_ABSENT = 0
CREDENTIAL_HELD = 1
CREDENTIAL_IN_PROGRESS = 2
CREDENTIAL_EXPIRED = 3
CREDENTIAL_SUSPENDED = 4
CREDENTIAL_RANK: dict[CredentialState, int] = {
    CredentialState.HELD: CREDENTIAL_HELD,
    CredentialState.IN_PROGRESS: CREDENTIAL_IN_PROGRESS,
    CredentialState.EXPIRED: CREDENTIAL_EXPIRED,
    CredentialState.SUSPENDED: CREDENTIAL_SUSPENDED,
}

LANGUAGE_LEVELS = {"A0": 0, "A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6, "native": 7}


@dataclass(frozen=True, slots=True)
class OfferProfile:
    """An offer, its words read by encoder and coder: ready to be compared with columns."""

    facts: OfferFacts
    occupation_weights: Float32Array
    """(f,) weight of each fiche of the occupation table, sum <= 1"""
    main_occupation: int
    """the most probable fiche, -1 if none"""
    title_vector: Float32Array
    text_vector: Float32Array
    skill_vectors: Float32Array
    """(k, d) one a listed skill"""
    skill_topics: Float32Array
    """(k, t) what each listed skill is about"""
    core_skills: Float32Array
    """(d,) mean vector of the core skills of the probable fiches; zeros where unknown"""
    occupation_topics: Float32Array
    """(t,) what the probable fiches are about; zeros where unknown"""
    text_topics: Float32Array
    """(t,) what the title and the description are about; zeros where they say nothing"""
    legal_titles: tuple[LicenceAsk, ...] = ()
    """what the law asks for the occupation and the offer does not say"""
    typical_conditions: frozenset[Condition] = field(default_factory=frozenset)
    """what posts of this occupation usually ask of the body; asked about, never a blocker"""


def minutes(moment: time | None) -> float:
    """Minutes after midnight; NaN for None."""
    return float("nan") if moment is None else moment.hour * 60.0 + moment.minute


def day(value: date | None) -> np.datetime64:
    """Calendar day as datetime64[D]; NaT for None."""
    return np.datetime64("NaT", "D") if value is None else np.datetime64(value, "D")


def as_column(values: Sequence[float | None]) -> FloatArray:
    """(n,) float64, NaN for None."""
    return np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
