"""What a ranking was computed from, kept once each and shared by the lists that used it.

People are kept in BUCKETS parts by a hash of their identifier: when one file changes, one part is
kept anew and all the others are shared. Nothing here holds a name or a status: these are the
facts that the ranking may read. Source: docs/decisions/0015.
"""

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import is_
from pathlib import Path
from typing import TypeVar

import numpy as np
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

import matching
from api.services.learning_codec import decode, encode
from api.services.ranking import Ranker
from matching.engine import Engine
from matching.profiles import CandidateFacts, OfferFacts
from matching.territory import Territory
from models import vocabulary
from models.learning import RankingInput

BUCKETS = 128
LEVEL = 6
MODELS, TABLES, PROGRAMME, LIBRARY = (
    "le modèle des mots",
    "les tables du classement",
    "le programme du classement",
    "la bibliothèque de calcul",
)
MODEL_SUFFIXES = frozenset({".safetensors", ".npz", ".json"})
TABLE_SUFFIXES = frozenset({".csv", ".toml", ".txt"})
PROGRAMME_SUFFIXES = frozenset({".py"})
KEPT_APART = frozenset({"engine.toml", "neutral.toml"})
"""Data that are inputs themselves: kept with each list, not with the programme."""
NOT_SCORING = frozenset({"training", "learning", "allocation", "levers", "fairness"})
"""Packages that give no score."""

