"""Filling the throw-away base the way a real one is filled: imports, reviews, rankings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from api.demo.draw import chance
from api.demo.offers import offers, write_offers
from api.demo.people import people, write_people
from api.demo.place import APPLICATION_ID
from api.demo.received import take_in
from api.demo.staff import ACCOUNTS
from api.services.imports import ImportReport, import_candidates, import_offers
from api.services.offer_states import change_offer_state, open_offer, update_offer
from api.services.offers import parsed_offer
from api.services.pool import Pool, PoolCache, read_pool
from api.services.ranking import Ranker
from api.services.reading import packaged_proposals
from api.services.shortlists import Matcher, matcher_of
from api.services.spread import match_all
from api.services.users import NewUser, add_user
from models.database import transaction
from models.endings import CancelMotive, ElsewhereMotive, FilledMotive, SuspendMotive
from models.errors import OfferIncompleteError
from models.fiche import Channel
from models.offers import Offer
from models.people import User
from models.vocabulary import OfferState, Role

Factory = sessionmaker[Session]
Advance = Callable[[], None]
CHUNK = 50
"""Offers in one transaction."""
LEFT_TO_REVIEW = 0.14
"""Share of the offers that nobody has read over yet."""
LEVEL_2 = 0.2
"""Share of the offers negotiated by the programme: an interview precedes the positioning."""
OTHER_STATES = (
    (OfferState.SUSPENDED, SuspendMotive.WAITING),
    (OfferState.SUSPENDED, SuspendMotive.INTERVIEWS),
    (OfferState.FILLED, FilledMotive.HIRED),
    (OfferState.FILLED, FilledMotive.AFTER_IMMERSION),
    (OfferState.FILLED_ELSEWHERE, ElsewhereMotive.AGENCY),
    (OfferState.CANCELLED, CancelMotive.POSTPONED),
)
DUE_IN = (timedelta(days=1), timedelta(days=2))
"""What is left to the latest open offers before their deadline."""
CONTACTS = (
    ("Élodie Marquis", "03 28 00 00 11"),
    ("Farid Lemaire", "03 28 00 00 12"),
    ("Sophie Danel", "03 28 00 00 13"),
    ("Hervé Cuvelier", "03 28 00 00 14"),
)
"""Fictitious people who answer at the employers', and numbers that nobody has."""


class KeptPool(PoolCache):
    """The candidates read once: nobody else writes while the base is being built."""

    def pool(self, session: Session, ranker: Ranker) -> Pool:
        if self._pool is None:
            self._pool = read_pool(session, ranker)
        return self._pool


@dataclass(frozen=True, slots=True)
class Clock:
    """The day and the instant of the demonstration."""

    today: date
    now: datetime


def mark(factory: Factory) -> None:
    """Write in the header of the base that it is ours to throw away."""
    with transaction(factory) as session:
        session.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))


def add_accounts(factory: Factory, clock: Clock) -> None:
    """The fictitious team."""
    with transaction(factory) as session:
        for account in ACCOUNTS:
            new = NewUser(account.email, account.name, account.role, account.organisation)
            user = add_user(session, new, clock.now)
            user.domains = [domain.value for domain in account.domains]


def add_people(factory: Factory, clock: Clock, count: int) -> ImportReport:
    """Generate the export of the case-management system, and import it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "participants.csv"
        write_people(path, people(count, today=clock.today))
        with transaction(factory) as session:
            return import_candidates(session, path, now=clock.now)


def add_offers(factory: Factory, clock: Clock, count: int) -> ImportReport:
    """Generate the offers of the basin, and import them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "offres.json"
        write_offers(path, offers(count, today=clock.today))
        return _import_offers(factory, path, clock)


def add_samples(factory: Factory, clock: Clock, advance: Advance) -> list[ImportReport]:
    """Read the sample files shipped with the package, one after the other."""
    reports = []
    with as_file(files("api.demo").joinpath("samples")) as folder:
        for path in sorted(folder.iterdir()):
            reports.append(_import_offers(factory, path, clock))
            advance()
    return reports


