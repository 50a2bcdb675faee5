"""The page of ABC: what waits, what was given out, as files and as a block to copy."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

from models.database import transaction
from models.days import day_of
from models.interviews import InterviewResult
from models.vocabulary import Role
from tests.api.level2_world import Desk, user_of, wait_for_level2
from tests.api.routes.world import World


def test_what_waits_is_given_out_once_and_stays_to_be_taken(world: World) -> None:
    wait_for_level2(world, [0])
    with world.browser(Role.OFFICE) as client:
        waiting = client.get("/abc").text
        assert "2 actes à remettre" in waiting
        assert "Salma" not in waiting
        given = client.post("/abc")
        assert given.status_code == 303
        batch = given.headers["location"]
        shown = client.get(batch).text
        assert "P-0001\t" in shown
        assert "Salma" not in shown
        file = client.get(f"{batch}.csv")
        rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
        assert [(row["Identifiant"], row["Résultat"]) for row in rows] == [
            ("P-0001", "Proposée"),
            ("P-0001", "Accord de la personne"),
        ]
        assert client.get(f"{batch}.xlsx").content.startswith(b"PK")
        assert client.post("/abc").headers["location"] == "/abc"
        after = client.get("/abc").text
        assert "Tout est remis." in after
        assert re.search(rf'href="{batch}"', after)


def test_the_page_says_that_the_words_of_a_reserve_stay(world: World) -> None:
    (key,) = wait_for_level2(world, [0])
    with transaction(world.sessions) as session:
        desk = Desk(session, user_of(session, Role.ADVISOR), key)
        action_on = day_of(datetime.now(UTC)) + timedelta(days=9)
        desk.hold(InterviewResult.RESERVED, action="visite du site", action_on=action_on)
    with world.browser(Role.MANAGER) as client:
        shown = client.get("/abc").text
        assert "Validé sous réserve, à lever avant le" in shown
        assert "visite du site" not in shown
        assert "«\N{NO-BREAK SPACE}Validé sous réserve\N{NO-BREAK SPACE}» dit le jour" in shown
        assert "« " not in shown
        assert "aucune note libre" not in shown


def test_a_period_takes_everything_and_says_what_is_wrong(world: World) -> None:
    wait_for_level2(world, [0])
    with world.browser(Role.MANAGER) as client:
        client.post("/abc")
        whole = client.get("/abc/periode.csv?du=2020-01-01&au=2100-01-01")
        assert whole.text.count("\r\n") == 3
        for query in ("", "?du=demain&au=2026-01-01", "?du=2026-02-01&au=2026-01-01"):
            wrong = client.get(f"/abc/periode.csv{query}")
            assert wrong.status_code == 422
            assert "Saisie à corriger" in wrong.text
        assert client.get("/abc/inconnue").status_code == 404
