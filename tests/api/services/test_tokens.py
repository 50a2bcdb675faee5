"""Tokens on both bases: requests at once are counted one by one, the same key works once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.services.accounts import Facts, change_account, deactivate, reactivate
from api.services.api_offers import TEXT, take_offer
from api.services.tokens import (
    MINUTE,
    MOST_A_MINUTE,
    NewToken,
    ScopeMissingError,
    TokenRefusedError,
    TooManyRequestsError,
    check_scope,
    count_request,
    create_token,
    token_for,
    tokens,
)
from api.services.tokens_answers import (
    KEPT,
    Asked,
    KeyInUseError,
    KeyOfAnotherError,
    answer_given,
    claim,
    forget_answers,
    keep_answer,
)
from models.database import create_engine_from_url, create_session_factory, transaction
from models.errors import RoleRefusedError
from models.offers import Offer
from models.tokens import ApiAnswer, ApiScope, ApiToken
from models.vocabulary import Role
from tests.factories import make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEW = NewToken("Site", frozenset({ApiScope.OFFERS_READ}), NOW.date())
WORDS = "Cariste\nCDI à Loon-Plage, 35 heures par semaine."
CALLS = 140
AT_ONCE = 8


@pytest.fixture
def factory(database_url: str) -> Iterator[sessionmaker[Session]]:
    made = create_session_factory(create_engine_from_url(database_url))
    yield made
    made.kw["bind"].dispose()


def token_in(factory: sessionmaker[Session]) -> ApiToken:
    with transaction(factory) as session:
        admin = make_user(Role.ADMIN)
        session.add(admin)
        session.flush()
        secret = create_token(session, admin, NEW, NOW)
        token = token_for(session, secret, NOW.date())
        session.expunge_all()
    return token


def test_requests_at_once_are_counted_one_by_one(factory: sessionmaker[Session]) -> None:
    token = token_in(factory)

    def call(_: int) -> timedelta | None:
        with transaction(factory) as session:
            return count_request(session, token, NOW)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waits = list(pool.map(call, range(CALLS)))
    assert sum(wait is None for wait in waits) == MOST_A_MINUTE
    assert all(wait is None or timedelta(0) < wait <= MINUTE for wait in waits)
    with transaction(factory) as session:
        assert count_request(session, token, NOW + MINUTE) is None


def test_the_same_key_at_once_works_once(factory: sessionmaker[Session]) -> None:
    token = token_in(factory)

    def bring(_: int) -> str:
        asked = Asked(token, "envoi-1", WORDS.encode(), NOW)
        try:
            with transaction(factory) as session:
                if answer_given(session, asked) is not None:
                    return "again"
                claimed = claim(session, asked)
                assert claimed is not None
                offer, is_new = take_offer(session, WORDS, TEXT, token, NOW)
                keep_answer(session, claimed, 201, {"key": str(offer.key)})
                return "new" if is_new else "there"
        except KeyInUseError:
            return "in use"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(bring, range(AT_ONCE)))
    assert found.count("new") == 1
    assert set(found) <= {"new", "again", "in use"}
    with factory() as session:
        assert len(session.scalars(select(Offer)).all()) == 1


def test_the_same_offer_at_once_is_one_offer(factory: sessionmaker[Session]) -> None:
    token = token_in(factory)

    def bring(number: int) -> bool:
        with transaction(factory) as session:
            at = NOW + timedelta(microseconds=number)
            return take_offer(session, WORDS, TEXT, token, at)[1]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(bring, range(AT_ONCE))).count(True) == 1
    with factory() as session:
        assert len(session.scalars(select(Offer)).all()) == 1


def test_an_answer_is_forgotten_after_a_day(factory: sessionmaker[Session]) -> None:
    token = token_in(factory)
    asked = Asked(token, "a", b"x", NOW)
    with transaction(factory) as session:
        claimed = claim(session, asked)
        assert claimed is not None
        keep_answer(session, claimed, 201, {"key": "k"})
        given = answer_given(session, asked)
        assert given is not None
        assert (given.status, given.body) == (201, {"key": "k"})
        with pytest.raises(KeyOfAnotherError):
            answer_given(session, Asked(token, "a", b"y", NOW))
        assert forget_answers(session, NOW + KEPT - timedelta(seconds=1)) == 0
        assert forget_answers(session, NOW + KEPT) == 1
        assert session.scalars(select(ApiAnswer)).all() == []
        assert answer_given(session, Asked(token, "", b"y", NOW)) is None


def test_only_the_administration_makes_tokens_and_each_has_its_rights(session: Session) -> None:
    manager, admin = make_user(Role.MANAGER), make_user(Role.ADMIN)
    session.add_all([manager, admin])
    session.flush()
    with pytest.raises(RoleRefusedError):
        create_token(session, manager, NEW, NOW)
    token = token_for(session, create_token(session, admin, NEW, NOW), NOW.date())
    check_scope(token, ApiScope.OFFERS_READ)
    with pytest.raises(ScopeMissingError, match="offers:write"):
        check_scope(token, ApiScope.OFFERS_WRITE)
    for secret in ("", "cdt_", token.token_hash):
        with pytest.raises(TokenRefusedError):
            token_for(session, secret, NOW.date())


def test_a_token_dies_with_the_rights_of_who_made_it(session: Session) -> None:
    admin, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    session.add_all([admin, other])
    session.flush()
    secret = create_token(session, admin, NEW, NOW)
    token_for(session, secret, NOW.date())
    admin.role = Role.CASEWORKER
    with pytest.raises(TokenRefusedError):
        token_for(session, secret, NOW.date())
    assert [line.state for line in tokens(session, NOW.date())] == ["compte sans administration"]


def test_an_account_opened_again_does_not_bring_its_tokens_back(session: Session) -> None:
    admin, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    session.add_all([admin, other])
    session.flush()
    secret, others = (create_token(session, each, NEW, NOW) for each in (admin, other))
    deactivate(session, str(admin.key), other, NOW + MINUTE)
    reactivate(session, str(admin.key), other, NOW + 2 * MINUTE)
    with pytest.raises(TokenRefusedError):
        token_for(session, secret, NOW.date())
    assert sorted(line.state for line in tokens(session, NOW.date())) == [
        "compte fermé",
        "en cours",
    ]
    token_for(session, others, NOW.date())
    made_since = create_token(session, admin, NEW, NOW + 3 * MINUTE)
    token_for(session, made_since, NOW.date())


def test_who_is_of_the_administration_again_does_not_get_tokens_back(session: Session) -> None:
    admin, other = make_user(Role.ADMIN), make_user(Role.ADMIN)
    session.add_all([admin, other])
    session.flush()
    secret = create_token(session, admin, NEW, NOW)
    for role in (Role.MANAGER, Role.ADMIN):
        change_account(session, str(admin.key), Facts(admin.email, admin.name, role), other, NOW)
    with pytest.raises(TokenRefusedError):
        token_for(session, secret, NOW.date())
    token_for(session, create_token(session, admin, NEW, NOW), NOW.date())


@pytest.mark.parametrize(
    ("wait", "words"),
    [(0.2, "1 seconde."), (1, "1 seconde."), (1.4, "2 secondes."), (60, "60 secondes.")],
)
def test_how_long_to_wait_is_said_in_good_french(wait: float, words: str) -> None:
    assert str(TooManyRequestsError(timedelta(seconds=wait))).endswith(f"attendez {words}")
