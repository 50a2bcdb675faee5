"""Retenir, Écarter, Annuler, over the web and in the base."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from api.services.users import find_user
from models.database import transaction
from models.introductions import IntroductionEvent
from models.vocabulary import DiscardMotive, Domain, IntroductionState, Role
from tests.api.routes.world import World, email_of

HTMX = {"hx-request": "true"}


def test_keeping_is_written_with_who_and_when_and_undone(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        done = client.post(world.decision_path(0, "keep"), data={"version": "1", "note": "Vue"})
        assert done.status_code == 303
        text = client.get(done.headers["location"]).text
        assert "par Nadia Fekkar" in text
        assert "«\u00a0Vue\u00a0»" in text
        kept = world.introduction(0)
        assert kept is not None
        assert kept.state is IntroductionState.KEPT
        client.post(world.decision_path(0, "undo"), data={"version": str(kept.version)})
    back = world.introduction(0)
    assert back is not None
    assert back.state is IntroductionState.SUGGESTED
    with world.browser(Role.MANAGER) as client:
        text = client.get(world.shortlist_path).text
        assert re.search(r"Historique.*Retenir, Nadia Fekkar.*Annuler, Nadia Fekkar", text, re.S)
    with world.sessions() as session:
        assert session.scalar(select(func.count()).select_from(IntroductionEvent)) == 3


def test_discarding_takes_a_motive_of_the_list(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        path = world.decision_path(0, "discard")
        assert client.post(path, data={"version": "1"}).status_code == 422
        assert client.post(path, data={"version": "1", "motive": "inventé"}).status_code == 422
        assert world.introduction(0) is None
        done = client.post(path, data={"version": "1", "motive": DiscardMotive.SCHEDULE.value})
        assert done.status_code == 303
        text = client.get(done.headers["location"]).text
    assert "Motif\u00a0: Horaires incompatibles" in text


def test_somebody_held_back_is_kept_with_a_written_reason_only(world: World) -> None:
    path = world.decision_path(4, "keep")
    with world.browser(Role.ADVISOR) as client:
        refused = client.post(path, data={"version": "1", "note": "  "})
        assert refused.status_code == 422
        assert "écrivez pourquoi" in refused.text
        assert client.post(path, data={"version": "1", "note": "Stage lundi"}).status_code == 303


def test_the_second_of_two_people_is_told_who_was_first(world: World) -> None:
    with world.browser(Role.ADVISOR) as first, world.browser(Role.MANAGER) as second:
        assert first.post(world.decision_path(0, "keep"), data={"version": "1"}).is_redirect
        data = {"version": "1", "motive": "autre"}
        answer = second.post(world.decision_path(0, "discard"), data=data)
    assert answer.status_code == 409
    assert "Nadia Fekkar a décidé le" in answer.text
    assert "«\u00a0Retenue\u00a0»" in answer.text
    kept = world.introduction(0)
    assert kept is not None
    assert kept.state is IntroductionState.KEPT


def test_nobody_undoes_unseen_what_somebody_else_just_decided(world: World) -> None:
    with world.browser(Role.ADVISOR) as first, world.browser(Role.MANAGER) as second:
        data = {"version": "1", "motive": DiscardMotive.DUPLICATE.value}
        assert first.post(world.decision_path(0, "discard"), data=data).is_redirect
        late = second.post(world.decision_path(0, "keep"), data={"version": "1"})
        assert late.status_code == 409
        assert "Nadia Fekkar a décidé" in late.text
        seen = world.introduction(0)
        assert seen is not None
        assert seen.state is IntroductionState.DISCARDED
        again = second.post(world.decision_path(0, "keep"), data={"version": str(seen.version)})
        assert again.status_code == 303


def test_twelve_clicks_at_once_make_one_decision(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        cookie = dict(client.cookies)

    def click(_: int) -> int:
        with world.browser() as another:
            another.cookies.update(cookie)
            return another.post(world.decision_path(0, "keep"), data={"version": "1"}).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(click, range(12)))
    assert statuses == [303] + [409] * 11


def test_a_caseworker_decides_for_their_own_people_alone(world: World) -> None:
    with world.browser(Role.CASEWORKER) as client:
        own = client.post(world.decision_path(0, "keep"), data={"version": "1"})
        other = client.post(world.decision_path(1, "keep"), data={"version": "1"})
    assert own.status_code == 303
    assert other.status_code == 403
    assert world.introduction(1) is None


def test_an_advisor_of_another_domain_reads_the_list_and_decides_nothing(world: World) -> None:
    with transaction(world.sessions) as session:
        find_user(session, email_of(Role.ADVISOR)).domains = [Domain.CONSTRUCTION.value]
    with world.browser(Role.ADVISOR) as client:
        shown = client.get(world.shortlist_path)
        assert shown.status_code == 200
        assert "Offre d’un autre domaine" in shown.text
        assert "/keep" not in shown.text
        refused = client.post(world.decision_path(0, "keep"), data={"version": "1"})
        assert (refused.status_code, "domaine" in refused.text) == (403, True)
    assert world.introduction(0) is None


def test_htmx_gets_the_row_the_counts_and_words_to_say(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(world.decision_path(0, "keep"), data={"version": "1"}, headers=HTMX)
        assert answer.status_code == 200
        assert answer.text.lstrip().startswith("<li")
        assert "<html" not in answer.text
        assert 'data-announce="P-0001\u00a0: retenu·e."' in answer.text
        assert "1 personne retenue" in answer.text
        refused = client.post(world.decision_path(0, "keep"), data={"version": "1"}, headers=HTMX)
    assert refused.status_code == 409
    assert refused.headers["hx-retarget"] == "#alerte"
    assert "<html" not in refused.text


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("?band=eloigne&page=2", "?band=eloigne&page=2&seen="),
        ("//ailleurs.example", "?seen="),
        ("https://ailleurs.example", "?seen="),
    ],
)
def test_without_htmx_one_comes_back_to_the_same_page(
    back: str, expected: str, world: World
) -> None:
    whole = world.shortlist_path + back if back.startswith("?") else back
    data = {"version": "1", "back": whole}
    with world.browser(Role.ADVISOR) as client:
        answer = client.post(world.decision_path(5, "keep"), data=data)
    assert answer.headers["location"].startswith(world.shortlist_path + expected)


def test_a_row_that_left_the_page_can_still_be_taken_back(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        data = {"version": "1", "back": world.shortlist_path + "?decision=todo"}
        done = client.post(world.decision_path(0, "keep"), data=data)
        text = client.get(done.headers["location"]).text
    assert "P-0001\u00a0: retenue" in text
    assert f'action="{world.decision_path(0, "undo")}"' in text
