"""The masculine and the feminine of a word, brought to one form before any text is read.

Endings, words that follow none, and pairs of phrases stand in `data/genders.csv`; the form kept
is the masculine, since most known titles hold it. Whoever reads words through `common_words` gives
the same answer to "vendeur", "vendeuse", "vendeur(se)" and "Vendeur / Vendeuse": the words
themselves are then the same.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

GENDERS_FILE = Path(__file__).parent / "data" / "genders.csv"
_LEAST_ROOT = 2
_WORD = re.compile(r"[a-z0-9+#]+")
# "(h/f)", "f-h", "M/F/X"; "(homme ou femme)" only in brackets or last: "homme / femme de ménage"
# names the work.
# Both patterns begin with the few letters or signs that can open a match, and look behind: a text
# is then searched letter by letter for those only.
_ONE = r"(?:hommes?|femmes?)"
_OTHER = rf" ?(?:/|-|ou|et) ?{_ONE}"
_MARK = re.compile(
    r"[hfmx(](?:"
    r"(?<=\b[hfmx])\s{0,3}[/\-|.,]\s{0,3}[hfmx](?:\s{0,3}[/\-|.,]\s{0,3}[a-z])?\b"
    r"|(?:(?<=\bh)f|(?<=\bf)h|(?<=\bm)f)\b"
    rf"|(?<=\()(?:[hfm]\)| ?{_ONE}{_OTHER} ?\))"
    rf"|(?:(?<=\bh)ommes?|(?<=\bf)emmes?){_OTHER}\s{{0,3}}$)"
)


@dataclass(frozen=True, slots=True)
class Genders:
    """The table: endings from the longest, words and phrases from feminine to masculine.

    phrases : for the first word of each, the words to find and those that take their place,
        the longest first
    appended : a written ending after a masculine word, "(se)", "·e", "/trice"
    """

    endings: tuple[tuple[str, str], ...]
    words: dict[str, str]
    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]
    appended: re.Pattern[str]


def without_marks(text: str) -> list[str]:
    """The words of a plain text (lower case, no accents) without what is written for both sexes.

    "(h/f)" and endings such as "(se)" are taken out, pairs of phrases read as the masculine one;
    single words stay as they are, for `masculine`.
    """
    table = genders()
    words = _WORD.findall(table.appended.sub("", _MARK.sub(" ", text)))
    if not table.phrases.keys().isdisjoint(words):
        words = _without_phrases(words, table)
    return words


@lru_cache(maxsize=200_000)
def masculine(word: str) -> str:
    """The masculine form of one word; the word itself when it has no feminine ending.

    A plural stays a plural only where the table says nothing of the word.
    """
    table = genders()
    if word in table.words:
        return table.words[word]
    for feminine, ending in table.endings:
        if word.endswith(feminine) and len(word) - len(feminine) >= _LEAST_ROOT:
            return word[: -len(feminine)] + ending
    return word


@lru_cache(maxsize=1)
def genders() -> Genders:
    """The packaged table, read once."""
    endings: list[tuple[str, str]] = []
    words: dict[str, str] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    appended: dict[str, list[str]] = {"clear": [], "bracketed": []}
    with GENDERS_FILE.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(line for line in handle if not line.startswith("#")):
            feminine, ending = row["feminine"], row["masculine"]
            if row["kind"] == "ending":
                endings += [(feminine, ending), (f"{feminine}s", ending)]
            elif row["kind"] == "word":
                words |= {feminine: ending, f"{feminine}s": ending}
            elif row["kind"] == "phrase":
                left, right = tuple(feminine.split()), tuple(ending.split())
                phrases.setdefault(left[0], []).append((left, right))
            else:
                appended["clear" if row["kind"] == "appended" else "bracketed"].append(feminine)
    endings.sort(key=lambda pair: -len(pair[0]))
    by_first = {
        first: tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
        for first, pairs in phrases.items()
    }
    return Genders(tuple(endings), words, by_first, _appended(**appended))


def _appended(clear: list[str], bracketed: list[str]) -> re.Pattern[str]:
    """Endings written after the word: any in brackets or after a median point, the clear ones
    after a hyphen or a slash too, where "porte-e" could be the end of a sentence's own word."""
    clear_ones = "|".join(sorted(clear, key=len, reverse=True))
    any_one = "|".join(sorted([*clear, *bracketed], key=len, reverse=True))
    return re.compile(
        r"[ (./·•∙-](?:(?<! )|(?=[(/]))(?:"  # most spaces end there: half of the time
        rf"(?:(?<=[a-z]{{2}}\()|(?<=[a-z]{{2}} )\()-?(?:{any_one})s?\)s?"
        rf"|(?<=[a-z]{{2}}[·•∙.])(?:{any_one})(?:[·•∙.]?s)?\b"
        rf"|(?:(?<=[a-z]{{2}}-)|(?:(?<=[a-z]{{2}}/)|(?<=[a-z]{{2}} )/) ?-?)(?:{clear_ones})s?\b)"
    )


def _without_phrases(words: list[str], table: Genders) -> list[str]:
    """The words where each pair of phrases of the table has its masculine side."""
    kept: list[str] = []
    place = 0
    while place < len(words):
        found, instead = _phrase_at(words, place, table)
        kept.extend(instead)
        place += found
    return kept


def _phrase_at(words: list[str], place: int, table: Genders) -> tuple[int, tuple[str, ...]]:
    """How many words to leave at `place`, and which stand in their place."""
    for phrase, instead in table.phrases.get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase), instead
    return 1, (words[place],)
