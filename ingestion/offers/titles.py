"""Lines that read as the title of a post, and words that title nothing."""

import re
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import fuzz

from ingestion.lexicon import read_rows, split_list
from ingestion.normalise import fold, squash

LONGEST_LINE = 110
"""Characters of a line that titles a post; a longer one is a sentence."""
_GENDER = re.compile(r"\(?\b[hf] ?[/-] ?[hf](?: ?[/-] ?[xnd])?\b\)?")
_COUNTS = r"(?:\d{1,2}|une?|des|deux|trois|quatre|cinq|six|sept|huit|dix|plusieurs)"
_OPENING = re.compile(
    r"[^a-z0-9]{0,6}(?:(?:\d{1,2} ?[.)/°-]|n° ?\d{1,3} ?[:.)-]?)[^a-z0-9]{1,4})?"
    r"(?:(?:offre|poste|annonce|mission|besoin)s?(?: ?n°)? ?\d{0,3} ?[:.)–-] ?)?"
    r"(?:(?:nous )?(?:recherch|cherch|recrut)(?:e|ons|ent)(?: ?:)? )?"
    rf"(?:{_COUNTS}(?: ?x)?(?: \([^)]{{1,12}}\))? )?(?:poste d[e'] ?)?([a-z]+)"
)
_SPEAKS = re.compile(
    r"\b(?:vous|nous|est|sera|seront|sont|avez|devra|doit|peut|etes|serez|notre|votre|nos|vos"
    r"|merci|bonjour|avoir|etre|si)\b"
)


@lru_cache(maxsize=1)
def title_words() -> frozenset[str]:
    """First words of titles, folded and singular."""
    text = (files("ingestion") / "data" / "title_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _vague() -> dict[str, frozenset[str]]:
    return {row["kind"]: frozenset(split_list(row["words"])) for row in read_rows(VAGUE)}


VAGUE = "vague_titles.csv"


def opens_as_title(folded: str) -> bool:
    """Whether the first word, after a number or a count, is that of a title."""
    opening = _OPENING.match(folded)
    if opening is None:
        return False
    word = opening[1]
    known = title_words()
    return word in known or (word[-1] in "sx" and word[:-1] in known)


def is_title(line: str) -> bool:
    """Whether a line reads as the title of a post: its words, or H/F, and no sentence."""
    words = line.strip()
    if not 3 <= len(words) <= LONGEST_LINE:
        return False
    folded = fold(words)
    if words[-1] in ".!?;:," or _SPEAKS.search(folded):
        return False
    return opens_as_title(folded) or _GENDER.search(folded) is not None


def is_marked(line: str) -> bool:
    """Whether a title says that it is one: H/F, or all in capitals."""
    words = line.strip()
    return _GENDER.search(fold(words)) is not None or is_capital(words)


def is_capital(line: str) -> bool:
    """Whether the letters of a line are capitals, the `(e)` and `h/f` of titles left aside."""
    letters = [c for c in re.sub(r"\([a-zé/]{1,6}\)", "", line) if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def says_nothing(subject: str) -> bool:
    """Whether the object of a message, or the title of a page, names no post."""
    words = [word for word in squash(subject).split() if not word.isdigit()]
    return all(word in _vague()["subject"] for word in words)


def same_post(title: str, other: str) -> bool:
    """Whether two titles may be one said twice: the words of one are nearly all in the other."""
    first, second = (squash(_GENDER.sub(" ", fold(each))) for each in (title, other))
    return fuzz.token_set_ratio(first, second) >= SAME_POST


SAME_POST = 90.0
"""rapidfuzz ratio (0..100): `Agent de tri` and `Agent de quai` reach 80."""


def is_heading(line: str) -> bool:
    """Whether a line only says that an offer follows (`Offre d'emploi`, `Fiche de poste`)."""
    return squash(line) in _vague()["heading"]


_FACT = re.compile(
    r"\W{0,4}(?:(?:cdi|cdd|cddi|interim)\b(?=[^\n]{0,12}(?:\d|renouvel|temps|saison))"
    r"|contrat\b|duree\b|temps (?:plein|partiel|complet)"
    r"|horaires?\b|\d{2} ?h(?:\b|eures|\d\d)|(?:tel|tel\.|telephone|mobile|portable|contact)\b"
    r"|0\d(?:[ .]?\d\d){4})"
)


def states_a_fact(line: str) -> bool:
    """Whether a line opens with a contract, hours or a telephone: it titles nothing."""
    return _FACT.match(fold(line)) is not None
