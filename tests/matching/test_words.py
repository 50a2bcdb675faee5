"""Words read before are not read again, and say the same as if they were."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.encoder import TextEncoder
from matching.profiles import CandidateBatch, ProjectFact, SkillFact, WordTable
from tests.matching.factories import make_candidate, make_profiler

BEFORE = (
    make_candidate("C-1"),
    make_candidate("C-2", skills=(SkillFact("soudure à l'arc", None),)),
    make_candidate("C-3", projects=(ProjectFact("Aide-soignante", "J1501", True, None),)),
)
"""Three files, one of which the next reading has no longer."""

NOW = (
    make_candidate("C-1"),
    make_candidate("C-2", projects=(ProjectFact("soudure à l'arc", None, False, None),)),
    make_candidate("C-4", projects=(ProjectFact("Aide-soignante", "K1304", True, None),)),
    make_candidate("C-5", projects=(ProjectFact("Peintre en bâtiment", None, True, None),)),
)
"""A skill become a trade, a title under another code, a title that nobody had."""


class Counting:
    """An encoder that keeps what it was given to read."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self.name, self.dimension = encoder.name, encoder.dimension
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        return self._encoder.encode(texts)


def columns(table: WordTable) -> dict[str, Any]:
    return {field.name: getattr(table, field.name) for field in fields(table)}


def assert_same(found: CandidateBatch, expected: CandidateBatch) -> None:
    for name, value in columns(expected.words).items():
        assert np.array_equal(columns(found.words)[name], value), name
    assert np.array_equal(found.project_word, expected.project_word)
    assert np.array_equal(found.profile_norm, expected.profile_norm)
    assert np.array_equal(found.topic_norm, expected.topic_norm)


def test_a_table_made_from_another_is_that_of_a_whole_reading() -> None:
    profiler = make_profiler()
    assert_same(profiler.batch(NOW, profiler.batch(BEFORE).words), profiler.batch(NOW))
    assert_same(profiler.batch(BEFORE, profiler.batch(NOW).words), profiler.batch(BEFORE))


def test_a_skill_that_becomes_a_project_is_read_as_a_trade() -> None:
    profiler = make_profiler()
    before = profiler.batch(BEFORE).words
    assert before.texts.index("soudure à l'arc") >= before.titles
    now = profiler.batch(NOW, before)
    welding = now.project_word[1, 0]
    assert now.words.occupations[welding].max() >= 0
    assert now.words.self_fit[welding] > 0.0


def test_only_words_that_nobody_had_are_read() -> None:
    profiler = make_profiler()
    counting = Counting(profiler.encoder)
    before = profiler.batch(BEFORE).words
    replace(profiler, encoder=counting).batch(NOW, before)
    assert sorted(counting.read) == ["Aide-soignante", "Peintre en bâtiment", "soudure à l'arc"]


def test_nobody_left_is_an_empty_table() -> None:
    profiler = make_profiler()
    assert profiler.batch((), profiler.batch(BEFORE).words).words.texts == ()
