"""Records to facts: what is not written there never arrives, what a title proves does."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from api.services.profiles import candidate_facts, offer_facts
from ingestion.details import Intensity, OfferDetails
from ingestion.licences import catalogue
from ingestion.records import (
    Credential,
    Evidence,
    Experience,
    Follow,
    Home,
    Identity,
    LanguageLevel,
    LicenceNeed,
    Limits,
    Occupation,
    OccupationGuess,
    Project,
    Restriction,
    SkillNeed,
    Workplace,
)
from matching.profiles import CandidateFacts, ExperienceFact, Place, ProjectFact
from models.vocabulary import Condition, CredentialState, Necessity, WorkPattern
from tests.factories import make_candidate_record, make_parsed_offer

DATA = Path(__file__).parents[3] / "matching" / "data"

HELD, EXPIRED = CredentialState.HELD, CredentialState.EXPIRED
PROGRESS, SUSPENDED = CredentialState.IN_PROGRESS, CredentialState.SUSPENDED
MARKER = "marqueur"
BIRTH, ENTRY = date(1984, 3, 14), date(2019, 7, 21)


def leaves(value: object) -> Iterator[object]:
    """Every value inside, at any depth, names of fields left out."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from leaves(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(key)
            yield from leaves(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from leaves(inner)
    else:
        yield value


PROTECTED: dict[str, Any] = {
    "identity": Identity(
        civility=f"{MARKER} civilité",
        last_name=f"{MARKER} nom",
        first_name=f"{MARKER} prénom",
        birth_date=BIRTH,
        phone=f"{MARKER} téléphone",
        email=f"{MARKER}@example.org",
    ),
    "follow": Follow(
        branch=f"{MARKER} antenne",
        caseworker=f"{MARKER} référent",
        advisor=f"{MARKER} conseiller",
        entered_on=ENTRY,
        engagement_signed=True,
    ),
    "home": Home(
        label=f"{MARKER} commune",
        insee="59183",
        quarter="Petite-Synthe",
        postal_code=f"{MARKER} code postal",
        latitude=51.03,
        longitude=2.34,
    ),
    "priority_quarter": True,
    "statuses": (f"{MARKER} statut", "RSA", "RQTH"),
    "withheld": (f"{MARKER} retenu",),
    "raw": {"Nom": f"{MARKER} brut", f"{MARKER} en-tête": "oui"},
    "consent": True,
    "consent_on": date(2020, 2, 29),
}


@pytest.mark.parametrize("name", PROTECTED)
def test_a_protected_fact_changes_nothing_of_what_the_ranking_reads(name: str) -> None:
    told = make_candidate_record(identifier="P-1", **{name: PROTECTED[name]})
    silent = make_candidate_record(identifier="P-1")
    if name == "home":
        assert candidate_facts(told).origin == Place("59183", "Petite-Synthe", 51.03, 2.34)
        silent = make_candidate_record(
            identifier="P-1", home=Home(None, "59183", "Petite-Synthe", None, 51.03, 2.34)
        )
    assert candidate_facts(told) == candidate_facts(silent)


def test_no_protected_word_or_date_is_anywhere_in_the_facts() -> None:
    record = make_candidate_record(
        identifier="P-1", projects=(Project("Cariste", "N1101", None, True),), **PROTECTED
    )
    marked = [value for value in leaves(record) if isinstance(value, str) and MARKER in value]
    assert len(marked) == 14
    arrived = list(leaves(candidate_facts(record)))
    assert "Cariste" in arrived
    assert not [value for value in arrived if isinstance(value, str) and MARKER in value]
    assert not {BIRTH, ENTRY, date(2020, 2, 29), "RSA", "RQTH"}.intersection(arrived)


def test_what_the_ranking_reads_arrives_as_it_is() -> None:
    record = make_candidate_record(
        identifier="P-7",
        projects=(Project("Cariste", "N1101", date(2026, 3, 2), True), Project("Magasinier")),
        experiences=(Experience("cariste", 24, 2021, 2023), Experience("vente")),
        skills=("gestion des stocks", "zzz qqq"),
        education_level=3,
        languages=(LanguageLevel("nl", "A2"), LanguageLevel("fr")),
        trip_limit_minutes=45.0,
        limits=Limits(
            restrictions=(Restriction(Condition.LOADS, 10.0), Restriction(Condition.HEIGHT)),
            earliest_start=time(8, 30),
            excluded_patterns=frozenset({WorkPattern.NIGHT}),
        ),
    )
    facts = candidate_facts(record)
    assert facts.key == "P-7"
    assert facts.projects == (
        ProjectFact("Cariste", "N1101", True, date(2026, 3, 2)),
        ProjectFact("Magasinier", None, False, None),
    )
    assert facts.experiences == (
        ExperienceFact("cariste", 24, 2023),
        ExperienceFact("vente", None, None),
    )
    assert [(s.label, s.code) for s in facts.skills] == [
        ("gestion des stocks", "gerer_stocks"),
        ("zzz qqq", None),
    ]
    assert facts.languages == (("nl", "A2"), ("fr", None))
    assert facts.restrictions == ((Condition.LOADS, 10.0), (Condition.HEIGHT, None))
    assert facts.earliest_start == time(8, 30)
    assert facts.excluded_patterns == {WorkPattern.NIGHT}


def test_a_record_that_says_nothing_gives_facts_that_say_nothing() -> None:
    assert candidate_facts(make_candidate_record(identifier="P-1")) == CandidateFacts(key="P-1")


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(None, None), (51.0, None), (None, 2.3)], ids=str
)
def test_a_home_that_no_map_knows_is_an_unknown_place(
    latitude: float | None, longitude: float | None
) -> None:
    home = Home("Ailleurs", "59999", "Petite-Synthe", "59000", latitude, longitude)
    facts = candidate_facts(make_candidate_record(home=home))
    assert facts.origin is None
    assert facts.place_given


