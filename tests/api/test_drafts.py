"""The text with the words of each field marked."""

from hypothesis import given
from hypothesis import strategies as st

from api.drafts import LABELS, box_of, facts_of, marks_of, parts_of
from ingestion.records import Evidence
from tests.api.routes.world import TEXT, make_parsed

SPANS = st.tuples(st.integers(-2, 60), st.integers(-2, 60))


@given(st.text(max_size=50), st.lists(SPANS, max_size=8))
def test_the_parts_are_the_text_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    evidence = {
        f"licences.{rank}": Evidence(start, end, "", 0.5) for rank, (start, end) in enumerate(spans)
    }
    parts = parts_of(text, evidence)
    assert "".join(part.text for part in parts) == text
    anchors = [part.anchor for part in parts if part.anchor]
    assert len(set(anchors)) == len(anchors)


def test_each_box_knows_the_words_it_was_read_from() -> None:
    marks = marks_of(parts_of(TEXT, make_parsed().evidence))
    assert {box: [mark.text for mark in found] for box, found in marks.items()} == {
        "title": ["Préparateur de commandes H/F"],
        "commune": ["Grande-Synthe"],
        "contract": ["CDI"],
        "licence": ["CACES R489 1 exigé"],
    }


def test_every_dotted_field_has_a_box_with_a_label() -> None:
    assert box_of("working_time.start_time") == "start_time"
    assert box_of("working_time.full_time") == "weekly_hours"
    assert box_of("skills.3.necessity") == "skills_required"
    assert box_of("pay.min") == "others"
    assert box_of("workplace.access.0") == "others"
    for field in ("title", "experience.months", "pay.min", "licences.0"):
        assert box_of(field) in LABELS


def test_the_facts_of_an_offer_are_in_words() -> None:
    facts = dict(facts_of(make_parsed()))
    assert facts["Contrat"] == "CDI"
    assert facts["Temps de travail"] == "35 h par semaine, 2x8"
    assert "exigé" in facts["Titres"]
    assert "Salaire" not in facts
