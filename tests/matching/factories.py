"""Valid persons and offers for the ranking; a test states only what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from matching.coder import packaged_coder
from matching.columns import Profiler
from matching.context import Comparison
from matching.encoder import packaged_encoder
from matching.engine import packaged_engine
from matching.occupations import packaged_occupations
from matching.profiles import (
    CandidateFacts,
    CredentialFact,
    ExperienceFact,
    LicenceAsk,
    OfferFacts,
    Place,
    ProjectFact,
    SkillFact,
)
from matching.score import Scores, score
from matching.shortlist import Entry, entries, order
from matching.territory import packaged_territory
from models.vocabulary import (
    ContractType,
    CredentialState,
    Domain,
    Necessity,
    TravelMode,
    WorkingTimeWish,
    WorkPattern,
)

TODAY = date(2026, 11, 23)

DUNKERQUE = Place("59183", None, 51.0344, 2.3768)
GRANDE_SYNTHE = Place("59271", None, 51.0154, 2.3014)
BOURBOURG = Place("59094", None, 50.9469, 2.1975)
LOON_PLAGE = Place("59359", None, 50.9969, 2.2169)

FORKLIFT = "CACES_R489_3"


def make_candidate(key: str = "C-1", **changes: Any) -> CandidateFacts:
    """A forklift driver of Dunkerque, by car, whose file says everything."""
    person = CandidateFacts(
        key=key,
        projects=(ProjectFact("Cariste", "N1101", True, date(2026, 3, 2)),),
        experiences=(ExperienceFact("cariste en entrepôt", 24.0, 2025),),
        skills=(SkillFact("conduite de chariot", None), SkillFact("chargement", None)),
        education_level=3,
        languages=(("fr", "native"),),
        credentials=(
            CredentialFact(FORKLIFT, CredentialState.HELD, date(2029, 6, 30)),
            CredentialFact("permis_B", CredentialState.HELD, None),
        ),
        credentials_listed=True,
        origin=DUNKERQUE,
        travel_modes=frozenset({TravelMode.CAR}),
        trip_limit_minutes=45.0,
        contracts=frozenset({ContractType.CDI, ContractType.CDD, ContractType.TEMP}),
        working_time=WorkingTimeWish.FULL,
        patterns=frozenset({WorkPattern.DAY, WorkPattern.TWO_SHIFTS}),
    )
    return replace(person, **changes)


def make_offer(key: str = "O-1", **changes: Any) -> OfferFacts:
    """A forklift driver's post at Grande-Synthe, in the daytime."""
    offer = OfferFacts(
        key=key,
        title="Cariste H/F",
        description="Vous chargez et déchargez les camions avec un chariot élévateur.",
        domain=Domain.TRANSPORT,
        rome="N1101",
        rome_declared=True,
        rome_guesses=(("N1101", 0.9),),
        licences=(LicenceAsk(FORKLIFT, "CACES R489 cat. 3", Necessity.REQUIRED),),
        workplace=GRANDE_SYNTHE,
        contract=ContractType.TEMP,
        weekly_hours=35.0,
        full_time=True,
        patterns=frozenset({WorkPattern.DAY}),
    )
    return replace(offer, **changes)


def make_profiler() -> Profiler:
    return Profiler(packaged_encoder(), packaged_coder(), packaged_occupations())


def compare(offer: OfferFacts, people: Sequence[CandidateFacts]) -> Comparison:
    profiler = make_profiler()
    return Comparison(
        profiler.offer(offer),
        profiler.batch(people),
        profiler.occupations,
        packaged_territory(),
        TODAY,
    )


def scored(offer: OfferFacts, people: Sequence[CandidateFacts]) -> Scores:
    return score(compare(offer, people), packaged_engine())


def ranked(offer: OfferFacts, people: Sequence[CandidateFacts]) -> list[Entry]:
    result = scored(offer, people)
    return entries(result, packaged_engine(), order(result).tolist())


def only(offer: OfferFacts, person: CandidateFacts) -> Entry:
    """The entry of a single person."""
    return ranked(offer, [person])[0]