@pytest.mark.parametrize("quarter", [None, "Petite-Synthe"])
def test_a_commune_without_coordinates_stands_at_its_centre(quarter: str | None) -> None:
    home = Home("Dunkerque", "59183", quarter)
    place = candidate_facts(make_candidate_record(home=home)).origin
    assert place is not None
    assert (place.insee, place.quarter) == ("59183", quarter)
    assert (place.latitude, place.longitude) == pytest.approx((51.03, 2.35), abs=0.05)


def test_a_commune_is_named_only_where_the_file_gives_its_code() -> None:
    unread = Home("Commune illisible", None, None, "59000")
    facts = candidate_facts(make_candidate_record(home=unread))
    assert facts.origin is None
    assert not facts.place_given


# --- licences and what they prove ----------------------------------------------------------------

PAST, FUTURE = date(2022, 5, 31), date(2029, 5, 31)
States = dict[str, set[tuple[CredentialState, date | None]]]


def held(
    *credentials: tuple[str, CredentialState, date | None], diplomas: tuple[str, ...] = ()
) -> States:
    """States by code, as the ranking receives them."""
    facts = candidate_facts(
        make_candidate_record(
            credentials=tuple(
                Credential(code, code, state, end) for code, state, end in credentials
            ),
            diplomas=diplomas,
        )
    )
    found: States = {}
    for fact in facts.credentials:
        found.setdefault(fact.code, set()).add((fact.state, fact.expires_on))
    return found


@pytest.mark.parametrize(
    ("credential", "implied"),
    [
        pytest.param(
            ("permis_CE", HELD, FUTURE),
            {"permis_C": (HELD, FUTURE), "permis_C1": (HELD, FUTURE), "permis_B": (HELD, None)},
            id="CE proves C and B",
        ),
        pytest.param(
            ("permis_C", EXPIRED, PAST),
            {"permis_C": (EXPIRED, PAST), "permis_C1": (EXPIRED, PAST), "permis_B": (HELD, None)},
            id="an expired C leaves B held",
        ),
        pytest.param(
            ("permis_C", PROGRESS, None),
            {"permis_C": (PROGRESS, None), "permis_B": (HELD, None)},
            id="who learns C has B",
        ),
        pytest.param(
            ("permis_C", SUSPENDED, None),
            {"permis_C": (SUSPENDED, None), "permis_B": (SUSPENDED, None)},
            id="a suspended C suspends B",
        ),
        pytest.param(
            ("permis_B", SUSPENDED, None),
            {"permis_B": (SUSPENDED, None), "permis_AM": (SUSPENDED, None)},
            id="a suspended B",
        ),
        pytest.param(
            ("permis_B", HELD, None), {"permis_AM": (HELD, None)}, id="B proves the moped"
        ),
        pytest.param(
            ("CACES_R489_1A", HELD, FUTURE),
            {"CACES_R489_1": (HELD, FUTURE)},
            id="a category proves its old name",
        ),
    ],
)
def test_a_title_proves_what_it_implies(
    credential: tuple[str, CredentialState, date | None],
    implied: dict[str, tuple[CredentialState, date | None]],
) -> None:
    states = held(credential)
    for code, state in implied.items():
        assert states[code] == {state}, code


