"""What is kept to make lists again: no name, no status, and nothing of whoever asks to leave."""

import zlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.learning_erasure import forget_inputs
from api.services.learning_replay import Outcome
from api.services.offers import create_offer
from api.services.shortlists import refresh_shortlist
from ingestion.records import Follow, Home, Identity
from models.candidates import Candidate
from models.learning import RankingInput
from tests.api.services.test_learning_replay import fresh, made, outcome_of
from tests.api.services.test_shortlists import NOW, PEOPLE, TODAY, forklift_offer, load
from tests.factories import make_candidate_record


def kept(session: Session) -> str:
    """All that is kept, as text."""
    rows = session.scalars(select(RankingInput.data))
    return "\n".join(zlib.decompress(data).decode() for data in rows)


def test_nothing_kept_says_who_a_person_is_or_their_status(session: Session) -> None:
    record = make_candidate_record(
        identifier="P-4242",
        identity=Identity(
            "Mme", "Quenneville", "Zoé", date(1987, 4, 1), "0600000042", "zoe@exemple.test"
        ),
        follow=Follow(caseworker="Claire Monteyne", branch="Antenne Nord"),
        home=Home("Dunkerque", "59183", "Quartier Banc Vert", "59640", 51.03, 2.37),
        priority_quarter=True,
        statuses=("Bénéficiaire du RSA", "RQTH"),
        withheld=("suivi médical",),
    )
    load(session, [record])
    refresh_shortlist(session, create_offer(session, forklift_offer(), None, NOW), TODAY, fresh())
    found = kept(session)
    assert "P-4242" in found
    for secret in (
        "Quenneville", "Zoé", "zoe@", "0600000042", "1987", "Monteyne", "Antenne", "RSA", "RQTH",
        "médical", "priority",
    ):  # fmt: skip
        assert secret not in found, secret


def test_whoever_leaves_is_in_nothing_kept_and_the_others_are_still(session: Session) -> None:
    offer, shortlist = made(session)
    gone, stays = PEOPLE[0].identifier, PEOPLE[1].identifier
    assert forget_inputs(session, gone[:-1]) == 0
    assert forget_inputs(session, gone) == 2
    assert gone not in kept(session)
    assert stays in kept(session)
    assert outcome_of(session, shortlist) is Outcome.LOST
    candidate = session.scalars(select(Candidate).where(Candidate.identifier == gone)).one()
    candidate.is_active = False
    session.flush()
    assert outcome_of(session, refresh_shortlist(session, offer, TODAY, fresh())) is Outcome.SAME
    assert forget_inputs(session, gone) == 0
