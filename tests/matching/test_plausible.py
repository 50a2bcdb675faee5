"""What a silent offer may mean: every value can be said, shares add up, bad files are refused."""

import re
from dataclasses import replace
from datetime import date

import pytest

from matching.plausible import FACTS, Fact, packaged_plausible, read_plausible
from matching.profiles import LicenceAsk, OfferFacts
from models.errors import InputRefusedError
from models.vocabulary import Domain, Necessity, WorkPattern
from tests.matching.factories import make_offer

TODAY = date(2026, 11, 23)
SILENT = OfferFacts("O-1", "Agent", "", Domain.CATERING, None, False, ())


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.field)
def test_each_fact_has_values_and_saying_one_settles_it(fact: Fact) -> None:
    offer = SILENT
    if fact.field == "licences.CACES":
        offer = replace(offer, licences=(LicenceAsk("CACES", "CACES", Necessity.REQUIRED),))
    if fact.field == "working_time.start_time":
        offer = replace(offer, patterns=frozenset({WorkPattern.TWO_SHIFTS}))
    assert fact.is_unsaid(offer)
    values = packaged_plausible().values(fact.field, offer)
    assert sum(values.values()) == pytest.approx(1.0)
    for value in values:
        said = fact.said(offer, value, packaged_plausible(), TODAY)
        assert value == "none" or not fact.is_unsaid(said)


def test_a_rhythm_comes_with_the_hours_it_usually_has() -> None:
    rhythm = next(f for f in FACTS if f.field == "working_time.patterns")
    values = packaged_plausible().values(rhythm.field, replace(SILENT, domain=Domain.INDUSTRY))
    shifts = [value for value in values if value.startswith("2x8@")]
    assert len(shifts) > 1
    for value in shifts:
        said = rhythm.said(SILENT, value, packaged_plausible(), TODAY)
        assert said.patterns == {WorkPattern.TWO_SHIFTS}
        assert said.start_time is not None
        assert said.start_time.hour <= 6


def test_values_are_those_of_the_domain_and_of_all_where_it_says_too_little() -> None:
    table = packaged_plausible()
    drivers = table.values("licences", make_offer(domain=Domain.TRANSPORT))
    cooks = table.values("licences", make_offer(domain=Domain.CATERING))
    assert drivers["none"] < cooks["none"]
    assert (
        table.values("contract.start_date", SILENT) == table.shares["contract.start_date"]["tous"]
    )


PLACES = "[places]\n"


@pytest.mark.parametrize(
    "text",
    [
        "shares = [",
        PLACES,
        f'{PLACES}[shares."contract.type"]\ntous = {{ CDI = 0.7 }}\n',
        f'{PLACES}[shares."contract.type"]\ntous = {{ zzz = 1.0 }}\n',
        f'{PLACES}[shares."salaire"]\ntous = {{ CDI = 1.0 }}\n',
        f'{PLACES}[shares."workplace"]\ntous = {{ 59183 = 1.0 }}\n',
    ],
)
def test_a_bad_table_is_refused_in_french(text: str) -> None:
    with pytest.raises(InputRefusedError, match=re.escape("valeurs plausibles illisibles")):
        read_plausible(text)
