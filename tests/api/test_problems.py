"""Every refusal of the domain has its status and its French title."""

from collections.abc import Iterator

import api.app  # brings in every module that defines a refusal
from api.problems import PROBLEMS, problem_of
from models.errors import DomainError, NotFoundError


def kinds(parent: type[DomainError]) -> Iterator[type[DomainError]]:
    yield parent
    for child in parent.__subclasses__():
        yield from kinds(child)


def test_the_table_names_every_refusal_there_is() -> None:
    ours = {kind for kind in kinds(DomainError) if not kind.__module__.startswith("tests.")}
    assert api.app is not None
    assert ours == set(PROBLEMS)


def test_statuses_are_refusals_and_titles_french_words() -> None:
    for status, title in PROBLEMS.values():
        assert 400 <= status < 500
        assert title[0].isupper()


def test_a_kind_that_is_not_in_the_table_is_told_as_its_parent() -> None:
    class OfferLostError(NotFoundError):
        pass

    assert problem_of(OfferLostError("Offre", 1)) == PROBLEMS[NotFoundError]
    del OfferLostError
