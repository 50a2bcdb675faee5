"""The table of the boxes: whole, and the same as what a form may send."""

from dataclasses import fields

import pytest

from api.fiche.kinds import Kind
from api.fiche.table import BOXES, GROUPS, LABELS, box_of
from api.fiche.values import value_at
from api.schemas import OfferForm
from api.services.offer_review import reviewed_fields
from ingestion.details import Contact, OfferDetails
from tests.api.routes.world import make_parsed

PARTS = {
    "rome_other", "licence_necessity", "skills_required", "skills_wished", "language_level",
    "language_necessity", "intensity_level",
}  # fmt: skip
"""Boxes of the form that are parts of one box of the fiche."""
SENT_BESIDE = {"version", "action", "confirmable", "confirmed"}


def test_a_form_may_send_every_box_and_nothing_else() -> None:
    assert set(OfferForm.model_fields) == (set(BOXES) - {"skills"}) | PARTS | SENT_BESIDE


def test_every_box_is_in_one_group_and_writes_a_field_of_its_own() -> None:
    names = [box.name for group in GROUPS for box in group.boxes]
    assert len(names) == len(set(names)) == len(BOXES)
    written = [box.fields[0] for box in BOXES.values()]
    assert len(written) == len(set(written))
    for box in BOXES.values():
        assert box.kind is Kind.OWN or hasattr_path(box.fields[0])


def hasattr_path(field: str) -> bool:
    """Whether the dotted field is one of a parsed offer."""
    parent, _, name = field.rpartition(".")
    record = value_at(make_parsed(), parent) if parent else make_parsed()
    return name in {each.name for each in fields(record)}


@pytest.mark.parametrize("record", [OfferDetails, Contact])
def test_every_detail_of_the_fiche_has_a_box(record: type) -> None:
    prefix = "details.contact." if record is Contact else "details."
    for each in fields(record):
        assert box_of(prefix + each.name) is not None, each.name


def test_every_reviewed_field_of_an_offer_has_a_box() -> None:
    for field, _ in reviewed_fields(make_parsed()):
        box = box_of(field)
        assert box in LABELS, field


def test_a_dotted_field_finds_the_box_of_its_longest_beginning() -> None:
    assert box_of("working_time.start_time") == "start_time"
    assert box_of("working_time.full_time") == "full_time"
    assert box_of("skills.3.necessity") == "skills"
    assert box_of("pay.max") == "pay_max"
    assert box_of("pay") == "pay_min"
    assert box_of("workplace.access.0") == "access"
    assert box_of("details.contact.phone") == "contact_phone"
    assert box_of("description") is None
