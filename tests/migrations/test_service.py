"""What the base held before the life of introductions keeps its story and gets its reasons."""

from sqlalchemy import select, text

from api.services import schema
from models.database import create_engine_from_url, create_session_factory, transaction
from models.endings import EndMotive
from models.introductions import Introduction
from tests.factories import make_candidate, make_offer, make_user

AT = "2026-11-02 09:00:00+00:00"


def test_what_was_closed_gets_the_reason_of_its_last_closing(empty_url: str) -> None:
    schema.upgrade(empty_url)
    factory = create_session_factory(create_engine_from_url(empty_url))
    with transaction(factory) as session:
        session.add_all([make_user(), make_offer(), *(make_candidate() for _ in range(3))])
    schema.downgrade(empty_url, "0008")
    with transaction(factory) as session:
        user, offer = (session.scalar(text(f"SELECT id FROM {t}")) for t in ("users", "offers"))
        people = session.execute(text("SELECT id, key FROM candidates ORDER BY id")).all()
        for (person, key), state in zip(people, ("closed", "closed", "kept"), strict=True):
            session.execute(
                text(
                    "INSERT INTO introductions (key, offer_id, candidate_id, state, version,"
                    " origin, created_at, changed_at, kept_by_id) VALUES"
                    " (:key, :offer, :person, :state, 2, 'manual', :at, :at, :user)"
                ),
                {
                    "key": key,
                    "offer": offer,
                    "person": person,
                    "state": state,
                    "at": AT,
                    "user": user,
                },
            )
        for action, motive in (("close", "doublon"), ("close", "sans_reponse")):
            session.execute(
                text(
                    "INSERT INTO introduction_events (introduction_id, at, action, to_state,"
                    " motive) SELECT min(id), :at, :action, 'closed', :motive FROM introductions"
                ),
                {"at": AT, "action": action, "motive": motive},
            )
    schema.upgrade(empty_url)
    with factory() as session:
        found = session.scalars(select(Introduction).order_by(Introduction.id)).all()
        assert [each.close_reason for each in found] == [
            EndMotive.NO_ANSWER,
            EndMotive.OFFER_CLOSED,  # nothing told why
            None,
        ]
        assert [each.closed_at is not None for each in found] == [True, True, False]
        assert session.scalar(text("SELECT count(*) FROM introduction_events")) == 2
    factory.kw["bind"].dispose()
