"""What a search among the rows of a list reads of people, as far as the reader may see."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.rows import NAME_READERS
from ingestion.normalise import fold, squash
from models.candidates import Candidate, CandidateProject
from models.case_files import CandidateFollow, CandidateIdentity
from models.people import User


def followed_ids(session: Session, user: User) -> set[int]:
    """The candidates whose file names the user as caseworker or advisor."""
    name = squash(user.name_in_files)
    found = session.execute(
        select(CandidateFollow.candidate_id, CandidateFollow.caseworker, CandidateFollow.advisor)
    )
    return {
        row.candidate_id
        for row in found
        if name in (squash(row.caseworker or ""), squash(row.advisor or ""))
    }


def search_texts(session: Session, user: User) -> dict[int, str]:
    """What a search reads of each candidate: only what the viewer may see."""
    texts: dict[int, list[str]] = {}
    for id_, identifier, home in session.execute(
        select(Candidate.id, Candidate.identifier, Candidate.home_label)
    ):
        texts[id_] = [identifier, home or ""]
    for id_, title in session.execute(
        select(CandidateProject.candidate_id, CandidateProject.title)
    ):
        texts[id_].append(title)
    if user.role in NAME_READERS:
        for id_, last, first in session.execute(
            select(
                CandidateIdentity.candidate_id,
                CandidateIdentity.last_name,
                CandidateIdentity.first_name,
            )
        ):
            texts[id_].append(f"{last or ''} {first or ''}")
    return {id_: fold(" ".join(parts)) for id_, parts in texts.items()}
