"""Who the person is, written where only the trade should be: names, ages, nationalities.

Words of trades are never taken: `boulanger` stays in the title of a Mr Boulanger, `pierre` in
`tailleur de pierre` of a Pierre (`data/trade_surnames.txt`, and every word of the skills table).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from unicodedata import normalize

from ingestion.candidates.cutting import Span, cut
from ingestion.folding import fold, squash
from ingestion.records import Identity

LEAST_NAME_LETTERS = 3
"""A shorter name is taken only beside the other name or a civility."""
_CIVILITIES = frozenset(["m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"])
_SURE_CIVILITIES = _CIVILITIES - {"m"}
_BEFORE_A_THING = frozenset(
    squash("a au aux d de des du en et la le les l ou par pour sur un une").split()
)
_TOKEN = re.compile(r"[a-z0-9]+")
_BETWEEN = re.compile(r"[\s.,'-]*")
_APART = re.compile(r"[,;:/()|–-]")
_MAY_SAY_AGE = re.compile(
    r"\bans\b|national|\bne(?:e|\(e\))? (?:le|en) |\b(?:mr|mme|mlle|monsieur|madame|mademoiselle)\b"
)
_LIVED = r"(?! (?:d'exp|d'anc|de |dans|comme|chez|en ))"
_AGE = r"(?:1[5-9]|[2-6]\d) ans\b"
_AGES = (
    re.compile(rf"\bagee?s?(?:\(e\))? (?:de )?{_AGE}"),
    re.compile(rf"\b(?:homme|femme|garcon|fille),? (?:de )?{_AGE}{_LIVED}"),
    re.compile(r"\bnee?(?:\(e\))? (?:le|en) (?:\d{1,2}[/.-]\d{1,2}[/.-])?(?:19|20)\d{2}\b"),
    re.compile(
        r"\b(?:de |double )*nationalite\b[ :]*"
        r"(?:[a-z-]+(?: ?(?:/|et) ?[a-z]+(?:aise?|ienn?e?|aine?|oise?|ane?|ole?)\b)?)?"
    ),
    re.compile(
        r"(?:^|(?<=[,;(/–-])|(?<=[,;(/–-] ))(?:mr|mme|mlle|monsieur|madame|mademoiselle)\.?"
        r"(?=\s*(?:$|[,;)/–-]))"
    ),
)
_YOUNG = re.compile(rf"\b(jeune\b)[^|;]{{0,60}}?[ (,]({_AGE}){_LIVED}")


@dataclass(frozen=True, slots=True)
class Names:
    """Folded words of the person's last and first names."""

    last: frozenset[str]
    first: frozenset[str]


NOBODY = Names(frozenset(), frozenset())


def names_in(text: str, identity: Identity) -> Names:
    """The person's names if a word of the text is one of them, nobody otherwise."""
    written = f"{identity.last_name or ''} {identity.first_name or ''}"
    words = _bare(written).split()
    if not words:
        return NOBODY
    padded = b" " + _bare(text) + b" "
    if not any(b" " + word + b" " in padded for word in words):
        return NOBODY
    return names_of(identity)


def names_of(identity: Identity) -> Names:
    """Names of a person, in the form in which texts are searched."""
    return Names(_name_words(identity.last_name), _name_words(identity.first_name))


def _name_words(name: str | None) -> frozenset[str]:
    return frozenset(_TOKEN.findall(fold(name))) if name else frozenset()


PART = "\x1f"
"""Between texts searched together; no cleaned cell holds it."""
_LETTERS = bytes(
    code if (chr(code).isalnum() and code < 128) or chr(code) == PART else 32 for code in range(256)
)


def _bare(text: str) -> bytes:
    """Small letters and digits, anything else a space: quicker than `squash`, for a first look."""
    plain = text if text.isascii() else normalize("NFKD", text)
    return plain.encode("ascii", "ignore").lower().translate(_LETTERS)


def rows_with_names(texts: Sequence[str], owners: Sequence[str]) -> list[int]:
    """Where `names_in` finds somebody, for many rows at once.

    Parameters
    ----------
    texts : free words of each row, cleaned
    owners : last and first name of the person of each row
    """
    found = []
    for at, (text, owner) in enumerate(zip(_bare_all(texts), _bare_all(owners), strict=True)):
        for word in owner.split():
            if word in text and b" " + word + b" " in b" " + text + b" ":
                found.append(at)
                break
    return found


def _bare_all(texts: Sequence[str]) -> list[bytes]:
    """`_bare` for many texts at once."""
    return _bare(PART.join(texts)).split(PART.encode()) if texts else []


@lru_cache(maxsize=1)
def _trade_words() -> frozenset[str]:
    folder = files("ingestion") / "data"
    own = (folder / "trade_surnames.txt").read_text(encoding="utf-8").splitlines()
    skills = (folder / "skills.csv").read_text(encoding="utf-8")
    return frozenset(squash(f"{' '.join(w for w in own if w[:1] != '#')} {skills}").split())


@lru_cache(maxsize=65536)
def cut_age(text: str) -> tuple[str, tuple[str, ...]]:
    """Take ages, nationalities and lone civilities out: `jeune cariste 22 ans` gives `cariste`.

    A length of experience stays: `cariste 22 ans d'expérience`, `cariste (22 ans)`.
    """
    folded = fold(text)
    if not _MAY_SAY_AGE.search(folded):
        return text, ()
    spans = [match.span() for pattern in _AGES for match in pattern.finditer(folded)]
    for match in _YOUNG.finditer(folded):
        spans += [match.span(1), match.span(2)]
    return cut(text, spans) if spans else (text, ())


def cut_names(text: str, names: Names) -> tuple[str, tuple[str, ...]]:
    """Take the person's own name and civility out: `Cariste, Mme Durand Marie` gives `Cariste`."""
    folded = fold(text)
    own = names.last | names.first
    tokens = [
        token for token in _TOKEN.finditer(folded) if token[0] in own or token[0] in _CIVILITIES
    ]
    spans: list[Span] = []
    for run in _runs(folded, tokens):
        words = [token[0] for token in run]
        if own.isdisjoint(words):
            continue
        if not _SURE_CIVILITIES.isdisjoint(words) or ("m" in words and len(words) > 1):
            spans.append((run[0].start(), run[-1].end()))
            continue
        whole = not names.last.isdisjoint(words) and not names.first.isdisjoint(words)
        for token in run:
            if token[0] not in _trade_words() and (whole or _stands_alone(text, folded, token)):
                spans.append(token.span())
    return cut(text, spans) if spans else (text, ())


def _runs(folded: str, tokens: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Names and civilities that follow one another."""
    run: list[re.Match[str]] = []
    for token in tokens:
        if run and not _BETWEEN.fullmatch(folded, run[-1].end(), token.start()):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _stands_alone(text: str, folded: str, token: re.Match[str]) -> bool:
    """One name without the other: set apart by marks, or a capital that no small word announces.

    Never the whole text, and never in a text all in capitals unless set apart.
    """
    if len(token[0]) < LEAST_NAME_LETTERS or "-" in folded[token.end() : token.end() + 1]:
        return False
    before, after = folded[: token.start()].rstrip(), folded[token.end() :].lstrip()
    if not before and not after:
        return False
    if (not before or _APART.match(before[-1])) and (not after or _APART.match(after[0])):
        return True
    if not text[token.start()].isupper() or text.isupper() or not before:
        return False
    last = _TOKEN.findall(before)[-1:]
    return bool(last) and last[0] not in _BEFORE_A_THING and before[-1] != "-"
