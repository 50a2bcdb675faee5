"""Words of a job title, brought to one form, and the n-grams the static encoder knows.

Masculine, feminine and double forms of a title ("Vendeur", "Vendeuse", "Vendeur / Vendeuse",
"vendeur(se)") give the same list of stems, so they can only get the same answer.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from matching.gender import masculine, without_marks

_NOISE_WORDS = (
    "de du des d la le les l en a au aux et ou un une pour sur dans avec par chez votre notre nos"
    " vos cdi cdd ctt interim interimaire interimaires temporaire contrat contrats mission missions"
    " temps plein partiel complet tps urgent urgence recherche recherchons recrute recrutement"
    " poste postes offre emploi emplois job jobs debutant debutants accepte acceptes"
    " confirme confirmee experimente experimentee possible immediat immediate asap"
    " mois an ans semaine semaines heure heures hebdo euros eur brut net salaire jour jours"
    " hf fh mf h f m x e n ref annonce abs nouveau nouvelle"
)
_NOISE = frozenset(_NOISE_WORDS.split())
_ACCENT = re.compile("[\u0300-\u036f]+")
_DIGITS = re.compile(r"\d")
_PLURALS = (("eux", "eur"), ("aux", "al"))
_LEAST_ROOT = 2
_SHORTEST_STEMMED = 4
_NGRAM_SIZES = (3, 4, 5)
_LONGEST_WORD = 24


def plain(text: str) -> str:
    """Lower case without accents; ligatures opened, typographic apostrophes made plain."""
    lowered = text.lower()
    for letter, instead in _USUAL:
        lowered = lowered.replace(letter, instead)
    if lowered.isascii():
        return lowered
    return _ACCENT.sub("", unicodedata.normalize("NFKD", lowered))


_LIGATURES = (("œ", "oe"), ("æ", "ae"), ("’", "'"))
_LETTERS = "éèàêçôîûâùëï\u00a0"
_USUAL = (*_LIGATURES, *((each, unicodedata.normalize("NFKD", each)[0]) for each in _LETTERS))
"""What most French texts hold beside ASCII: replaced first, a third of the time of the rest."""


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """One stem for the masculine and the feminine, the singular and the plural of `word`."""
    single = masculine(word)
    if len(single) < _SHORTEST_STEMMED:
        return single
    for plural, ending in _PLURALS:
        if single.endswith(plural) and len(single) - len(plural) >= _LEAST_ROOT:
            return single[: -len(plural)] + ending
    base = single[:-1] if single[-1] in "sx" else single
    return base.rstrip("e") if len(base) >= _SHORTEST_STEMMED else base


def stems(text: str) -> list[str]:
    """Distinct stems of `text`, in order: no gender marks, contract words or numbers."""
    words = dict.fromkeys(without_marks(plain(text)))  # a description says half of them again
    return list(dict.fromkeys(filter(None, map(_kept_stem, words))))


@lru_cache(maxsize=200_000)
def _kept_stem(word: str) -> str:
    """Stem of a word that counts, nothing for contract words, numbers and hours."""
    is_number = _DIGITS.search(word) is not None and not word.strip("0123456789h+#")
    return "" if word in _NOISE or is_number else stem(word)


@lru_cache(maxsize=200_000)
def word_tokens(word: str) -> tuple[str, ...]:
    """The stem itself and its character 3-5-grams, `<` and `>` marking its ends."""
    bounded = f"<{word[:_LONGEST_WORD]}>"
    grams = (
        "#" + bounded[start : start + size]
        for size in _NGRAM_SIZES
        for start in range(len(bounded) - size + 1)
        if size < len(bounded)
    )
    return (word, *grams)


def bigrams(words: list[str]) -> Iterator[str]:
    """Tokens of adjacent stems."""
    return (f"{left}_{right}" for left, right in pairwise(words))


def expand(text: str) -> str:
    """Every n-gram token of `text`, separated by spaces: what the saved model tokenizes.

    The vector of a text through sentence-transformers is the vector of `expand(text)`.
    """
    words = stems(text)
    tokens = [token for word in words for token in word_tokens(word)]
    return " ".join([*tokens, *bigrams(words)])
