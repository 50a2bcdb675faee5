"""The cells of one row, and the notes its odd values leave: what every group of columns uses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from ingestion.candidates.personal import NOBODY, Names, cut_age, cut_names
from ingestion.candidates.sensitive import cut_sensitive, is_undeclared
from ingestion.records import Rejected

LONGEST_LABEL = 300
LONGEST_CELL = 10_000
"""Ten pages in a cell: what follows is a mistake or an attack, and patterns cost time."""
PERSONAL = "nom, civilité, âge ou nationalité retirés du texte"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class FreeItem:
    """What may be shown of an item, and what may not; `is_personal`: an age or so was taken out."""

    shown: str
    withheld: tuple[str, ...] = ()
    is_personal: bool = False
    is_plain: bool = False
    """The item may be shown as it came."""


@lru_cache(maxsize=65536)
def read_title(item: str) -> FreeItem:
    """An item without the words that say too much; `shown` is "" where nothing else is left."""
    bare, personal = cut_age(item)
    rest, taken = cut_sensitive(bare)
    is_plain = not personal and not taken and len(rest) <= LONGEST_LABEL
    return FreeItem(rest, taken, bool(personal), is_plain)


@lru_cache(maxsize=65536)
def read_item(item: str) -> FreeItem:
    """Same for an item of a list, hidden whole where it tells undeclared work."""
    return FreeItem("", (item,)) if is_undeclared(item) else read_title(item)


def plain_words(items: tuple[str, ...]) -> tuple[str, ...] | None:
    """The items as they came, if nothing is to be taken out of any; None otherwise."""
    read = [read_item(item) for item in items]
    return (
        tuple([each.shown for each in read if each.shown])
        if all(each.is_plain for each in read)
        else None
    )


@dataclass(slots=True)
class RowCells:
    """Filled cells by canonical header; `notes` and `withheld` grow as the row is read."""

    row: int
    raw: Mapping[str, str]
    notes: list[Rejected]
    withheld: list[str] = field(default_factory=list)
    names: Names = NOBODY
    """The person's own names where the free cells of the row hold them."""

    def note(self, header: str, reason: str) -> None:
        """Tell what was odd in a cell."""
        self.notes.append(Rejected(self.row, header, reason))

    def cut_long_cells(self) -> None:
        """Read the beginning of an endless cell only; the row as it came keeps it whole."""
        if not self.raw or max(map(len, self.raw.values())) <= LONGEST_CELL:
            return
        for header, cell in self.raw.items():
            if len(cell) > LONGEST_CELL:
                self.note(header, f"texte trop long, lu jusqu'à {LONGEST_CELL} caractères")
        self.raw = {header: cell[:LONGEST_CELL] for header, cell in self.raw.items()}

    def value(self, header: str, read: Callable[[str], Value | None], reason: str) -> Value | None:
        """Read a cell; one that is filled and unreadable becomes unknown, with a note."""
        cell = self.raw.get(header)
        if cell is None:
            return None
        value = read(cell)
        if value is None:
            self.note(header, f"{reason} : « {cell[:60]} »")
        return value

    def listed(
        self,
        header: str,
        read: Callable[[str], tuple[frozenset[Value] | None, tuple[str, ...]]],
    ) -> frozenset[Value] | None:
        """Read a cell of a closed list; items that are not in the list are told."""
        cell = self.raw.get(header)
        if cell is None:
            return None
        values, odd = read(cell)
        for item in odd:
            self.note(header, f"valeur inconnue : « {item[:60]} »")
        return values

    def without_names(self, header: str, item: str) -> str:
        """The item without the person's own names."""
        if self.names is NOBODY:
            return item
        rest, taken = cut_names(item, self.names)
        if taken:
            self.note(header, PERSONAL)
        return rest

    def shown(self, header: str, item: str, read: Callable[[str], FreeItem]) -> str:
        """What may be shown of a free item; the rest is withheld, and told."""
        free = read(self.without_names(header, item))
        if free.is_plain:
            return free.shown
        if free.withheld:
            self.withheld += free.withheld
        if free.is_personal:
            self.note(header, PERSONAL)
        if len(free.shown) > LONGEST_LABEL:
            self.note(header, f"texte coupé à {LONGEST_LABEL} caractères")
            return free.shown[:LONGEST_LABEL]
        return free.shown

    def words(self, header: str, items: tuple[str, ...]) -> tuple[str, ...]:
        """Free items, those of which nothing may be shown left out."""
        if self.names is NOBODY and (plain := plain_words(items)) is not None:
            return plain
        return tuple(filter(None, [self.shown(header, item, read_item) for item in items]))