def add_received(factory: Factory, clock: Clock) -> int:
    """What came by mail and from visits, to be reviewed; how many offers."""
    with transaction(factory) as session:
        return take_in(session, _user(session, Role.OFFICER), clock.now)


def sample_count() -> int:
    return sum(1 for _ in files("api.demo").joinpath("samples").iterdir())


def _import_offers(factory: Factory, path: Path, clock: Clock) -> ImportReport:
    with transaction(factory) as session:
        officer = _user(session, Role.OFFICER)
        coder = packaged_proposals()
        return import_offers(session, path, coder, user=officer, now=clock.now)


def _user(session: Session, role: Role) -> User:
    return session.scalars(select(User).where(User.role == role).order_by(User.id)).one()


def offer_ids(factory: Factory, state: OfferState) -> list[int]:
    """Offers in a state, oldest first."""
    with transaction(factory) as session:
        return list(
            session.scalars(select(Offer.id).where(Offer.state == state).order_by(Offer.id))
        )


def open_offers(factory: Factory, ids: Sequence[int], clock: Clock, advance: Advance) -> int:
    """Review and open the offers that say enough, as the officer does; how many were opened."""
    rng = Random(len(ids))
    opened = 0
    for start in range(0, len(ids), CHUNK):
        with transaction(factory) as session:
            officer = _user(session, Role.OFFICER)
            for identifier in ids[start : start + CHUNK]:
                offer = session.get_one(Offer, identifier)
                opened += _open(session, offer, officer, clock, rng)
                advance()
    return opened


def _open(session: Session, offer: Offer, officer: User, clock: Clock, rng: Random) -> bool:
    level = 2 if chance(rng, LEVEL_2) else 1
    if chance(rng, LEFT_TO_REVIEW):
        return False
    # What the officer fills in before opening; opening then confirms every field at once.
    offer.parsed = {**offer.parsed, "level": level, "details": _details(offer, rng)}
    session.flush()
    try:
        open_offer(session, offer, officer, clock.now)
    except OfferIncompleteError:
        return False
    return True


def _details(offer: Offer, rng: Random) -> dict[str, Any]:
    """What the telephone call with the employer adds: whom to answer, from when."""
    details = dict(offer.parsed["details"])
    name, phone = rng.choice(CONTACTS)
    known = {key: value for key, value in details["contact"].items() if value}
    details["contact"] = {**details["contact"], "name": name, "phone": phone, **known}
    details["channel"] = details["channel"] or Channel.PHONE.value
    if offer.start_date is None:
        details["starts_soon"] = True
    return details


def close_some(factory: Factory, ids: Sequence[int], clock: Clock) -> None:
    """A few offers that are suspended, filled or cancelled, as in any week."""
    with transaction(factory) as session:
        officer = _user(session, Role.OFFICER)
        for identifier, (state, motive) in zip(ids, OTHER_STATES, strict=False):
            offer = session.get_one(Offer, identifier)
            change_offer_state(session, offer, state, officer, clock.now, motive)


def shorten_some(factory: Factory, clock: Clock) -> None:
    """Two open offers whose employers want an answer very soon: their end is near."""
    with transaction(factory) as session:
        officer = _user(session, Role.OFFICER)
        query = select(Offer).where(Offer.state == OfferState.OPEN).order_by(Offer.id.desc())
        for offer, left in zip(
            session.scalars(query.limit(len(DUE_IN))).all(), DUE_IN, strict=True
        ):
            parsed = replace(parsed_offer(session, offer), deadline=clock.today + left)
            update_offer(session, offer, parsed, officer, clock.now)


def rank_offers(factory: Factory, clock: Clock, advance: Advance) -> None:
    """A shortlist of everybody for each open offer, opened together."""
    matcher = Matcher(matcher_of().ranker, KeptPool())
    match_all(lambda: transaction(factory), matcher, clock.now, advance, pause_s=0.0)
