"""Accounts: who may come in, how long, and what the base knows of their secrets."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from api.services import users
from api.services.passwords import hash_password, is_password_right
from models.errors import InputRefusedError, SignInRefusedError, TooManyAttemptsError
from models.people import Organisation, SignInLink, User, UserSession
from models.vocabulary import OrganisationKind, Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "quatre vélos jaunes"


def add(session: Session, **values: object) -> User:
    asked = {"email": "Ana@Example.org ", "name": "Ana", "role": Role.ADVISOR} | values
    return users.add_user(session, users.NewUser(**asked), NOW)  # type: ignore[arg-type]  # any field


def test_an_account_has_its_organisation_and_a_normal_address(session: Session) -> None:
    user = add(session, role=Role.AGENCY, organisation="Agence Test")
    assert user.email == "ana@example.org"
    made = session.scalars(select(Organisation)).one()
    assert (made.id, made.kind) == (user.organisation_id, OrganisationKind.AGENCY)
    add(session, email="b@example.org", organisation="Agence Test")
    assert len(session.scalars(select(Organisation)).all()) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"email": "sans-arobase"},
        {"email": "a@b"},
        {"email": "a@b.fr\x00"},
        {"name": "  "},
        {"password": "trop court"},
        {"password": "a" * 20},
        {"password": "candidatheque2026"},
        {"password": "ana.example-dunkerque"},
        {"password": "x" * 129},
    ],
)
def test_a_bad_account_is_refused_in_french(session: Session, values: dict[str, str]) -> None:
    with pytest.raises(InputRefusedError, match=" : "):
        add(session, **values)


def test_an_address_has_one_account(session: Session) -> None:
    add(session)
    with pytest.raises(InputRefusedError, match="existe déjà"):
        add(session, email="ANA@example.org")


def test_only_the_right_password_of_an_active_account_is_accepted(session: Session) -> None:
    user = add(session, password=PASSWORD)
    link_only = add(session, email="lien@example.org")
    assert users.check_password(session, " ANA@example.org", PASSWORD, NOW) is user
    assert users.check_password(session, "ana@example.org", PASSWORD + "!", NOW) is None
    assert users.check_password(session, "nobody\x00@example.org", PASSWORD, NOW) is None
    assert users.check_password(session, link_only.email, "", NOW) is None
    user.is_active = False
    session.flush()
    assert users.check_password(session, "ana@example.org", PASSWORD, NOW) is None


def test_the_eleventh_attempt_waits_even_with_the_right_password(session: Session) -> None:
    add(session, password=PASSWORD)
    for second in range(10):
        assert (
            users.check_password(
                session, "ana@example.org", "pas le bon", NOW + timedelta(seconds=second)
            )
            is None
        )
    with pytest.raises(TooManyAttemptsError):
        users.check_password(session, "ana@example.org", PASSWORD, NOW + timedelta(minutes=4))
    assert users.check_password(session, "b@example.org", PASSWORD, NOW) is None
    later = NOW + timedelta(minutes=5, seconds=10)
    assert users.check_password(session, "ana@example.org", PASSWORD, later) is not None


def test_a_link_signs_in_once(session: Session) -> None:
    user = add(session)
    token = users.create_link(session, user, NOW)
    assert users.use_link(session, token, NOW + timedelta(minutes=14)) is user
    with pytest.raises(SignInRefusedError):
        users.use_link(session, token, NOW + timedelta(minutes=14))


@pytest.mark.parametrize("case", ["expired", "unknown", "inactive"])
def test_a_link_that_is_no_good_signs_nobody_in(session: Session, case: str) -> None:
    user = add(session)
    token = users.create_link(session, user, NOW)
    if case == "inactive":
        user.is_active = False
        session.flush()
    at = NOW + timedelta(minutes=15) if case == "expired" else NOW
    with pytest.raises(SignInRefusedError):
        users.use_link(session, "autre\ud800" if case == "unknown" else token, at)


def test_a_session_lasts_while_used_and_never_beyond_twelve_hours(session: Session) -> None:
    user = add(session)
    token = users.open_session(session, user, NOW)
    at = NOW
    while at < NOW + timedelta(hours=11, minutes=30):
        at += timedelta(minutes=50)
        assert users.user_of_session(session, token, at) is user
        assert users.needs_touch(session, token, at)
        users.touch_session(session, token, at)
        assert not users.needs_touch(session, token, at + timedelta(seconds=30))
    assert users.user_of_session(session, token, NOW + timedelta(hours=12)) is None


def test_an_idle_session_is_over_and_stays_so(session: Session) -> None:
    token = users.open_session(session, add(session), NOW)
    late = NOW + timedelta(minutes=60)
    assert users.user_of_session(session, token, late) is None
    users.touch_session(session, token, late)
    assert users.user_of_session(session, token, late) is None


def test_a_new_password_ends_sessions_and_links(session: Session) -> None:
    user = add(session, password=PASSWORD)
    token = users.open_session(session, user, NOW)
    link = users.create_link(session, user, NOW)
    users.set_password(session, user, "cinq tortues bleues", NOW)
    assert users.user_of_session(session, token, NOW) is None
    with pytest.raises(SignInRefusedError):
        users.use_link(session, link, NOW)


def test_a_role_change_counts_at_once(session: Session) -> None:
    user = add(session)
    token = users.open_session(session, user, NOW)
    session.execute(text("UPDATE users SET role = 'caseworker'"))
    session.expire_all()
    found = users.user_of_session(session, token, NOW)
    assert found is not None
    assert found.role is Role.CASEWORKER


def test_signing_out_ends_the_session(session: Session) -> None:
    token = users.open_session(session, add(session), NOW)
    users.end_session(session, token, NOW)
    assert users.user_of_session(session, token, NOW) is None


def test_the_base_holds_no_secret(session: Session) -> None:
    user = add(session, password=PASSWORD)
    tokens = [users.open_session(session, user, NOW), users.create_link(session, user, NOW)]
    kept = [
        session.scalars(select(UserSession.token_hash)).one(),
        session.scalars(select(SignInLink.token_hash)).one(),
        str(user.password_hash),
    ]
    assert not {PASSWORD, *tokens} & set(kept)
    assert kept[2].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_no_password_ever_matches_an_account_without_one() -> None:
    assert not is_password_right("", None)
    assert is_password_right(PASSWORD, hash_password(PASSWORD, "a@example.org"))
