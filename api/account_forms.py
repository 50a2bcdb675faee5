"""The forms of accounts, and the filters of their list."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from api.schemas import Form, Line, storable
from api.services.accounts import Facts
from api.services.accounts_lists import Filters
from models.errors import InputRefusedError
from models.vocabulary import Domain, Role

ACTIVE = "actifs"
CLOSED = "desactives"
ROLES = tuple(role for role in Role if role is not Role.AGENCY)
"""Roles that sign in; agencies and employers answer through the link of a dispatch."""
Password = Annotated[
    str, StringConstraints(max_length=128, strip_whitespace=False), AfterValidator(storable)
]


class AccountForm(Form):
    """What an account is; `domains` count for advisors, `file_name` for who follows people."""

    email: Annotated[str, StringConstraints(max_length=254), AfterValidator(storable)] = ""
    name: Line = ""
    role: Line = ""
    organisation: Line = ""
    domains: Annotated[list[Line], Field(max_length=20, default_factory=list)]
    file_name: Line = ""
    seen: Line = ""

    def facts(self) -> Facts:
        """What is asked of the service.

        Raises
        ------
        InputRefusedError : no role of the list was chosen, or a domain is not one
        """
        role = next((each for each in Role if each == self.role), None)
        if role is None:
            raise InputRefusedError("choisissez-en un dans la liste", "Rôle")
        domains = tuple(each for each in Domain if each in self.domains)
        if len(domains) != len(set(self.domains)):
            raise InputRefusedError("choisissez-les dans la liste", "Domaines")
        return Facts(
            self.email,
            self.name,
            role,
            self.organisation,
            domains,
            self.file_name,
            self.seen or None,
        )


class PasswordForm(Form):
    """The new password, twice; the current one where there is one to give."""

    current: Password = ""
    password: Password = ""
    again: Password = ""


def filters_of(role: str, state: str, organisation: str) -> Filters:
    """The filters of an address; what is not in the lists is left open."""
    return Filters(
        next((each for each in Role if each == role), None),
        {ACTIVE: True, CLOSED: False}.get(state),
        organisation.strip() or None,
    )


class ReassignForm(Form):
    """The colleague (key of the account), and the people ticked (keys), or everybody."""

    to: Line = ""
    who: Annotated[list[Line], Field(max_length=2_000, default_factory=list)]
    everybody: bool = False
