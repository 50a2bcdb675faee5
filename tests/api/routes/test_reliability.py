"""Contracts that a contact broke early: told to us, and never on a page of the contact."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from api.services.reliability import EARLY_DAYS, reliability_of
from models.contract_lists import ContractKind, ContractState
from models.contracts import Contract
from models.database import transaction
from models.dispatch_lists import AnswerChannel, CardAnswer
from models.introductions import Introduction
from models.motives import BreakMotive
from models.offers import Offer
from models.vocabulary import Role
from tests.api.dispatch_world import AGENCY, loaded
from tests.api.routes.sent_two import Sent, prepare_two, send
from tests.api.routes.world import World

NOW = datetime.now(UTC)
OPENS = {"sec-fetch-dest": "document"}
BROKEN = "rupture dans les trois mois"
FOR_US_ALONE = ("rupture", "trois mois", "délai médian", "réponse sur", "réponses sur")
START = date(2026, 1, 12)
FAR = 400


@pytest.fixture
def sent(world: World) -> Sent:
    return send(prepare_two(world))


def hire(sent: Sent, place: int, days: int, state: ContractState = ContractState.BROKEN) -> None:
    """The contact hired the person of a card; the contract ended so many days after its start."""
    with transaction(sent.world.sessions) as session:
        card = loaded(session, sent.id).cards[place]
        card.answer, card.answered_at = CardAnswer.HIRED, NOW
        card.channel, card.start_on = AnswerChannel.LINK, START
        introduction = session.get_one(Introduction, card.introduction_id)
        session.add(
            Contract(
                introduction_id=introduction.id,
                candidate_id=introduction.candidate_id,
                employer_name="Entrepôts du Ponant",
                job_title="Préparatrice de commandes",
                kind=ContractKind.CDI,
                start_on=START,
                ended_on=START + timedelta(days=days),
                state=state,
                break_motive=BreakMotive.TRANSPORT if state is ContractState.BROKEN else None,
            )
        )


def early(sent: Sent) -> int:
    """Early breaks of the agency as of now."""
    with sent.world.sessions() as session:
        return reliability_of(session, AGENCY, NOW + timedelta(minutes=1)).early_breaks


def test_a_contract_broken_early_is_told_to_us_and_nothing_of_it_to_the_contact(
    sent: Sent,
) -> None:
    hire(sent, 0, 40)
    with transaction(sent.world.sessions) as session:
        session.scalars(select(Offer)).one().agency_name = AGENCY
    ours = (f"/envois/{sent.key}", f"/offers/{sent.world.offer_key}")
    for role in (Role.ADVISOR, Role.MANAGER):
        with sent.world.browser(role) as client:
            for path in ours:
                assert f"1 embauche, 1 {BROKEN}" in client.get(path).text, (role, path)
    token = sent.token()
    with sent.contact() as contact:
        pages = [contact.get(f"/reponse/{token}", headers=OPENS)]
        pages += [contact.get(f"/reponse/{token}{end}") for end in ("/fiches", "/fiches.csv")]
        assert all(page.status_code == 200 for page in pages)
        for page in pages:
            for word in FOR_US_ALONE:
                assert word not in page.text.lower(), (page.url.path, word)
        for path in ours:
            assert contact.get(path).status_code == 303  # to the sign-in page


@pytest.mark.parametrize(
    ("days", "state", "count"),
    [
        (0, ContractState.BROKEN, 1),
        (EARLY_DAYS, ContractState.BROKEN, 1),
        (EARLY_DAYS + 1, ContractState.BROKEN, 0),
        (EARLY_DAYS, ContractState.ENDED, 0),
    ],
)
def test_a_break_is_early_up_to_ninety_days_and_an_end_in_time_is_none(
    days: int, state: ContractState, count: int, sent: Sent
) -> None:
    assert EARLY_DAYS == 90
    hire(sent, 0, days, state)
    assert early(sent) == count
    with sent.world.browser(Role.MANAGER) as client:
        assert (BROKEN in client.get(f"/envois/{sent.key}").text) == bool(count)


def test_two_breaks_are_two_and_those_of_another_contact_are_theirs(sent: Sent) -> None:
    hire(sent, 0, 10)
    hire(sent, 1, 80)
    assert early(sent) == 2
    with sent.world.sessions() as session:
        soon = NOW + timedelta(minutes=1)
        told = reliability_of(session, AGENCY, soon).words
        assert "2 ruptures dans les trois mois" in told
        assert reliability_of(session, "Agence du Port", soon).early_breaks == 0
        assert reliability_of(session, AGENCY, NOW + timedelta(days=FAR)).early_breaks == 0
