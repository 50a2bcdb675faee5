"""What can go wrong in the domain, as classes that carry facts. No HTTP status here."""

from datetime import datetime, timedelta


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


class TransitionRefusedError(DomainError):
    """The object is in a state from which this cannot be done, or a guard says no."""

    def __init__(self, action: str, state: str, reason: str = "") -> None:
        self.action = action
        self.state = state
        self.reason = reason
        super().__init__(
            f"« {action} » est impossible"
            + (f" : {reason}." if reason else f" depuis l’état « {state} ».")
        )


class RoleRefusedError(DomainError):
    """The role of the user does not allow this."""

    def __init__(self, action: str, role: str) -> None:
        self.action = action
        self.role = role
        super().__init__(f"« {action} » n’est pas permis au rôle « {role} ».")


class MotiveMissingError(DomainError):
    """A decision that needs a motive of the closed list came without one."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(f"« {action} » demande un motif de la liste.")


class ConcurrentChangeError(DomainError):
    """Somebody else changed the object first; carries who, when and what it became.

    `when` is an aware instant; screens show it in local time.
    """

    def __init__(self, who: str, when: datetime, state: str) -> None:
        self.who = who
        self.when = when
        self.state = state
        super().__init__(f"{who} a décidé entre-temps : l’état est maintenant « {state} ».")


class OfferIncompleteError(DomainError):
    """An offer that cannot be open; `missing` are French names of what lacks.

    `boxes` are where each is given on the fiche, in the same order.
    """

    def __init__(
        self, reference: str, missing: tuple[str, ...], boxes: tuple[str, ...] = ()
    ) -> None:
        self.reference = reference
        self.missing = missing
        self.boxes = boxes
        super().__init__(f"L’offre {reference} ne peut pas être ouverte : {', '.join(missing)}.")


class PeopleWaitingError(DomainError):
    """An offer cannot be closed while people wait for an answer on it, without telling why."""

    def __init__(self, reference: str, count: int) -> None:
        self.reference = reference
        self.count = count
        waits = "personne attend" if count == 1 else "personnes attendent"
        super().__init__(
            f"{count} {waits} une décision ou une réponse sur l’offre {reference} : "
            "choisissez le motif de clôture de ces mises en relation."
        )


class MergeRefusedError(DomainError):
    """Two offers that cannot be made one, or parted again, as things stand."""


class SignInRefusedError(DomainError):
    """Wrong address, password or link: one answer for all, which tells nothing."""

    def __init__(self) -> None:
        super().__init__("Adresse, mot de passe ou lien non reconnu.")


class TooManyAttemptsError(DomainError):
    """Sign-in slowed down on this account; `wait` is how long the attempts count."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        minutes = round(wait.total_seconds() / 60)
        super().__init__(f"Trop d’essais : réessayez dans {minutes} minutes.")
