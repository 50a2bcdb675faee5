"""How far each box was read, what a confirmation changes, and what is left before opening."""

from dataclasses import replace

from api.fiche.status import BoxStatus, confirmed, items_of, statuses_of
from api.services.offer_review import first_review, next_review, unreviewed_only
from ingestion.details import Contact, OfferDetails
from ingestion.records import Evidence, ParsedOffer
from models.fiche import Benefit, Channel
from models.vocabulary import ReviewStatus
from tests.api.routes.world import make_parsed

SHOWN = ("title", "commune", "contract", "licence", "requirements")


def read(offer: ParsedOffer) -> dict[str, BoxStatus]:
    return statuses_of(offer, first_review(offer))


def test_a_value_is_read_or_to_confirm_by_its_confidence_given_or_absent() -> None:
    offer = make_parsed()
    unsure = replace(offer.evidence["contract.type"], confidence=0.6)
    statuses = read(replace(offer, evidence={**offer.evidence, "contract.type": unsure}))
    assert statuses["commune"] is BoxStatus.READ
    assert statuses["contract"] is BoxStatus.TO_CONFIRM
    assert statuses["positions"] is BoxStatus.CONFIRMED
    assert statuses["deadline"] is BoxStatus.MISSING
    assert statuses["requirements"] is BoxStatus.READ


def test_details_read_in_the_text_wait_for_a_person_too() -> None:
    offer = replace(
        make_parsed(),
        details=OfferDetails(contact=Contact(phone="03 28 00 00 00"), benefits=(Benefit.MEAL,)),
        evidence={
            "details.contact.phone": Evidence(0, 4, "Prép", 0.9),
            "details.benefits.0": Evidence(0, 4, "Prép", 0.9),
        },
    )
    statuses = read(offer)
    assert statuses["contact_phone"] is BoxStatus.READ
    assert statuses["contact_name"] is BoxStatus.MISSING
    assert statuses["benefits"] is BoxStatus.READ


def test_confirming_a_box_confirms_its_fields_and_no_others() -> None:
    offer = make_parsed()
    review = confirmed(offer, first_review(offer), SHOWN, ["contract"])
    statuses = statuses_of(offer, review)
    assert statuses["contract"] is BoxStatus.CONFIRMED
    assert statuses["commune"] is BoxStatus.READ
    left = set(unreviewed_only(offer, review).evidence)
    assert left == {"title", "workplace.name", "licences.0"}


def test_a_confirmation_is_taken_back_but_not_that_of_the_source() -> None:
    offer = make_parsed()
    review = confirmed(offer, first_review(offer), SHOWN, ["contract", "commune"])
    doubted = confirmed(offer, review, [*SHOWN, "positions"], ["commune"])
    statuses = statuses_of(offer, doubted)
    assert statuses["contract"] is BoxStatus.READ
    assert statuses["commune"] is BoxStatus.CONFIRMED
    assert statuses["positions"] is BoxStatus.CONFIRMED


def test_reading_the_requirements_as_a_whole_confirms_each_and_lasts() -> None:
    offer = make_parsed()
    review = confirmed(offer, first_review(offer), SHOWN, ["requirements"])
    assert review["licences.0"] is ReviewStatus.CONFIRMED
    corrected = replace(offer, positions=4)
    after = next_review(offer, review, corrected, False)
    assert statuses_of(corrected, after)["requirements"] is BoxStatus.CONFIRMED
    undone = confirmed(offer, review, SHOWN, [])
    assert statuses_of(offer, undone)["requirements"] is BoxStatus.READ


def test_twelve_facts_are_needed_and_an_end_is_computed() -> None:
    offer = replace(make_parsed(), details=OfferDetails())
    items = {item.label: item for item in items_of(read(offer))}
    assert len(items) == 12
    assert items["Nombre de postes"].is_ready
    assert items["Date limite ou échéance"].is_ready
    assert items["Type de contrat"].is_present
    assert not items["Type de contrat"].is_ready
    assert not items["Un contact"].is_present
    assert not items["Exigences"].is_ready
    details = OfferDetails(channel=Channel.PHONE, contact=Contact(email="a@exemple.fr"))
    whole = replace(offer, details=details, evidence={})
    waiting = [item.label for item in items_of(read(whole)) if not item.is_ready]
    assert waiting == ["Métier ou domaine", "Début", "Exigences"]
