import numpy as np
import pytest

from matching.title_words import TitleWords

# Titles: 0 "attaché commercial", 1 "attaché recrutement", 2 "recrutement"
WORDS = {"attache": 0, "commercial": 1, "recrutement": 2}
RARITY = np.array([1.0, 2.0, 2.0], dtype=np.float32)
TWO = np.sqrt(5.0)
COMPARED = TitleWords(
    WORDS,
    RARITY,
    np.array([0, 2, 3, 5]),
    np.array([0, 1, 0, 1, 2], dtype=np.int32),
    np.array([1 / TWO, 1 / TWO, 2 / TWO, 2 / TWO, 1.0], dtype=np.float32),
)


def test_the_same_words_are_the_same_title_in_any_order() -> None:
    assert COMPARED.cosines(["recrutement", "attache"], 3)[1] == pytest.approx(1)


def test_a_rare_word_shared_weighs_more_than_a_common_one() -> None:
    common, _, rare = COMPARED.cosines(["attache", "recrutement"], 3)
    assert rare == pytest.approx(2 / TWO)
    assert common == pytest.approx(1 / 5)


def test_unknown_words_say_nothing() -> None:
    assert COMPARED.cosines(["zzz"], 3).tolist() == [0, 0, 0]
    assert COMPARED.cosines(["zzz", "commercial"], 3)[0] == pytest.approx(2 / TWO)


def test_words_without_their_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="do not match"):
        TitleWords({}, RARITY, np.array([0]), np.zeros(0, np.int32), np.zeros(0, np.float32))
