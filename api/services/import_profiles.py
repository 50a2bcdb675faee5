"""Columns decided once, saved under a name, and found again by the header row of the next file."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingestion.candidates.headers import HEADERS
from ingestion.candidates.mapping import header_key
from ingestion.folding import squash
from ingestion.readers.tabular import Table
from ingestion.table_reading import (
    BY_ITSELF,
    Delimiter,
    Encoding,
    TableReading,
    is_workbook,
    read_table_as,
)
from models.errors import InputRefusedError, NotFoundError
from models.imports import LONGEST_PROFILE_NAME, ImportProfile
from models.journal import ImportKind
from models.people import User

SAMPLE_BYTES = 262_144
"""The beginning of a file, in which its header stands."""
MOST_PROFILES = 200

Decided = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A saved profile that fits a file: how to read it, and its columns by position."""

    name: str
    reading: TableReading
    table: Table
    decided: Decided


@dataclass(frozen=True, slots=True)
class NewProfile:
    """What is saved: the header of the file and the decision on each of its columns."""

    kind: ImportKind
    name: str
    header: tuple[str, ...]
    decided: Decided
    reading: TableReading = BY_ITSELF


def known_headers(kind: ImportKind) -> Collection[str]:
    """The names that help to find the header row of a file."""
    if kind is ImportKind.CANDIDATES:
        return HEADERS
    from ingestion.offers.headers import names  # brings the whole parser along

    return frozenset(names().values())


def list_profiles(session: Session, kinds: Collection[ImportKind]) -> list[ImportProfile]:
    """The saved profiles of these kinds, by name."""
    asked = select(ImportProfile).where(ImportProfile.kind.in_(list(kinds)))
    return list(session.scalars(asked.order_by(ImportProfile.kind, ImportProfile.name)))


def has_profiles(session: Session, kind: ImportKind) -> bool:
    """True where columns were saved for files of this kind."""
    return (
        session.scalar(select(ImportProfile.id).where(ImportProfile.kind == kind).limit(1))
        is not None
    )


def find_profile(session: Session, key: str, kinds: Collection[ImportKind]) -> ImportProfile:
    """A profile by its key.

    Raises
    ------
    NotFoundError : there is none of these kinds
    """
    try:
        found = session.scalar(select(ImportProfile).where(ImportProfile.key == UUID(key)))
    except ValueError:
        found = None
    if found is None or found.kind not in kinds:
        raise NotFoundError("Réglage", key)
    return found


def save_profile(session: Session, new: NewProfile, user: User, now: datetime) -> ImportProfile:
    """Save the columns of a file under a name; the same name again is the new decision.

    Raises
    ------
    InputRefusedError : no usable name, or too many profiles
    """
    name = profile_name(new.name)
    asked = select(ImportProfile).where(ImportProfile.kind == new.kind)
    others = list(session.scalars(asked))
    found = next((each for each in others if squash(each.name) == squash(name)), None)
    if found is None:
        if len(others) >= MOST_PROFILES:
            raise InputRefusedError(f"pas plus de {MOST_PROFILES} réglages", "Réglage")
        found = ImportProfile(kind=new.kind, created_by_id=user.id, created_at=now)
        session.add(found)
    found.name = name
    found.header_key = header_key(new.header)
    found.columns = [list(pair) for pair in zip(new.header, new.decided, strict=True)]
    found.encoding, found.delimiter = new.reading.encoding, new.reading.delimiter
    found.used_at = now
    session.flush()
    return found


def rename_profile(session: Session, profile: ImportProfile, name: str) -> None:
    """Give a profile another name.

    Raises
    ------
    InputRefusedError : no usable name, or another profile of this kind has it
    """
    name = profile_name(name)
    others = list_profiles(session, [profile.kind])
    if any(squash(each.name) == squash(name) and each is not profile for each in others):
        raise InputRefusedError(f"un autre réglage s'appelle déjà « {name} »", "Réglage")
    profile.name = name
    session.flush()


def profile_name(name: str) -> str:
    """The name without needless blanks.

    Raises
    ------
    InputRefusedError : empty, or too long
    """
    bare = " ".join(name.split())
    if not squash(bare) or len(bare) > LONGEST_PROFILE_NAME:
        raise InputRefusedError(
            f"donnez un nom au réglage ({LONGEST_PROFILE_NAME} caractères au plus)", "Réglage"
        )
    return bare


def recognise(
    session: Session, kind: ImportKind, data: bytes, name: str, table: Table
) -> Recognised | None:
    """The profile that fits this file, the last used first; None if there is none.

    `table` is the file as it was read by itself; a profile saved with an encoding or a
    separator is tried with those.
    """
    asked = select(ImportProfile).where(ImportProfile.kind == kind)
    profiles = session.scalars(asked.order_by(ImportProfile.used_at.desc(), ImportProfile.id)).all()
    keys = {BY_ITSELF: header_key(table.header)}
    for profile in profiles:
        reading = reading_of(profile.encoding, profile.delimiter)
        if is_workbook(data, name):
            reading = BY_ITSELF
        if reading not in keys:
            keys[reading] = _sampled_key(data, name, kind, reading)
        if keys[reading] == profile.header_key:
            whole = table
            if reading != BY_ITSELF:
                whole = read_table_as(data, name, known_headers(kind), reading)
            decided = decided_for(profile.columns, whole.header)
            return Recognised(profile.name, reading, whole, decided)
    return None


def mark_used(session: Session, kind: ImportKind, name: str, now: datetime) -> None:
    """Note that the profile of this name has just served."""
    asked = select(ImportProfile).where(ImportProfile.kind == kind, ImportProfile.name == name)
    found = session.scalar(asked)
    if found is not None:
        found.used_at = now


def decided_for(columns: Sequence[Sequence[str | None]], header: Sequence[str]) -> Decided:
    """The saved decision on each column of a header, told by name; None for one it lacks.

    Columns of the same name are told apart by their order.
    """
    saved: dict[tuple[str, int], str | None] = {}
    seen: Counter[str] = Counter()
    for written, decided in columns:
        key = squash(written or "")
        saved[key, seen[key]] = decided
        seen[key] += 1
    seen.clear()
    result = []
    for name in header:
        key = squash(name)
        result.append(saved.get((key, seen[key])))
        seen[key] += 1
    return tuple(result)


def reading_of(encoding: str | None, delimiter: str | None) -> TableReading:
    """The reading that two kept values say."""
    return TableReading(
        None if encoding is None else Encoding(encoding),
        None if delimiter is None else Delimiter(delimiter),
    )


def _sampled_key(data: bytes, name: str, kind: ImportKind, reading: TableReading) -> str:
    """`header_key` of the beginning of a file; "" where it cannot be read so."""
    try:
        sample = data[:SAMPLE_BYTES]
        return header_key(read_table_as(sample, name, known_headers(kind), reading).header)
    except InputRefusedError:
        return ""
