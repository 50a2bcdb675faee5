"""What silent offers may mean is counted, value by value, on offers that say it."""

from datetime import time

import pytest

from api.plausible_facts import said, shares, unsaid_shares
from ingestion.records import LicenceNeed
from models.vocabulary import ContractType, Domain, Necessity, Vehicle, WorkPattern
from tests.factories import make_parsed_offer
from tests.matching.factories import make_offer


def test_rare_values_are_left_out_and_shares_add_up() -> None:
    found = shares({"CDI": 60.0, "CDD": 39.5, "saisonnier": 0.5})
    assert list(found) == ["CDI", "CDD"]
    assert sum(found.values()) == pytest.approx(1.0)


def test_what_an_offer_says_is_counted_and_its_silence_on_needs_too() -> None:
    offer = make_offer(
        domain=Domain.TRANSPORT,
        contract=ContractType.CDD,
        patterns=frozenset({WorkPattern.TWO_SHIFTS}),
        start_time=time(5, 30),
        end_time=time(20, 40),
    )
    counted = {(field, value) for field, _, value in said(offer)}
    assert counted >= {
        ("contract.type", "CDD"),
        ("working_time.start_time", "05:00-21:00"),
        ("licences", "none"),
        ("licences.CACES", "CACES_R489_3"),
        ("vehicle", Vehicle.NONE.value),
    }


def test_a_need_of_the_form_is_hidden_where_the_text_does_not_say_it() -> None:
    licences = (LicenceNeed("permis_B", Necessity.REQUIRED),)
    told = make_parsed_offer(title="Agent", description="Permis B exigé.", licences=licences)
    quiet = make_parsed_offer(title="Agent", description="Bureaux.", licences=licences)
    assert unsaid_shares([told, quiet]) == {"licences": 0.5}
