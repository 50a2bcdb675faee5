"""A few decisions already taken, so that the screens show what a week of work looks like."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.demo.seed import Clock
from api.services.decisions import UNSEEN_VERSION, Reason, Target, discard, keep, take_back
from api.services.scope import decides_on
from api.services.shortlists import current_shortlist
from models.database import transaction
from models.offers import Offer
from models.people import User
from models.shortlists import ShortlistEntry
from models.vocabulary import Band, DiscardMotive, Role

OFFERS_DECIDED = 6
GOOD = (Band.VERY_SUITABLE, Band.SUITABLE)
NOTES = (
    "Vu ce matin, très motivé.",
    "Disponible, CV à jour.",
    "A déjà travaillé chez un confrère.",
    "Peut commencer lundi.",
)
MOTIVES = (
    Reason(DiscardMotive.KNOWN_WISH, "Préfère une plus petite équipe."),
    Reason(DiscardMotive.ALREADY_POSITIONED, "Positionné ailleurs, réponse attendue."),
    Reason(DiscardMotive.STALE_FILE, "Dossier à revoir avec le référent."),
)


def decide_some(factory: sessionmaker[Session], ids: Sequence[int], clock: Clock) -> int:
    """Keep two people, set one aside and take one choice back on a few offers; how many acts."""
    acts = 0
    with transaction(factory) as session:
        advisor = session.scalars(select(User).where(User.role == Role.ADVISOR)).one()
        for offer, entries in _decidable(session, advisor, ids):
            at = clock.now - timedelta(hours=3 + acts)
            targets = [Target(offer, entry.candidate_id, UNSEEN_VERSION) for entry in entries]
            keep(session, advisor, targets[0], NOTES[acts % len(NOTES)], at)
            discard(session, advisor, targets[1], MOTIVES[acts % len(MOTIVES)], at)
            acts += 2
            if acts == 2:
                kept = keep(session, advisor, targets[2], "", at)
                back = Target(offer, targets[2].candidate_id, kept.version)
                take_back(session, advisor, back, at + timedelta(minutes=4))
                acts += 2
    return acts


def _decidable(
    session: Session, advisor: User, ids: Sequence[int]
) -> Iterable[tuple[Offer, Sequence[ShortlistEntry]]]:
    """The advisor's offers whose list begins with three suitable people without obstacle."""
    found = 0
    for identifier in ids:
        offer = session.get_one(Offer, identifier)
        shortlist = current_shortlist(session, offer)
        if shortlist is None or not decides_on(session, advisor, offer.id):
            continue
        entries = session.scalars(
            select(ShortlistEntry)
            .where(
                ShortlistEntry.shortlist_id == shortlist.id,
                ShortlistEntry.band.in_(GOOD),
                ShortlistEntry.is_eligible,
            )
            .order_by(ShortlistEntry.rank)
            .limit(3)
        ).all()
        if len(entries) == 3:
            yield offer, entries
            found += 1
        if found == OFFERS_DECIDED:
            return
