"""People and offers for the tests of levers, and each change written again on plain facts.

`REWRITTEN` says what a change means of one offer or one person, without the code under test:
ranks announced are compared with a ranking of everybody on the facts so changed.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from random import Random
from typing import Any

from matching.profiles import CandidateFacts, CredentialFact, OfferFacts
from models.vocabulary import (
    Condition,
    ContractType,
    CredentialState,
    Necessity,
    SiteAccess,
    TravelMode,
    WorkingTimeWish,
    WorkPattern,
)
from tests.matching.factories import (
    BOURBOURG,
    DUNKERQUE,
    FORKLIFT,
    GRANDE_SYNTHE,
    LOON_PLAGE,
    make_candidate,
    make_offer,
)

PLACES = (DUNKERQUE, GRANDE_SYNTHE, BOURBOURG, LOON_PLAGE)
MODES = (
    frozenset({TravelMode.CAR}),
    frozenset({TravelMode.BUS}),
    frozenset({TravelMode.WALK}),
    frozenset({TravelMode.BICYCLE, TravelMode.BUS}),
    None,
)
SHIFTS = frozenset(
    {WorkPattern.DAY, WorkPattern.EARLY, WorkPattern.TWO_SHIFTS, WorkPattern.WEEKEND}
)


def early_offer(**changes: Any) -> OfferFacts:
    """A temp post of forklift driver at Loon-Plage, from five in the morning."""
    offer = make_offer(
        workplace=LOON_PLAGE,
        patterns=frozenset({WorkPattern.EARLY}),
        start_time=time(5),
        end_time=time(13),
        experience=Necessity.REQUIRED,
        experience_months=36,
    )
    return replace(offer, **changes)


def crowd(count: int = 40, seed: int = 7) -> list[CandidateFacts]:
    """Forklift drivers held back by one thing or another, or by nothing, and some cleaners."""
    rng = Random(seed)
    return [_person(rng, number) for number in range(count)]


def _person(rng: Random, number: int) -> CandidateFacts:
    state = rng.choice([CredentialState.HELD, CredentialState.EXPIRED, CredentialState.IN_PROGRESS])
    titles = (CredentialFact(FORKLIFT, state, None),) if rng.random() < 0.7 else ()
    person = make_candidate(
        f"C-{number:03d}",
        credentials=titles,
        credentials_listed=rng.random() < 0.8,
        origin=rng.choice(PLACES),
        travel_modes=rng.choice(MODES),
        trip_limit_minutes=rng.choice([20.0, 30.0, 45.0, None]),
        available_from=rng.choice([None, None, date(2027, 2, 15)]),
        contracts=rng.choice([None, frozenset({ContractType.CDI}), frozenset({ContractType.TEMP})]),
        working_time=rng.choice([WorkingTimeWish.FULL, WorkingTimeWish.PART, None]),
        patterns=rng.choice([None, SHIFTS, frozenset({WorkPattern.DAY})]),
        earliest_start=rng.choice([None, None, time(6)]),
        restrictions=((Condition.LOADS, 5.0),) if rng.random() < 0.1 else (),
    )
    if rng.random() < 0.1:
        return replace(person, projects=(), experiences=(), skills=())
    return person


OnOffer = Callable[[OfferFacts], OfferFacts]
OnPerson = Callable[[CandidateFacts, OfferFacts], CandidateFacts]


def _shifted(minutes: int) -> OnOffer:
    def apply(offer: OfferFacts) -> OfferFacts:
        start, end = (
            None if at is None else time(*divmod(at.hour * 60 + at.minute + minutes, 60))
            for at in (offer.start_time, offer.end_time)
        )
        patterns = offer.patterns
        if start is not None and start >= time(6):
            patterns = patterns - {WorkPattern.EARLY}
        elif start is not None and offer.start_time is not None and offer.start_time >= time(6):
            patterns = patterns | {WorkPattern.EARLY}
        return replace(offer, start_time=start, end_time=end, patterns=patterns)

    return apply


def _asked(necessity: Necessity) -> OnOffer:
    return lambda offer: replace(
        offer, licences=tuple(replace(x, necessity=necessity) for x in offer.licences)
    )


OFFER_CHANGES: dict[str, OnOffer] = {
    **{f"horaire{m:+d}": _shifted(m) for m in (-120, -90, -60, -30, 30, 60, 90, 120)},
    "journee": lambda o: replace(
        o, patterns=frozenset({WorkPattern.DAY}), start_time=None, end_time=None
    ),
    "navette": lambda o: replace(o, access=frozenset({SiteAccess.SHUTTLE})),
    "non_exige:CACES_R489": _asked(Necessity.TRAINING_OFFERED),
    "experience_souhaitee": lambda o: replace(o, experience=Necessity.WISHED),
    "debutants": lambda o: replace(o, experience=Necessity.NONE, experience_months=None),
    "contrat:CDI": lambda o: replace(o, contract=ContractType.CDI),
    "contrat:CDD": lambda o: replace(o, contract=ContractType.CDD),
    "temps_partiel": lambda o: replace(o, weekly_hours=28.0, full_time=False),
    "debut+15": lambda o: replace(o, start_date=date(2026, 12, 8)),
    "debut+30": lambda o: replace(o, start_date=date(2026, 12, 23)),
    "debut+60": lambda o: replace(o, start_date=date(2027, 1, 22)),
    "sans:loads": lambda o: replace(o, conditions=o.conditions - {Condition.LOADS}),
}


def _longer(more: float) -> OnPerson:
    def apply(person: CandidateFacts, _: OfferFacts) -> CandidateFacts:
        assert person.trip_limit_minutes is not None
        return replace(person, trip_limit_minutes=person.trip_limit_minutes + more)

    return apply


def _by(mode: TravelMode) -> OnPerson:
    return lambda p, _: replace(p, travel_modes=(p.travel_modes or frozenset()) | {mode})


def _qualified(person: CandidateFacts, _: OfferFacts) -> CandidateFacts:
    return replace(person, credentials=(CredentialFact(FORKLIFT, CredentialState.HELD, None),))


def _any_hour(person: CandidateFacts, offer: OfferFacts) -> CandidateFacts:
    patterns = (person.patterns or frozenset()) | offer.patterns
    return replace(person, patterns=patterns, earliest_start=None, latest_end=None)


PERSON_CHANGES: dict[str, OnPerson] = {
    "titre:CACES_R489": _qualified,
    "reponse:titre:CACES_R489": _qualified,
    **{f"trajet+{m}": _longer(m) for m in (10, 20, 30)},
    "reponse:trajet": lambda p, _: replace(p, trip_limit_minutes=60.0),
    **{f"moyen:{mode.value}": _by(mode) for mode in TravelMode},
    "reponse:moyens": _by(TravelMode.CAR),
    "horaires_personne": _any_hour,
    "reponse:horaires": _any_hour,
    "accepte:interim": lambda p, _: replace(
        p, contracts=(p.contracts or frozenset()) | {ContractType.TEMP}
    ),
    "accepte:temps": lambda p, _: replace(p, working_time=WorkingTimeWish.ANY),
    "disponible": lambda p, _: replace(p, available_from=None),
}


def rewritten(
    keys: tuple[str, ...], key: str, offer: OfferFacts, people: list[CandidateFacts]
) -> tuple[OfferFacts, list[CandidateFacts]]:
    """The offer and everybody, with the changes made: of the offer, or of the person of `key`."""
    for change in keys:
        if change in OFFER_CHANGES:
            offer = OFFER_CHANGES[change](offer)
    for change in keys:
        if change in PERSON_CHANGES:
            edit = PERSON_CHANGES[change]
            people = [edit(each, offer) if each.key == key else each for each in people]
    return offer, people
