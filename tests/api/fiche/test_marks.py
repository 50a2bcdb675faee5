"""The text with the words of each value marked, whatever overlaps what."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from api.fiche.marks import evidence_by_leaf, marks_of, parts_of
from ingestion.records import Evidence, Pay
from models.vocabulary import PayPeriod
from tests.api.routes.world import TEXT, make_parsed

SPANS = st.tuples(st.integers(-2, 60), st.integers(-2, 60))
FIELDS = ("licences", "contract.type", "pay", "details.benefits", "reference")


def evidence_of(spans: list[tuple[int, int]]) -> dict[str, Evidence]:
    return {
        f"{FIELDS[rank % len(FIELDS)]}.{rank}": Evidence(start, end, "", 0.5)
        for rank, (start, end) in enumerate(spans)
    }


@given(st.text(max_size=50), st.lists(SPANS, max_size=8))
def test_the_parts_are_the_text_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    parts = parts_of(text, evidence_of(spans))
    assert "".join(part.text for part in parts) == text
    anchors = [part.anchor for part in parts if part.anchor]
    assert len(set(anchors)) == len(anchors)


@given(st.text(min_size=1, max_size=50), st.lists(SPANS, max_size=8))
def test_every_value_is_reached_from_its_words_and_its_words_from_it(
    text: str, spans: list[tuple[int, int]]
) -> None:
    evidence = evidence_of(spans)
    parts = parts_of(text, evidence)
    marks = marks_of(text, evidence, parts)
    by_anchor = {part.anchor: part for part in parts if part.anchor}
    assert {box for part in parts for box in part.boxes} == set(marks)
    for box, found in marks.items():
        assert all(box in by_anchor[mark.anchor].boxes for mark in found)


def test_words_that_two_values_share_lead_to_both() -> None:
    text = "CDD de 6 mois renouvelable"
    evidence = {
        "contract.type": Evidence(0, 3, "CDD", 0.9),
        "contract.duration_days": Evidence(0, 13, "CDD de 6 mois", 0.9),
        "details.is_renewable": Evidence(7, 26, "6 mois renouvelable", 0.9),
    }
    parts = parts_of(text, evidence)
    assert [(part.text, set(part.boxes)) for part in parts] == [
        ("CDD", {"contract", "duration_days"}),
        (" de ", {"duration_days"}),
        ("6 mois", {"duration_days", "is_renewable"}),
        (" renouvelable", {"is_renewable"}),
    ]
    marks = marks_of(text, evidence, parts)
    assert [mark.text for mark in marks["duration_days"]] == ["CDD de 6 mois"]


def test_the_words_of_a_group_lead_to_each_value_they_gave() -> None:
    seen = Evidence(0, 11, TEXT[:11], 0.9)
    own = Evidence(12, 14, TEXT[12:14], 0.9)
    offer = replace(
        make_parsed(),
        pay=Pay(12.0, 13.0, PayPeriod.HOUR),
        evidence={"pay": seen, "pay.max": own},
    )
    evidence = evidence_by_leaf(offer)
    marks = marks_of(TEXT, evidence, parts_of(TEXT, evidence))
    assert {box: [mark.text for mark in found] for box, found in marks.items()} == {
        "pay_min": [TEXT[:11]],
        "pay_period": [TEXT[:11]],
        "pay_max": [TEXT[12:14]],
    }


def test_each_box_knows_the_words_it_was_read_from() -> None:
    evidence = make_parsed().evidence
    marks = marks_of(TEXT, evidence, parts_of(TEXT, evidence))
    assert {box: [mark.text for mark in found] for box, found in marks.items()} == {
        "title": ["Préparateur de commandes H/F"],
        "commune": ["Grande-Synthe"],
        "contract": ["CDI"],
        "licence": ["CACES R489 1 exigé"],
    }
