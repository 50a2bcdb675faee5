"""The links of the menu: where each role goes, in the order it works."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.contract_transitions import FOLLOWERS
from models.dispatch_moves import SENDERS
from models.transitions import INTAKE_ROLES
from models.vocabulary import Role

ALL = frozenset(Role) - {Role.AGENCY}
PEOPLE = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
"""Who sees people."""
MANAGERS = frozenset({Role.MANAGER})
DRIVES = frozenset({Role.OFFICER, Role.OFFICE, Role.ADVISOR, Role.MANAGER})
"""Who runs recruitment drives, and keeps the ledger of clause hours."""


MORNING = "/a-traiter"
"""The first page of everybody who signs in, which the plain address shows too."""


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the menu and the roles it is shown to; `is_daily` ones stay in sight.

    The others stand under « Plus »: what is opened once a week hides nothing from every day.
    """

    label: str
    href: str
    roles: frozenset[Role]
    is_daily: bool = False


LINKS: tuple[Link, ...] = (
    Link("À traiter", MORNING, ALL, is_daily=True),
    Link("Offres", "/offers", ALL, is_daily=True),
    Link("Saisir une offre", "/offers/new", INTAKE_ROLES, is_daily=True),
    Link("Personnes", "/candidats", PEOPLE, is_daily=True),
    Link("Niveau 2", "/niveau-2", frozenset({Role.ADVISOR, Role.MANAGER}), is_daily=True),
    Link("Suivi", "/suivi", FOLLOWERS, is_daily=True),
    Link("Contrats", "/contrats", FOLLOWERS),
    Link("Sorties", "/sorties", PEOPLE),
    Link("Envois", "/envois", SENDERS | {Role.OFFICE}, is_daily=True),
    Link("Recrutements", "/recrutements", DRIVES | {Role.CASEWORKER}),
    Link("Clauses", "/clauses", DRIVES),
    Link("Sans proposition", "/forgotten", PEOPLE),
    Link("Imports", "/imports", INTAKE_ROLES | {Role.ADMIN}),
    Link(
        "Chiffres",
        "/chiffres",
        frozenset({Role.OFFICER, Role.OFFICE, Role.ADVISOR, Role.MANAGER, Role.ADMIN}),
    ),
    Link("Leviers", "/levers", MANAGERS),
    Link(
        "Trajets",
        "/territoire",
        frozenset({Role.OFFICER, Role.ADVISOR, Role.MANAGER, Role.ADMIN}),
    ),
    Link("Apprentissage", "/apprentissage", MANAGERS),
    Link("Équité", "/equite", frozenset({Role.MANAGER, Role.ADMIN})),
    Link("Délégations", "/delegations", MANAGERS),
    Link("Portefeuilles", "/portefeuilles", MANAGERS),
    Link("Remise à ABC", "/abc", frozenset({Role.OFFICE, Role.ADVISOR, Role.MANAGER})),
    Link("Comptes", "/comptes", frozenset({Role.ADMIN})),
    Link("Journal des accès", "/journal", frozenset({Role.ADMIN})),
    Link("Jetons de l’API", "/jetons", frozenset({Role.ADMIN})),
    Link("Par où commencer", "/commencer", ALL),
)
"""One line a screen; `href` is also what says which link is the page one is on."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The menu of one role: `daily` in sight, `others` folded."""

    daily: tuple[Link, ...]
    others: tuple[Link, ...]


def menu(role: Role, links: Iterable[Link] = LINKS) -> Menu:
    """The links that `role` is shown, in their order."""
    mine = [link for link in links if role in link.roles]
    return Menu(
        tuple(link for link in mine if link.is_daily),
        tuple(link for link in mine if not link.is_daily),
    )


def is_here(link: Link, path: str) -> bool:
    """True where the page at `path` is the one of the link, or stands under it."""
    path = MORNING if path == "/" else path
    deeper = [other.href for other in LINKS if other.href.startswith(f"{link.href}/")]
    if any(path == href or path.startswith(f"{href}/") for href in deeper):
        return False
    return path == link.href or path.startswith(f"{link.href}/")