def test_b_in_progress_proves_no_licence_of_its_own() -> None:
    assert held(("permis_B", PROGRESS, None))["permis_B"] == {(PROGRESS, None)}
    assert "permis_C" not in held(("permis_B", HELD, None))


def test_a_category_is_no_proof_of_a_caces_without_one() -> None:
    """The offer's own `CACES` is met by any category; the person's own means "not said which"."""
    assert "CACES" not in held(("CACES_R489_3", HELD, FUTURE))
    assert held(("CACES", HELD, None)) == {"CACES": {(HELD, None)}}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Diplôme d'État d'aide-soignant", "DEAS"),
        ("DEAS (2019)", "DEAS"),
        ("CACES R489 3", "CACES_R489_3"),
    ],
)
def test_a_diploma_proves_its_title(words: str, code: str) -> None:
    assert held(diplomas=(words,))[code] == {(HELD, None)}


@pytest.mark.parametrize(
    "words",
    [
        "DEAS en cours",
        "Niveau DEAS",
        "niveau bac, DEAS",
        "DEAS (partiel)",
        "DEAS non obtenu",
        "1ère année DEAS",
        "DEAS à l'étude",
        "CAP coiffure",
    ],
)
def test_a_diploma_that_was_not_obtained_proves_nothing(words: str) -> None:
    assert "DEAS" not in held(diplomas=(words,))


@pytest.mark.parametrize(
    ("values", "licences", "diplomas"),
    [
        ({}, False, False),
        ({"credentials": ()}, True, False),
        ({"diplomas": ("CAP coiffure",)}, False, True),
        ({"credentials": (), "diplomas": ("CAP",)}, True, True),
    ],
)
def test_facts_say_whether_the_file_lists_anything(
    values: dict[str, Any], licences: bool, diplomas: bool
) -> None:
    facts = candidate_facts(make_candidate_record(**values))
    assert (facts.credentials_listed, facts.diplomas_listed) == (licences, diplomas)


# --- offers --------------------------------------------------------------------------------------


def read_in(*names: str) -> dict[str, Any]:
    return {"evidence": {name: Evidence(0, 3, "Pré", 0.8) for name in names}}


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        pytest.param((), set(), id="nothing read from text"),
        pytest.param(("licences.0",), {"licences"}, id="licences"),
        pytest.param(("licences.0", "licences.1"), {"licences"}, id="several"),
        pytest.param(("working_time.patterns",), {"schedule"}, id="patterns"),
        pytest.param(("working_time.patterns.0",), {"schedule"}, id="a pattern"),
        pytest.param(("working_time.start_time",), {"schedule"}, id="start"),
        pytest.param(("working_time.end_time",), {"schedule"}, id="end"),
        pytest.param(("working_time.weekly_hours",), set(), id="hours hold nobody back"),
        pytest.param(("workplace.name",), {"workplace"}, id="workplace"),
        pytest.param(("workplace",), {"workplace"}, id="the whole workplace"),
        pytest.param(("workplaces",), set(), id="another field of a near name"),
        pytest.param(("contract.type",), {"contract"}, id="contract"),
        pytest.param(("contract.duration_days",), set(), id="duration holds nobody back"),
        pytest.param(("contract.start_date",), {"availability"}, id="start date"),
        pytest.param(("constraints.0",), {"conditions"}, id="conditions"),
        pytest.param(("languages.0",), {"languages"}, id="languages"),
        pytest.param(("pay.min", "skills.0", "education.level"), set(), id="what never blocks"),
        pytest.param(("contract.type", "licences.0"), {"contract", "licences"}, id="several parts"),
    ],
)
def test_what_was_read_from_text_is_unreviewed(names: tuple[str, ...], parts: set[str]) -> None:
    offer = make_parsed_offer(**read_in(*names))
    assert offer_facts(offer, unreviewed=True).unreviewed == parts
    assert offer_facts(offer).unreviewed == frozenset()


