"""What is written of the pages: what is over the goal first, files apart, the machine named."""

import os

from models.vocabulary import Role
from tests.evidence.real_size import Timed, addresses, as_markdown, taken_since

SLOW = Timed(Role.MANAGER, "/chiffres", 290.0, 412.4, 210.0, 20, 16.0)
QUICK = Timed(Role.ADVISOR, "/offers", 60.0, 81.0, 70.0, 20, 22.0)
FILE = Timed(Role.MANAGER, "/chiffres.csv", 900.0, 1_200.0, 1_100.0, 2, 3.0)
HELD = {"people": 5_300, "offers": 10_000}


def test_what_is_over_the_goal_stands_first_and_files_stand_apart() -> None:
    text = as_markdown([QUICK, SLOW, FILE], HELD, 7)
    top, every = text.split("## Every page")
    pages, files = every.split("## Files")
    line = "| manager | `/chiffres` | 290 | 412 | 210 | 20 | 16 |"
    assert line in top
    assert "/offers" not in top
    assert (
        "**1 of 2 pages under 300 ms at the 95th percentile by the clock, 2 by the processor.**"
        in top
    )
    assert "each page 7 times" in top
    assert "5,300 people, 10,000 offers" in top
    assert f"{os.cpu_count()} cores" in top
    assert pages.index(line) < pages.index("| advisor | `/offers` | 60 | 81 | 70 | 20 | 22 |")
    assert ".csv" not in top + pages
    assert "| manager | `/chiffres.csv` | 900 | 1200 | 1100 | 2 | 3 |" in files


def test_where_every_page_holds_nothing_is_listed_at_the_top() -> None:
    top, _ = as_markdown([QUICK, FILE], HELD).split("## Every page")
    assert "**1 of 1 pages under" in top
    assert "None is over 300 ms at the 95th percentile." in top
    assert "|" not in top
    assert "its host kept" not in top


def test_what_the_host_kept_for_others_is_told_where_it_is_known() -> None:
    assert "its host kept 25% of the processor meanwhile." in as_markdown([QUICK], HELD, 7, 0.25)
    assert taken_since(None) is None


def test_a_page_of_an_object_that_the_base_lacks_is_not_asked_for() -> None:
    assert addresses("/chiffres", {}, 3) == ["/chiffres"] * 3
    assert addresses("/offers/{key}", {"offers": []}, 3) == []
