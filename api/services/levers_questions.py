"""The three questions that would change a shortlist most: one to the employer, two to people."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.levers import Reading
from api.services.levers_answers import ANSWERABLE, question_words
from api.services.missing_facts import RankedQuestion, rank_questions
from api.services.offers import offer_to_rank
from api.services.rows import ROW_READERS
from api.services.scope import follows
from ingestion.offers.questions import asked
from ingestion.records import ParsedOffer
from matching.levers.near import Near
from matching.levers.questions import person_questions
from matching.levers.settings import packaged_settings
from models.candidates import Candidate
from models.case_files import CandidateFollow
from models.offers import Offer
from models.people import User
from models.vocabulary import Band

TO_PEOPLE = 2
"""Questions to persons that a shortlist shows."""


@dataclass(frozen=True, slots=True)
class ToPerson:
    """A question to one person, where its best answer would lead, and whether one may write it."""

    candidate: Candidate
    key: str
    words: str
    before: int
    rank: int
    band: Band
    may_answer: bool


@dataclass(frozen=True, slots=True)
class Questions:
    """`employer` None: nothing that the offer leaves open would change the list."""

    employer: RankedQuestion | None
    people: tuple[ToPerson, ...]


def three_questions(session: Session, offer: Offer, reading: Reading, user: User) -> Questions:
    """The questions worth asking first; people are left out for who may not see them."""
    parsed = offer_to_rank(session, offer)
    ranked = rank_questions(parsed, asked(parsed), reading.effects)
    told = [each for each in ranked if each.effect]
    sees = user.role in ROW_READERS
    people = _to_people(session, parsed, reading.near, user) if sees else ()
    return Questions(told[0] if told else None, people)


def _to_people(
    session: Session, parsed: ParsedOffer, near: Near, user: User
) -> tuple[ToPerson, ...]:
    found = person_questions(near, packaged_settings(), ANSWERABLE)[:TO_PEOPLE]
    keys = dict(zip(near.rows.tolist(), near.scores.comparison.batch.keys, strict=True))
    candidates = {
        candidate.identifier: candidate
        for candidate in session.scalars(
            select(Candidate).where(Candidate.identifier.in_([keys[each.row] for each in found]))
        )
    }
    return tuple(
        ToPerson(
            candidate=(candidate := candidates[keys[each.row]]),
            key=each.key,
            words=question_words(each.key, parsed),
            before=each.before,
            rank=each.rank,
            band=each.band,
            may_answer=follows(user, session.get(CandidateFollow, candidate.id)),
        )
        for each in found
        if keys[each.row] in candidates
    )