def test_an_offer_arrives_as_it_is() -> None:
    offer = make_parsed_offer(
        reference="O-1",
        title="Aide-soignant",
        occupation=Occupation(
            "J1501", "Aide-soignant", 0.9, (OccupationGuess("J1501", "Aide-soignant", 0.7),), True
        ),
        licences=(
            LicenceNeed("DEAS", Necessity.REQUIRED),
            LicenceNeed("permis_B", Necessity.WISHED),
        ),
        skills=(
            SkillNeed("gestion des stocks", Necessity.REQUIRED),
            SkillNeed("zzz qqq", Necessity.WISHED),
        ),
        workplace=Workplace("59183", "Dunkerque", "59140", 51.03, 2.37),
    )
    facts = offer_facts(offer)
    assert (facts.key, facts.title, facts.rome, facts.rome_declared) == (
        "O-1",
        "Aide-soignant",
        "J1501",
        True,
    )
    assert facts.rome_guesses == (("J1501", 0.7),)
    assert [(a.code, a.necessity, a.is_diploma) for a in facts.licences] == [
        ("DEAS", Necessity.REQUIRED, True),
        ("permis_B", Necessity.WISHED, False),
    ]
    assert facts.licences[1].label == "Permis B (voiture)"
    assert [(skill.code, required) for skill, required in facts.skills] == [
        ("gerer_stocks", True),
        (None, False),
    ]
    assert facts.workplace == Place("59183", None, 51.03, 2.37)


@pytest.mark.parametrize(
    ("reference", "key", "expected"),
    [("O-1", None, "O-1"), (None, None, ""), ("O-1", "offre-3", "offre-3"), (None, "x", "x")],
)
def test_the_key_of_an_offer(reference: str | None, key: str | None, expected: str) -> None:
    assert offer_facts(make_parsed_offer(reference=reference), key=key).key == expected


def test_a_workplace_that_no_map_knows_is_unknown() -> None:
    assert offer_facts(make_parsed_offer(workplace=Workplace(name="Ailleurs"))).workplace is None


@pytest.mark.parametrize(
    ("learning", "code"),
    [
        ("permis_B78", "permis_B"),
        ("permis_B", "permis_AM"),
        ("permis_A1", "permis_AM"),
        ("permis_B1", "permis_AM"),
    ],
)
def test_who_learns_a_licence_does_not_hold_a_lighter_one(learning: str, code: str) -> None:
    record = make_candidate_record(
        credentials=(Credential(learning, learning, CredentialState.IN_PROGRESS),)
    )
    states = {fact.code: fact.state for fact in candidate_facts(record).credentials}
    assert states.get(code) is not CredentialState.HELD


def test_what_a_file_says_of_a_licence_wins_over_what_another_implies() -> None:
    record = make_candidate_record(
        credentials=(
            Credential("permis_B", "B", CredentialState.SUSPENDED),
            Credential("permis_C", "C", CredentialState.HELD),
        )
    )
    facts = [fact for fact in candidate_facts(record).credentials if fact.code == "permis_B"]
    assert [fact.state for fact in facts] == [CredentialState.SUSPENDED]


def test_every_lever_lifts_some_title_of_the_catalogue() -> None:
    levers = tomllib.loads((DATA / "levers.toml").read_text(encoding="utf-8"))["levers"]
    unknown = [code for code in levers if not any(c.startswith(code) for c in catalogue())]
    assert unknown == []


def test_a_short_certificate_is_looked_for_where_licences_are_listed() -> None:
    needs = (LicenceNeed("HACCP", Necessity.REQUIRED), LicenceNeed("DEAS", Necessity.REQUIRED))

    facts = offer_facts(make_parsed_offer(licences=needs))

    assert [(asked.code, asked.is_diploma) for asked in facts.licences] == [
        ("HACCP", False),
        ("DEAS", True),
    ]


@pytest.mark.parametrize(("levels", "expected"), [((), None), ((1,), 1), ((3,), 3)])
def test_how_heavy_loads_are_said_to_be(levels: tuple[int, ...], expected: int | None) -> None:
    other = Intensity(Condition.NOISE, 2)
    loads = (other, *(Intensity(Condition.LOADS, level) for level in levels))

    facts = offer_facts(make_parsed_offer(details=OfferDetails(intensities=loads)))

    assert facts.load_level == expected
