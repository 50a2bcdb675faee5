"""Words read before are not read again, and say the same as if they were."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from matching.coder import OccupationCoder
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


TRADES = ("Cariste", "Soudeur", "Aide à domicile", "Maçon", "Serveuse", "Comptable", "Peintre")


class Counting:
    """An encoder that keeps what it was given to read."""

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder, self.reads_alone = encoder, True
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
    assert counting.read == ["Peintre en bâtiment"]


def test_an_encoder_whose_vectors_depend_on_their_neighbours_reads_all_again() -> None:
    profiler = make_profiler()
    counting = Counting(profiler.encoder)
    counting.reads_alone = False
    now = replace(profiler, encoder=counting).batch(NOW, profiler.batch(BEFORE).words)
    assert tuple(counting.read) == now.words.texts


def test_the_same_titles_are_not_coded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    profiler = make_profiler()
    before = profiler.batch(BEFORE)
    moved = (replace(BEFORE[0], skills=(SkillFact("lecture de plan", None),)), *BEFORE[1:])
    whole = profiler.batch(moved)
    monkeypatch.setattr(OccupationCoder, "code", None)
    assert_same(profiler.batch(moved, before.words), whole)


@pytest.mark.parametrize("kind", ["Haswell", "Zen", "Sandybridge"])
def test_tables_are_the_same_to_the_last_bit_on_other_processors(kind: str) -> None:
    """Some of them round a product by the number of rows it is made with."""
    run = subprocess.run(
        [sys.executable, "-c", f"from {__name__} import many_changes; many_changes()"],
        env={**os.environ, "OPENBLAS_CORETYPE": kind, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]


def many_changes() -> None:
    profiler = make_profiler()
    trades = [f"{trade} {place}" for trade in TRADES for place in ("de nuit", "polyvalent", "")]
    people = [
        make_candidate(f"C-{n}", projects=(ProjectFact(title, None, True, None),))
        for n, title in enumerate(trades)
    ]
    words = profiler.batch(people[:7]).words
    for last in range(8, len(people)):
        found = profiler.batch(people[:last], words)
        assert_same(found, profiler.batch(people[:last]))
        words = found.words


def test_nobody_left_is_an_empty_table() -> None:
    profiler = make_profiler()
    nobody = profiler.batch((), profiler.batch(BEFORE).words)
    assert nobody.words.texts == ()
    assert_same(profiler.batch(NOW, nobody.words), profiler.batch(NOW))
