"""docs/workflow.md says what the tables of the code say, and says all of it."""

from pathlib import Path

import pytest

import api
from api.workflow_doc import document, main
from models.contract_transitions import CONTRACT_TRANSITIONS
from models.dispatch_moves import DISPATCH_TRANSITIONS
from models.exit_transitions import EXIT_TRANSITIONS
from models.move_guards import KEPT_BY_SERVICES
from models.transition_words import Effect, Guard
from models.transitions import INTRODUCTION_TRANSITIONS, OFFER_TRANSITIONS

DOCS = Path(api.__file__).parents[1] / "docs"
TABLES = (
    INTRODUCTION_TRANSITIONS,
    OFFER_TRANSITIONS,
    DISPATCH_TRANSITIONS,
    CONTRACT_TRANSITIONS,
    EXIT_TRANSITIONS,
)


def test_the_page_is_the_one_the_tables_write(tmp_path: Path) -> None:
    main([str(tmp_path / "workflow.md")])
    written = (tmp_path / "workflow.md").read_text("utf-8")
    again = "python -m api.workflow_doc docs/workflow.md"
    assert (DOCS / "workflow.md").read_text("utf-8") == written, f"à récrire : {again}"


def test_every_row_guard_and_effect_is_on_the_page() -> None:
    text = document()
    rows = [line for line in text.splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert len(rows) == sum(len(table) for table in TABLES)
    for each in (*Guard, *Effect):
        assert each.label in text, each


def test_a_bar_in_a_word_would_break_a_table() -> None:
    for line in document().splitlines():
        if line.startswith("|"):
            assert line.count("|") in {7, 8, 9}, line


@pytest.mark.parametrize("module", sorted(set(KEPT_BY_SERVICES.values())))
def test_what_a_service_keeps_is_in_a_module_that_exists(module: str) -> None:
    __import__(module)
