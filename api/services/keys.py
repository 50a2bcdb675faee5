"""Keys as addresses carry them: what is no key, or leads nowhere, is not found."""

from typing import TypeVar
from uuid import UUID

from models.errors import NotFoundError

Row = TypeVar("Row")


def key_of(text: str, what: str) -> UUID:
    """The key that an address carries; `what` names the thing in French.

    Raises
    ------
    NotFoundError : it is no key
    """
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFoundError(what, text) from error


def found(row: Row | None, what: str, key: object) -> Row:
    """The row that a key led to.

    Raises
    ------
    NotFoundError : it led to none
    """
    if row is None:
        raise NotFoundError(what, key)
    return row
