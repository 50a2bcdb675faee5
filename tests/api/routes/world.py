"""A small world behind the screens: people of each role, an open offer, its shortlist.

Everything is fictitious and written here; rows go through the mapped classes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from api.app import create_app
from api.services import users
from api.services.offer_states import open_offer
from api.services.offers import create_offer
from api.settings import Settings
from ingestion.details import Contact, OfferDetails
from ingestion.records import (
    Contract,
    Evidence,
    LicenceNeed,
    Occupation,
    OccupationGuess,
    ParsedOffer,
    SkillNeed,
    WorkingTime,
    Workplace,
)
from models.candidates import Candidate, CandidateAvailability, CandidateMobility, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.database import transaction
from models.fiche import Channel
from models.introductions import Introduction
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist, ShortlistEntry
from models.vocabulary import (
    Band,
    ContractType,
    Criterion,
    Domain,
    Necessity,
    Role,
    TravelMode,
    WorkPattern,
)
from tests.factories import make_candidate

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PASSWORD = "quatre chevaux gris sous la pluie"
NAMES = {
    Role.OFFICER: "Odile Vasseur",
    Role.OFFICE: "Gérard Pruvost",
    Role.CASEWORKER: "Claire Monteyne",
    Role.ADVISOR: "Nadia Fekkar",
    Role.MANAGER: "Hugues Delattre",
    Role.AGENCY: "Agence du Port",
    Role.ADMIN: "Inès Carlier",
}
TEXT = (
    "Préparateur de commandes H/F\n"
    "Entrepôt à Grande-Synthe, CDI, 35 heures par semaine en 2x8.\n"
    "CACES R489 1 exigé. Savoir lire un bon de commande."
)
WEIGHTS = dict(zip(Criterion, (0.30, 0.20, 0.12, 0.14, 0.08, 0.06, 0.05, 0.05), strict=True))
BANDS = (
    (Band.VERY_SUITABLE, 0.93, "Salma", "Aït-Berka"),
    (Band.VERY_SUITABLE, 0.88, "Bruno", "Wisselinck"),
    (Band.SUITABLE, 0.74, "Thérèse", "Delahoutre"),
    (Band.TO_CHECK, 0.66, "Moussa", "Kanté"),
    (Band.WITH_LEVER, 0.71, "Kévin", "Lescieux"),
    (Band.REMOTE, 0.31, "Lucie", "Bauden"),
    (Band.REMOTE, 0.22, "Youri", "Petrenko"),
)


@dataclass
class World:
    """The application over the base, and who signs in with a click."""

    app: FastAPI
    sessions: sessionmaker[Session]
    offer_key: str = ""
    candidate_keys: list[str] = field(default_factory=list)

    def link(self, role: Role, now: datetime | None = None) -> str:
        """The path of a fresh one-time link for the person of a role."""
        with transaction(self.sessions) as session:
            user = users.find_user(session, email_of(role))
            token = users.create_link(session, user, now or datetime.now(UTC))
        return f"/sign-in/link/{token}"

    @contextmanager
    def browser(self, role: Role | None = None) -> Iterator[TestClient]:
        """A client that asks for pages as a browser does, signed in where a role is given."""
        headers = {"accept": "text/html,application/xhtml+xml"}
        with TestClient(self.app, headers=headers, follow_redirects=False) as client:
            if role is not None:
                answer = client.post(self.link(role))
                assert answer.status_code == 303, answer.text
            yield client

    @property
    def shortlist_path(self) -> str:
        """The shortlist of the open offer."""
        return f"/offers/{self.offer_key}/shortlist"

    def decision_path(self, place: int, action: str) -> str:
        """Where a decision on the candidate at `place` of the list is posted."""
        return f"/offers/{self.offer_key}/candidates/{self.candidate_keys[place]}/{action}"

    def introduction(self, place: int) -> Introduction | None:
        """The introduction of the candidate at `place`, if there is one."""
        with self.sessions() as session:
            return session.scalar(
                select(Introduction)
                .join(Candidate, Candidate.id == Introduction.candidate_id)
                .where(Candidate.identifier == identifier_of(place))
            )


def email_of(role: Role) -> str:
    """The address of the person of a role."""
    return f"{role.value.replace('_', '.')}@example.org"


def identifier_of(place: int) -> str:
    """The identifier of the candidate at `place` of the list, from 0."""
    return f"P-{place + 1:04d}"


def make_world(url: str, is_demo: bool = False) -> World:
    """Fill the base at `url`, which has its tables, and put the application over it."""
    app = create_app(Settings(database_url=url, demo=is_demo))
    world = World(app, app.state.sessions)
    with transaction(world.sessions) as session:
        people = {role: add_person(session, role) for role in NAMES}
        offer = create_offer(session, make_parsed(), people[Role.OFFICER], NOW)
        open_offer(session, offer, people[Role.OFFICER], NOW)
        offer.expires_on = date(2100, 1, 1)  # requests are answered on the clock of the day
        candidates = [add_candidate(session, place) for place in range(len(BANDS))]
        session.flush()
        session.add(make_shortlist(offer, candidates))
        world.offer_key = str(offer.key)
        world.candidate_keys = [str(candidate.key) for candidate in candidates]
    return world


def add_person(session: Session, role: Role) -> User:
    password = PASSWORD if role is Role.ADVISOR else None
    new = users.NewUser(email_of(role), NAMES[role], role, password=password)
    return users.add_user(session, new, NOW)


def make_parsed() -> ParsedOffer:
    def seen(words: str) -> Evidence:
        start = TEXT.index(words)
        return Evidence(start, start + len(words), words, 0.9)

    title, _, description = TEXT.partition("\n")
    return ParsedOffer(
        reference="DK-0001",
        title=title,
        description=description,
        source_text=TEXT,
        occupation=Occupation(
            "N1103",
            "Magasinage et préparation de commandes",
            0.8,
            (OccupationGuess("N1105", "Manutention manuelle de charges", 0.1),),
        ),
        domain=Domain.TRANSPORT,
        workplace=Workplace("59271", "Grande-Synthe", "59760", 51.0139, 2.3031),
        contract=Contract(ContractType.CDI),
        working_time=WorkingTime(35.0, True, (WorkPattern.TWO_SHIFTS,)),
        positions=2,
        licences=(LicenceNeed("CACES_R489_1", Necessity.REQUIRED),),
        skills=(SkillNeed("lire un bon de commande", Necessity.REQUIRED),),
        level=1,
        details=OfferDetails(
            channel=Channel.PHONE, contact=Contact(phone="03 28 00 00 00"), starts_soon=True
        ),
        evidence={
            "title": seen("Préparateur de commandes H/F"),
            "workplace.name": seen("Grande-Synthe"),
            "contract.type": seen("CDI"),
            "licences.0": seen("CACES R489 1 exigé"),
        },
        questions=("À quelle heure la première équipe commence-t-elle ?",),
    )


def add_candidate(session: Session, place: int) -> Candidate:
    band, _, first, last = BANDS[place]
    title = "agent de propreté" if band is Band.REMOTE else "préparateur de commandes"
    candidate = make_candidate(
        identifier=identifier_of(place),
        home_label="Grande-Synthe",
        home_insee="59271",
        projects=[CandidateProject(position=0, title=title, rome="N1103", is_validated=True)],
        mobility=CandidateMobility(
            modes=frozenset({TravelMode.BUS, TravelMode.WALK}), trip_limit_minutes=45
        ),
        availability=CandidateAvailability(contracts=frozenset({ContractType.CDI})),
    )
    session.add(candidate)
    session.flush()
    caseworker = NAMES[Role.CASEWORKER] if place % 2 == 0 else "Didier Cloet"
    session.add(CandidateIdentity(candidate_id=candidate.id, first_name=first, last_name=last))
    session.add(
        CandidateFollow(candidate_id=candidate.id, caseworker=caseworker, branch="Grande-Synthe")
    )
    return candidate


def make_shortlist(offer: Offer, candidates: list[Candidate]) -> Shortlist:
    counts = {band.value: sum(row[0] is band for row in BANDS) for band in Band}
    return Shortlist(
        offer_id=offer.id,
        engine_name="candidatheque",
        engine_version="1.0",
        weights={criterion.value: weight for criterion, weight in WEIGHTS.items()},
        data_date=TODAY,
        generated_at=NOW,
        candidates_ranked=len(candidates),
        band_counts=counts,
        entries=[make_entry(place, candidate) for place, candidate in enumerate(candidates)],
    )


def make_entry(place: int, candidate: Candidate) -> ShortlistEntry:
    band, score, _, _ = BANDS[place]
    is_held = band is Band.WITH_LEVER
    contributions = {
        criterion.value: {
            "score": score,
            "weight": weight,
            "points": weight * score,
            "known": criterion is not Criterion.EDUCATION,
            "reason": f"{criterion.label} : ce que dit le dossier {candidate.identifier}.",
        }
        for criterion, weight in WEIGHTS.items()
    }
    blocker = {
        "criterion": "titres",
        "reason": "CACES R489 1 périmé depuis mars 2024.",
        "lever": "renouveler le CACES (2 jours)",
    }
    question = {"criterion": "horaires", "question": "Peut-elle commencer à 5 heures ?"}
    return ShortlistEntry(
        rank=place + 1,
        candidate_id=candidate.id,
        score=score,
        band=band,
        is_eligible=not is_held,
        contributions=contributions,
        subtotals={"personne": score / 2, "poste": score / 2},
        blockers=[blocker] if is_held else [],
        unknowns=[question] if band is Band.TO_CHECK else [],
    )
