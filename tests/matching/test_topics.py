"""What words are about: near across different words, silent where nothing is known."""

from pathlib import Path

import numpy as np
import pytest

from matching.occupations import packaged_occupations
from matching.topics import DATA as PACKAGED
from matching.topics import TOPIC_WORDS_FILE, TOPICS_FILE, packaged_topics, read_topics
from models.errors import InputRefusedError


def about(one: str, other: str) -> float:
    first, second = packaged_topics().encode([one, other])
    return float(first @ second)


@pytest.mark.parametrize(
    ("text", "same_field", "other_field"),
    [
        ("tenir la comptabilité", "établir des factures", "couler du béton"),
        ("gros œuvre et coffrage", "maçonnerie", "aide aux repas des résidents"),
        ("toilette et repas d'une personne âgée", "auxiliaire de vie", "conduite de chariot"),
        ("préparation de commandes", "réception de marchandises en entrepôt", "coiffure"),
        ("plonge et mise en place", "commis de cuisine", "soudure à l'arc"),
    ],
)
def test_words_of_one_field_are_near_though_they_differ(
    text: str, same_field: str, other_field: str
) -> None:
    assert about(text, same_field) > about(text, other_field) + 0.2


def test_vectors_have_length_one_or_nothing() -> None:
    vectors = packaged_topics().encode(["cariste en entrepôt", "", "zzqqx"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 0.0, 0.0], abs=1e-6)


def test_every_fiche_has_its_topics() -> None:
    occupations, topics = packaged_occupations(), packaged_topics()
    assert topics.fiches.shape[0] == len(occupations.codes)
    assert np.linalg.norm(topics.fiches, axis=1) == pytest.approx(1.0, abs=1e-3)


def test_an_occupation_said_by_nothing_is_about_nothing() -> None:
    topics = packaged_topics()
    weights = np.zeros(len(topics.fiches), dtype=np.float32)
    assert not topics.of_fiches(weights).any()
    weights[3] = 0.4
    assert topics.of_fiches(weights) == pytest.approx(topics.fiches[3], abs=1e-6)


def test_both_genders_are_about_the_same() -> None:
    one, other = packaged_topics().encode(["Vendeuse en boulangerie", "Vendeur en boulangerie"])
    assert np.array_equal(one, other)


def test_files_that_do_not_match_are_refused(tmp_path: Path) -> None:
    (tmp_path / TOPICS_FILE).write_bytes((PACKAGED / TOPICS_FILE).read_bytes())
    (tmp_path / TOPIC_WORDS_FILE).write_text("un\ndeux\n", encoding="utf-8")
    with pytest.raises(InputRefusedError, match="ne concordent pas"):
        read_topics(tmp_path)
    with pytest.raises(InputRefusedError):
        read_topics(tmp_path / "absent")
