"""Valid objects with one line; a test states only what it is about."""

import itertools
from typing import Any

from ingestion.records import CandidateRecord, ParsedOffer
from models.candidates import (
    Candidate,
    CandidateAvailability,
    CandidateMobility,
    CandidateProject,
    CandidateSkill,
)
from models.offers import Offer
from models.people import Organisation, User
from models.vocabulary import Domain, OfferState, OrganisationKind, Role

_numbers = itertools.count(1)


def make_user(role: Role = Role.ADVISOR, **values: Any) -> User:
    number = next(_numbers)
    return User(
        **{"email": f"u{number}@example.org", "name": f"Personne {number}", "role": role} | values
    )


def make_organisation(**values: Any) -> Organisation:
    defaults = {"kind": OrganisationKind.BRANCH, "name": f"Antenne {next(_numbers)}"}
    return Organisation(**defaults | values)


def make_offer(**values: Any) -> Offer:
    number = next(_numbers)
    defaults = {
        "reference": f"REF-{number}",
        "title": "Préparateur de commandes",
        "source_text": "Préparateur de commandes\nÀ Dunkerque.",
        "content_hash": f"{number:064d}",
        "original": {},
        "parsed": {},
        "review": {},
        "domain": Domain.TRANSPORT,
        "positions": 1,
        "level": 1,
        "state": OfferState.OPEN,
    }
    return Offer(**defaults | values)


def make_candidate(skills: list[str] | None = None, **values: Any) -> Candidate:
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "identifier": f"P-{number:04d}",
        "record_hash": f"{number:064d}",
        "projects": [CandidateProject(position=0, title="cariste", is_validated=True)],
        "skills": [
            CandidateSkill(position=position, label=label)
            for position, label in enumerate(skills or [])
        ],
        "mobility": CandidateMobility(modes=None),
        "availability": CandidateAvailability(),
    }
    return Candidate(**defaults | values)


def make_candidate_record(**values: Any) -> CandidateRecord:
    defaults: dict[str, Any] = {"identifier": f"P-{next(_numbers):04d}"}
    return CandidateRecord(**defaults | values)


def make_parsed_offer(**values: Any) -> ParsedOffer:
    title = values.get("title", "Préparateur de commandes")
    description = values.get("description", "À Dunkerque.")
    defaults: dict[str, Any] = {
        "reference": f"REF-{next(_numbers)}",
        "title": title,
        "description": description,
        "source_text": f"{title}\n{description}",
    }
    return ParsedOffer(**defaults | values)
