"""A thousand harmed offers in, a thousand fiches out, each with its text and what it still states.

`test_robustness` proves that nothing breaks; here, that little is lost.
"""

import json
import random
from collections import Counter
from functools import cache
from itertools import cycle, islice

import pytest

from ingestion.offers import parse_offers, read_json, read_offer_text, to_json
from ingestion.offers.raw import RawOffer
from ingestion.records import ParsedOffer
from tests.ingestion.offers.coder import SmallCoder
from tests.ingestion.offers.mutilations import HARMS, Harmed
from tests.ingestion.offers.written import Stated, Written, read, written

SEED = 20261122
OFFERS = 1_000
LEAST_KEPT = 0.95
"""Share of the values that the surviving text still states."""
LEAST_BY_HARM = 0.93

Case = tuple[str, Written, Harmed, ParsedOffer]


@cache
def harmed_offers() -> tuple[Case, ...]:
    """The offers, harmed in turn, and read."""
    rng = random.Random(SEED)
    samples = list(written())
    drawn = islice(zip(cycle(samples), cycle_of_harms(len(samples)), strict=False), OFFERS)
    cases = [(name, sample, HARMS[name](sample.text, rng)) for sample, name in drawn]
    raws = [read_offer_text(harmed.text) for _, _, harmed in cases]
    parsed = parse_offers(raws, SmallCoder())
    return tuple((*case, offer) for case, offer in zip(cases, parsed, strict=True))


def cycle_of_harms(samples: int) -> list[str]:
    """The harms in an order that gives each sample every one of them."""
    names = list(HARMS)
    return [names[(rank + rank // samples) % len(names)] for rank in range(OFFERS)]


def survivors(sample: Written, harmed: Harmed) -> list[Stated]:
    """What the harmed text still states."""
    pairs = zip(sample.stated, sample.spans, strict=True)
    return [stated for stated, span in pairs if harmed.spares(span)]


def test_the_samples_are_read_whole() -> None:
    samples = list(written())
    assert len(samples) >= 40
    parsed = parse_offers([read_offer_text(sample.text) for sample in samples], SmallCoder())
    for sample, offer in zip(samples, parsed, strict=True):
        for stated in sample.stated:
            assert read(offer, stated.field) == stated.value, (stated, sample.text)


def test_a_thousand_harmed_offers_give_a_thousand_fiches_with_their_text() -> None:
    cases = harmed_offers()
    assert len(cases) == OFFERS
    for name, sample, harmed, offer in cases:
        assert offer.title, name
        lost = set(sample.text.split()) if not harmed.text.strip() else set()
        assert len(offer.source_text) >= len(harmed.text.strip()) * 0.5 or lost
        json.dumps(to_json(offer), allow_nan=False)
        for evidence in offer.evidence.values():
            assert offer.source_text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize("harm", list(HARMS))
def test_what_the_surviving_text_states_is_still_read(harm: str) -> None:
    stated = kept = 0
    missed: Counter[str] = Counter()
    for name, sample, harmed, offer in harmed_offers():
        if name != harm:
            continue
        for each in survivors(sample, harmed):
            stated += 1
            if read(offer, each.field) == each.value:
                kept += 1
            else:
                missed[each.words] += 1
    assert stated > 100
    assert kept / stated >= LEAST_BY_HARM, (harm, kept, stated, missed.most_common(5))


def test_over_all_harms_95_values_in_a_hundred_are_kept() -> None:
    verdicts = [
        read(offer, each.field) == each.value
        for _, sample, harmed, offer in harmed_offers()
        for each in survivors(sample, harmed)
    ]
    assert sum(verdicts) / len(verdicts) >= LEAST_KEPT


def test_no_word_that_survived_is_missing_from_the_text_kept() -> None:
    for name, _, harmed, offer in harmed_offers():
        if name in ("coupée", "fautes de frappe", "en capitales", "blancs et sauts de ligne"):
            assert set(harmed.text.split()) <= set(offer.source_text.split()), name


KEYED = {
    "intitule": "Cariste (H/F)",
    "description": "Notre entrepôt recrute. Travail en 3x8. CACES R489 3 exigé.",
    "lieuTravail": {"libelle": "59 - Gravelines", "commune": "59273"},
    "typeContrat": "CDD",
    "typeContratLibelle": "CDD - 3 Mois",
    "dureeTravailLibelle": "35H/semaine",
    "experienceExige": "D",
    "salaire": {"libelle": "Horaire de 13.1 Euros"},
    "nombrePostes": 2,
}
BY_KEY = {
    "lieuTravail": ("workplace.insee", "59273"),
    "typeContrat": ("contract.type", "CDD"),
    "dureeTravailLibelle": ("working_time.weekly_hours", 35.0),
    "experienceExige": ("experience.necessity", "none"),
    "salaire": ("pay.min", 13.1),
    "nombrePostes": ("positions", 2),
    "description": ("licence:CACES_R489_3", "required"),
}


def test_missing_keys_lose_their_own_value_only() -> None:
    rng = random.Random(SEED)
    for _ in range(100):
        gone = set(rng.sample(sorted(BY_KEY), 3))
        offer = parsed_object({key: item for key, item in KEYED.items() if key not in gone})
        for key, (field, value) in BY_KEY.items():
            if key not in gone and not (key == "typeContrat" and "typeContratLibelle" in gone):
                assert read(offer, field) == value, (gone, key)


def test_mistyped_keys_are_read_as_the_keys_they_stand_for() -> None:
    rng = random.Random(SEED)
    kept = stated = 0
    for _ in range(100):
        item = {slip(key, rng) if rng.random() < 0.4 else key: item for key, item in KEYED.items()}
        offer = parsed_object(item)
        for field, value in BY_KEY.values():
            stated += 1
            kept += read(offer, field) == value
    assert kept / stated >= LEAST_KEPT


def slip(key: str, rng: random.Random) -> str:
    """The key with one letter doubled, dropped, or in the other case."""
    at = rng.randrange(1, len(key) - 1)
    middle = rng.choice([key[at] * 2, "", key[at].swapcase()])
    return key[:at] + middle + key[at + 1 :]


def parsed_object(item: dict[str, object]) -> ParsedOffer:
    (raw,) = read_json(json.dumps(item)).offers
    assert isinstance(raw, RawOffer)
    return parse_offers([raw], SmallCoder())[0]


def test_words_under_a_key_that_stands_for_nothing_are_kept() -> None:
    offer = parsed_object({"intitule": "Cariste", "blabla": "CDI à Gravelines"})
    assert "CDI à Gravelines" in offer.source_text
    assert offer.contract.type == "CDI"
