"""What can go wrong in the domain, as classes that carry facts. No HTTP status here."""


class DomainError(Exception):
    """A refusal the user must understand; `str()` is one French sentence."""


class NotFoundError(DomainError):
    """An object that does not exist, or that the reader may not see: the same answer."""

    def __init__(self, what: str, identifier: object) -> None:
        self.what = what
        self.identifier = identifier
        super().__init__(f"{what} introuvable : {identifier}.")


class InputRefusedError(DomainError):
    """A file or a value that cannot be read; the message says where and why."""

    def __init__(self, message: str, place: str = "") -> None:
        self.place = place
        super().__init__(f"{place} : {message}" if place else message)