TERRITORY = Path(matching.__file__).parent / "data" / "territory"
"""Files of a territory: kept with each list too."""

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Inputs:
    """Everything that a list was computed from; `programme` names its parts by their hashes."""

    offer: OfferFacts
    people: tuple[CandidateFacts, ...]
    engine: Engine
    territory: Territory
    programme: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Hashes:
    """Where the inputs of a list stand."""

    offer: str
    people: str
    engine: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by their hash, and the hash of the one that names the others."""

    by_hash: Mapping[str, str]
    whole: str


@dataclass(frozen=True, slots=True)
class _Part:
    """People of one bucket, in the order they came, and the text that keeps them."""

    people: tuple[CandidateFacts, ...]
    text: str
    sha256: str


@dataclass
class InputMemo:
    """Texts of the last objects written, so that the same objects are not written again."""

    _last: dict[str, tuple[object, Texts]] = field(default_factory=dict)
    _parts: dict[int, _Part] = field(default_factory=dict)

    def texts(self, name: str, thing: Thing, write: Callable[[Thing], Texts]) -> Texts:
        """The texts of this very object, written where the last one was another."""
        kept = self._last.get(name)
        if kept is None or kept[0] is not thing:
            kept = self._last[name] = (thing, write(thing))
        return kept[1]

    def in_buckets(self, people: Sequence[CandidateFacts]) -> Texts:
        """People in parts, and the list of the parts; those of the very same people are kept."""
        groups: dict[int, list[CandidateFacts]] = defaultdict(list)
        for person in people:
            groups[_bucket(person.key)].append(person)
        self._parts = {number: self._part(number, groups[number]) for number in sorted(groups)}
        names = encode([part.sha256 for part in self._parts.values()])
        by_hash = {part.sha256: part.text for part in self._parts.values()}
        return Texts({**by_hash, _hash(names): names}, _hash(names))

    def _part(self, number: int, group: Sequence[CandidateFacts]) -> _Part:
        kept = self._parts.get(number)
        if kept and len(kept.people) == len(group) and all(map(is_, kept.people, group)):
            return kept
        text = encode(sorted(group, key=_key))
        return _Part(tuple(group), text, _hash(text))


def keep_inputs(
    session: Session,
    ranker: Ranker,
    offer: OfferFacts,
    people: Sequence[CandidateFacts],
    memo: InputMemo,
) -> Hashes:
    """Keep what is not kept yet; the hashes by which it is found again."""
    territory = memo.texts("territory", ranker.territory, lambda each: _alone(encode(each)))
    everybody = memo.texts("people", people, memo.in_buckets)
    settings = _alone(encode((ranker.engine, territory.whole, programme(ranker))))
    about = _alone(encode(offer))
    for texts in (territory, everybody, settings, about):
        _keep(session, texts)
    return Hashes(about.whole, everybody.whole, settings.whole)


def read_inputs(session: Session, hashes: Hashes) -> Inputs:
    """The inputs of a list, as they were.

    Raises
    ------
    LookupError : a part is no longer kept
    ValueError, TypeError, AttributeError, ImportError : a part cannot be read any more
    """
    engine, place, parts = decode(_read(session, [hashes.engine])[hashes.engine])
    buckets = decode(_read(session, [hashes.people])[hashes.people])
    texts = _read(session, [*buckets, place, hashes.offer])
    people = [person for bucket in buckets for person in decode(texts[bucket])]
    return Inputs(
        offer=decode(texts[hashes.offer]),
        people=tuple(sorted(people, key=lambda person: str(person.key))),
        engine=engine,
        territory=decode(texts[place]),
        programme=parts,
    )


def programme(ranker: Ranker) -> dict[str, str]:
    """Hashes of what scores beside the inputs: models, tables, code, library of computation."""
    encoder = ranker.profiler.encoder
    name = str(getattr(encoder, "name", type(encoder).__name__))
    return {
        MODELS: f"{name} {_of_files(MODEL_SUFFIXES)}",
        TABLES: _of_files(TABLE_SUFFIXES),
        PROGRAMME: _of_files(PROGRAMME_SUFFIXES),
        LIBRARY: np.__version__,
    }


def changed_parts(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """The parts of the programme that are not what they were."""
    return tuple(part for part, value in now.items() if then.get(part) != value)


def _alone(text: str) -> Texts:
    return Texts({_hash(text): text}, _hash(text))


def _key(person: CandidateFacts) -> str:
    return person.key


def _bucket(identifier: str) -> int:
    return int(_hash(identifier)[:8], 16) % BUCKETS


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(session: Session, texts: Texts) -> None:
    """Write the texts whose hash is not there; the whole is there only with all its parts."""
    if session.get(RankingInput, texts.whole) is not None:
        return
    hashes = list(texts.by_hash)
    there = set(session.scalars(select(RankingInput.sha256).where(RankingInput.sha256.in_(hashes))))
    rows = [
        {"sha256": name, "size": len(text.encode()), "data": zlib.compress(text.encode(), LEVEL)}
        for name, text in texts.by_hash.items()
        if name not in there
    ]
    if rows:
        session.execute(_insert(session).on_conflict_do_nothing(), rows)


def _insert(session: Session) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that leaves alone what another transaction wrote in the same instant."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite.insert(RankingInput) if is_sqlite else postgresql.insert(RankingInput)


def _read(session: Session, hashes: Sequence[str]) -> dict[str, str]:
    rows = session.execute(
        select(RankingInput.sha256, RankingInput.data).where(RankingInput.sha256.in_(hashes))
    )
    found = {name: zlib.decompress(data).decode() for name, data in rows}
    missing = set(hashes) - set(found)
    if missing:
        raise LookupError(f"{len(missing)} inputs are no longer kept")
    return found


@cache
def _packaged_files() -> tuple[Path, ...]:
    """The files that scores depend on, in order; inputs kept with each list are not here."""
    package = TERRITORY.parents[1]
    found = [
        path
        for path in sorted(package.rglob("*"))
        if path.suffix in PROGRAMME_SUFFIXES | MODEL_SUFFIXES | TABLE_SUFFIXES
        and path.name not in KEPT_APART
        and not NOT_SCORING.intersection(path.relative_to(package).parts)
        and TERRITORY not in path.parents
    ]
    return (*found, Path(vocabulary.__file__))


@cache
def _of_files(suffixes: frozenset[str]) -> str:
    """What the packaged files of these kinds hold, as the process found them first."""
    whole = hashlib.sha256()
    for path in _packaged_files():
        if path.suffix in suffixes:
            whole.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]
