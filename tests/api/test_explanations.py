"""Rows in words: the points shown add up, the unknown is a question."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from api.explanations import explain, share_out
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, Criterion

TENTH = Decimal("0.1")


@given(st.lists(st.floats(0, 30), min_size=1, max_size=8))
def test_rounded_parts_add_up_to_the_rounded_total(parts: list[float]) -> None:
    total = Decimal(str(sum(parts))).quantize(TENTH)
    shown = share_out(parts, total)
    assert sum(shown) == total
    assert all(
        abs(one - Decimal(str(part))) <= TENTH for one, part in zip(shown, parts, strict=True)
    )


def facts(score: float, weight: float, known: bool, reason: str) -> dict[str, object]:
    return {
        "score": score,
        "weight": weight,
        "points": weight * score,
        "known": known,
        "reason": reason,
    }


def entry(**values: object) -> ShortlistEntry:
    contributions = {
        Criterion.SKILLS.value: facts(0.2, 0.4, True, "Aucune compétence commune."),
        Criterion.OCCUPATION.value: facts(0.9, 0.4, True, "Projet validé dans ce métier."),
        Criterion.MOBILITY.value: facts(0.5, 0.2, False, "Trajet inconnu."),
    }
    defaults = {
        "rank": 1,
        "score": 0.54,
        "band": Band.TO_CHECK,
        "contributions": contributions,
        "blockers": [],
        "unknowns": [{"criterion": "mobilite", "question": "Comment vient-elle ?"}],
    }
    return ShortlistEntry(**defaults | values)


def test_what_fits_what_does_less_and_what_to_ask_are_told_apart() -> None:
    said = explain(entry())
    assert said.fits == ("Projet validé dans ce métier.",)
    assert said.less == ("Aucune compétence commune.",)
    assert said.questions == ("Comment vient-elle ?",)
    assert [line.label for line in said.lines] == [
        "Métier et projet",
        "Compétences",
        "Mobilité et horaires",
    ]
    assert [line.strength for line in said.lines] == ["fort", "faible", "inconnu"]
    assert sum(line.points for line in said.lines) == said.total == Decimal("54.0")


def test_an_obstacle_is_said_once_with_its_lever() -> None:
    blocker = {
        "criterion": "competences",
        "reason": "Aucune compétence commune.",
        "lever": "une formation courte",
    }
    said = explain(entry(blockers=[blocker]))
    assert [(each.reason, each.lever) for each in said.obstacles] == [
        ("Aucune compétence commune.", "une formation courte")
    ]
    assert said.less == ()
