"""How long each page takes on a base of real size: the service of a whole year.

    python -m tests.evidence.real_size [--people 5300] [--offers 10000] [--introductions 60000]
        [--base FILE] [--page docs/evidence/real_size.md] [--rounds 20]
        [--without-files]

The demonstration's generator fills the base, then closed offers, introductions with their steps,
interviews, dispatches, contracts and calls are written beside it. Every page of every role is
asked for several times, with other objects each time; the time is the server's, in process, and is
told as it is measured. With `--base` a base made before is brought to the tables of today and
measured again.
"""

import argparse
import json
import os
import platform
import random
import re
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from rich.console import Console
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.app import create_app, settle
from api.demo.build import build
from api.demo.calibration import Size
from api.demo.seed import Clock
from api.demo.show import Screen
from api.security import POLICIES
from api.services import schema, users
from api.services.cards import CardContent, CardLicence, CardSkill
from api.services.contracts_night import GRACE
from api.settings import Settings, sqlite_url
from models.base import Base
from models.candidates import Candidate
from models.contract_lists import ContractKind, ContractState, Flag, FollowUpKind, FollowUpState
from models.contracts import Contract, FollowUp
from models.database import create_engine_from_url, reading, transaction
from models.days import day_of
from models.dispatch_lists import AnswerChannel, CardAnswer, DispatchState
from models.dispatches import Dispatch, DispatchCard
from models.endings import EndMotive
from models.exit_lists import ExitState
from models.exits import Exit
from models.interviews import Interview, InterviewState
from models.introductions import Introduction, IntroductionEvent
from models.motives import AgreementChannel
from models.offers import Offer
from models.people import User
from models.vocabulary import IntroductionAction, IntroductionState, OfferState, Role

OPEN_OFFERS = 300
SEED = 2009
LOT = 2_000
"""Rows of one insert."""
ROUNDS, FILE_ROUNDS = 20, 2
TRIES = 600
"""Objects asked for at most until enough of them are of those the role may see."""
GOAL_MS = 300.0
SIX_MONTHS = timedelta(days=183)
NINE = time(9)
"""When calls were made."""
MEASURED = (Role.OFFICER, Role.CASEWORKER, Role.ADVISOR, Role.MANAGER)
A, S = IntroductionAction, IntroductionState
_PATHS: tuple[tuple[IntroductionState, tuple[IntroductionAction, ...], float], ...] = (
    (S.DISCARDED, (A.SUGGEST, A.DISCARD), 0.30),
    (S.KEPT, (A.SUGGEST, A.KEEP), 0.10),
    (S.PROPOSED, (A.SUGGEST, A.KEEP, A.PROPOSE), 0.08),
    (S.DECLINED, (A.SUGGEST, A.KEEP, A.PROPOSE, A.DECLINE), 0.10),
    (S.LEVEL2_PENDING, (A.SUGGEST, A.KEEP, A.PROPOSE, A.AGREE, A.SUBMIT), 0.04),
    (S.DISPATCHED, (A.SUGGEST, A.KEEP, A.PROPOSE, A.AGREE, A.DISPATCH), 0.10),
    (S.CLOSED, (A.SUGGEST, A.KEEP, A.PROPOSE, A.AGREE, A.DISPATCH, A.CLOSE), 0.28),
)
"""How far introductions went, and in which shares."""
_LIVE = frozenset({S.KEPT, S.PROPOSED, S.LEVEL2_PENDING, S.DISPATCHED})


@dataclass(frozen=True, slots=True)
class Extent:
    """How much the base holds."""

    people: int
    offers: int
    introductions: int


@dataclass(frozen=True, slots=True)
class Timed:
    """One page of one role, in milliseconds.

    median, p95 : by the clock; cpu : 95th percentile of what the processor spent
    rounds : answers that showed the page; refusals are not counted
    """

    role: Role
    path: str
    median: float
    p95: float
    cpu: float
    rounds: int
    kilobytes: float

    @property
    def is_file(self) -> bool:
        """True where a list leaves whole."""
        return is_file(self.path)


def is_file(path: str) -> bool:
    """True where the address names a kind of file."""
    return "." in path.rsplit("/", 1)[-1]


# --- the base --------------------------------------------------------------------------------


def make_base(path: Path, extent: Extent, now: datetime) -> None:
    """The demonstration at `extent`, and the year that came before it."""
    clock = Clock(day_of(now), now)
    size = Size(people=extent.people, offers=OPEN_OFFERS)
    build(Screen(Console(file=sys.stderr, quiet=True)), path, clock, size)
    engine = create_engine_from_url(sqlite_url(path))
    try:
        _year(engine, extent, now)
    finally:
        engine.dispose()


def _year(engine: Engine, extent: Extent, now: datetime) -> None:
    rng = random.Random(SEED)
    with Session(engine) as session:
        closed = _closed_offers(session, extent.offers, now, rng)
        fresh = list(session.scalars(select(Offer.id).where(Offer.state == OfferState.OPEN)))
        people = list(session.scalars(select(Candidate.id).order_by(Candidate.id)))
        user = session.scalars(select(User.id).where(User.role == Role.ADVISOR)).first()
        assert user is not None
        rows = session.execute(select(Introduction.offer_id, Introduction.candidate_id))
        taken: set[tuple[int, int]] = {(row[0], row[1]) for row in rows}
        pairs = _pairs(rng, (fresh, closed), people, extent.introductions, taken)
        made = list(_introductions(rng, pairs, user, now))
        _write(session, Introduction, [each.row for each in made])
        ids = {
            (offer, person): id_
            for id_, offer, person in session.execute(
                select(Introduction.id, Introduction.offer_id, Introduction.candidate_id)
            )
        }
        _write(session, IntroductionEvent, [row for each in made for row in each.events(ids, user)])
        _sendings(session, [each for each in made if each.was_sent], ids, rng)
        _interviews(session, [each for each in made if each.is_pending], ids, user, now)
        _work(session, [each for each in made if each.is_hired], ids, user, rng, now)
        session.commit()


def _write(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), LOT):
        session.execute(insert(table), rows[start : start + LOT])


def _closed_offers(session: Session, count: int, now: datetime, rng: random.Random) -> list[int]:
    """Copies of the offers there are, filled, given up or past, over a year."""
    columns = [column.key for column in Offer.__table__.columns if column.key not in ("id", "key")]
    first = session.scalar(select(func.max(Offer.id))) or 0
    kinds = (OfferState.FILLED, OfferState.EXPIRED, OfferState.CANCELLED, OfferState.ARCHIVED)
    models = session.scalars(select(Offer).where(Offer.state == OfferState.OPEN)).all()
    rows = []
    for number in range(max(0, count - first)):
        model = models[number % len(models)]
        opened = now - timedelta(days=rng.uniform(35, 400))
        over = opened + timedelta(days=rng.uniform(3, 30))
        row = {name: getattr(model, name) for name in columns}
        row |= {
            "reference": f"AN-{number:05d}",
            "content_hash": f"{number:064d}",
            "state": rng.choice(kinds),
            "created_at": opened,
            "opened_at": opened,
            "closed_at": over,
            "expires_on": over.date(),
        }
        rows.append(row)
    _write(session, Offer, rows)
    return list(session.scalars(select(Offer.id).where(Offer.reference.startswith("AN-"))))


Pair = tuple[int, int, bool]
"""Offer, person, whether the offer is open."""


def _pairs(
    rng: random.Random,
    offers: tuple[list[int], list[int]],
    people: list[int],
    count: int,
    taken: set[tuple[int, int]],
) -> list[Pair]:
    """Pairs that are not in the base yet; one in twelve is on an open offer."""
    found: list[Pair] = []
    while len(found) < count:
        is_open = rng.random() < 1 / 12
        pair = (rng.choice(offers[0] if is_open else offers[1]), rng.choice(people))
        if pair not in taken:
            taken.add(pair)
            found.append((*pair, is_open))
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """One introduction: its row, its steps, when it began."""

    row: dict[str, Any]
    steps: tuple[IntroductionAction, ...]
    at: datetime

    @property
    def pair(self) -> tuple[int, int]:
        return self.row["offer_id"], self.row["candidate_id"]

    @property
    def was_sent(self) -> bool:
        return A.DISPATCH in self.steps

    @property
    def is_pending(self) -> bool:
        return bool(self.row["state"] is S.LEVEL2_PENDING)

    @property
    def is_hired(self) -> bool:
        return bool(self.row["close_reason"] is EndMotive.HIRED)

    def events(self, ids: dict[tuple[int, int], int], user: int) -> Iterator[dict[str, Any]]:
        """Its steps, half a day apart."""
        state = None
        for place, action in enumerate(self.steps):
            to_state = _STATES.get(action, S.SUGGESTED)
            yield {
                "introduction_id": ids[self.pair],
                "at": self.at + timedelta(hours=12 * place),
                "actor_id": user,
                "action": action,
                "from_state": state,
                "to_state": to_state,
                "motive": _MOTIVES.get(action),
            }
            state = to_state


_STATES = {
    A.DISCARD: S.DISCARDED,
    A.KEEP: S.KEPT,
    A.PROPOSE: S.PROPOSED,
    A.DECLINE: S.DECLINED,
    A.AGREE: S.AGREED,
    A.SUBMIT: S.LEVEL2_PENDING,
    A.DISPATCH: S.DISPATCHED,
    A.CLOSE: S.CLOSED,
}
_MOTIVES = {A.DISCARD: "autre", A.DECLINE: "autre", A.CLOSE: "sans_reponse"}


def _introductions(
    rng: random.Random, pairs: Sequence[Pair], user: int, now: datetime
) -> Iterator[Made]:
    weights = [share for _, _, share in _PATHS]
    for offer, person, is_open in pairs:
        state, steps, _ = rng.choices(_PATHS, weights)[0]
        if not is_open and state in _LIVE:
            state, steps = S.CLOSED, (*steps, A.CLOSE)
        at = now - timedelta(days=rng.uniform(0.1, 20) if is_open else rng.uniform(30, 390))
        has_agreed = A.AGREE in steps
        reason = None
        if state is S.CLOSED:
            is_hired = A.DISPATCH in steps and rng.random() < 0.2
            reason = EndMotive.HIRED if is_hired else EndMotive.NO_ANSWER
        yield Made(
            {
                "offer_id": offer,
                "candidate_id": person,
                "state": state,
                "version": len(steps),
                "created_at": at,
                "changed_at": at + timedelta(hours=12 * (len(steps) - 1)),
                "changed_by_id": user,
                "kept_by_id": user if A.KEEP in steps else None,
                "agreed_on": at.date() if has_agreed else None,
                "agreement_channel": AgreementChannel.PHONE if has_agreed else None,
                "agreement_by_id": user if has_agreed else None,
                "close_reason": reason,
                "closed_at": at if reason else None,
            },
            steps,
            at,
        )


_CARD = CardContent(
    occupation="Préparateur de commandes",
    is_validated=True,
    licences=(CardLicence("CACES R489 1", "2028-06-30", "valide", True),),
    experience=("Magasinier, 2 ans",),
    skills=(CardSkill("lire un bon de commande", True),),
    education=None,
    languages=(),
    zone="à 6 km du poste",
    travel="en bus, 25 minutes",
    available_on=None,
    contracts=("CDI",),
    working_time=None,
    patterns=("journée",),
    hours=None,
)


def _sendings(
    session: Session, made: Sequence[Made], ids: dict[tuple[int, int], int], rng: random.Random
) -> None:
    """One dispatch an offer, with its cards."""
    by_offer: dict[int, list[Made]] = {}
    for each in made:
        by_offer.setdefault(each.pair[0], []).append(each)
    rows = []
    for offer, group in by_offer.items():
        is_over = all(each.row["state"] is S.CLOSED for each in group)
        sent = min(each.at for each in group) + timedelta(days=2)
        rows.append(
            {
                "offer_id": offer,
                "state": DispatchState.CLOSED if is_over else DispatchState.SENT,
                "recipient": f"Agence {offer % 40}",
                "recipient_key": f"agence {offer % 40}",
                "reply_by": sent.date() + timedelta(days=5),
                "sent_at": sent,
                "closed_at": sent + timedelta(days=10) if is_over else None,
            }
        )
    _write(session, Dispatch, rows)
    known = {
        offer: (id_, at)
        for id_, offer, at in session.execute(
            select(Dispatch.id, Dispatch.offer_id, Dispatch.sent_at)
        )
    }
    cards = []
    for offer, group in by_offer.items():
        dispatch, sent_at = known[offer]
        assert sent_at is not None
        for place, each in enumerate(group):
            has_answer = rng.random() < 0.7
            at = sent_at + timedelta(hours=rng.uniform(2, 150))
            cards.append(
                {
                    "dispatch_id": dispatch,
                    "introduction_id": ids[each.pair],
                    "position": place,
                    "code": f"{place:04d}",
                    "content": asdict(_CARD),
                    "answer": CardAnswer.MEET if has_answer else None,
                    "answered_at": at if has_answer else None,
                    "applied_at": at if has_answer else None,
                    "channel": AnswerChannel.LINK if has_answer else None,
                }
            )
    _write(session, DispatchCard, cards)


def _interviews(
    session: Session,
    made: Sequence[Made],
    ids: dict[tuple[int, int], int],
    user: int,
    now: datetime,
) -> None:
    rows = [
        {
            "introduction_id": ids[each.pair],
            "slot": now + timedelta(days=place % 9 - 4),
            "place": "Antenne",
            "advisor_id": user,
            "created_by_id": user,
            "created_at": now,
            "state": InterviewState.PLANNED,
        }
        for place, each in enumerate(made[::2])
    ]
    _write(session, Interview, rows)


def _work(
    session: Session,
    made: Sequence[Made],
    ids: dict[tuple[int, int], int],
    user: int,
    rng: random.Random,
    now: datetime,
) -> None:
    """A contract a hire with its eight calls, and an exit for one in four.

    A contract with an end lasts six months; the service ends it a few days later.
    """
    kinds = (ContractKind.CDI, ContractKind.CDD, ContractKind.TEMP)
    rows, starts = [], {}
    for each in made:
        start = (each.at + timedelta(days=7)).date()
        starts[ids[each.pair]] = start
        kind = rng.choice(kinds)
        end = None if kind is ContractKind.CDI else start + SIX_MONTHS
        is_over = end is not None and end + GRACE < now.date()
        rows.append(
            {
                "candidate_id": each.pair[1],
                "introduction_id": ids[each.pair],
                "employer_name": f"Entreprise {each.pair[0] % 90}",
                "job_title": "Poste",
                "kind": kind,
                "start_on": start,
                "end_on": end,
                "ended_on": end if is_over else None,
                "weekly_hours": 35.0,
                "state": ContractState.ENDED if is_over else ContractState.ONGOING,
                "owner_id": user,
            }
        )
    _write(session, Contract, rows)
    calls = []
    contracts = session.execute(
        select(Contract.id, Contract.introduction_id).where(Contract.introduction_id.in_(starts))
    ).all()
    days = dict(zip(FollowUpKind, (3, 15, 30, 61, 91, 122, 152, 183), strict=True))
    for contract, introduction in contracts:
        assert introduction is not None
        for call, after in days.items():
            due = starts[introduction] + timedelta(days=after)
            is_done = due < now.date() - timedelta(days=5)
            calls.append(
                {
                    "contract_id": contract,
                    "kind": call,
                    "due_on": due,
                    "state": FollowUpState.DONE if is_done else FollowUpState.TO_DO,
                    "flag": Flag.GREEN if is_done else None,
                    "done_at": datetime.combine(due, NINE, UTC) if is_done else None,
                    "done_by_id": user if is_done else None,
                }
            )
    _write(session, FollowUp, calls)
    known = set(session.scalars(select(Exit.candidate_id)))
    leavers = [each for each in dict.fromkeys(each.pair[1] for each in made) if each not in known]
    exits = [
        {
            "candidate_id": person,
            "protocol": "2022",
            "rule": "cdi",
            "state": ExitState.TO_PROVE,
            "acquired_on": now.date(),
            "story": "Un CDI au-delà de l’essai.",
        }
        for person in leavers[::4]
    ]
    _write(session, Exit, exits)


# --- the pages -------------------------------------------------------------------------------

_NAMES = re.compile(r"\{(\w+)\}")


def objects(session: Session, rng: random.Random) -> dict[str, list[UUID]]:
    """Some keys of each kind of object that an address may name, by the name it is given."""
    from_offers = select(Offer.key).where(Offer.state == OfferState.OPEN)
    queries = {
        "offers": from_offers,
        "mises-en-relation": select(Introduction.key),
        "niveau-2": select(Introduction.key).where(Introduction.state == S.LEVEL2_PENDING),
        "candidats": select(Candidate.key).where(Candidate.is_active),
        "envois": select(Dispatch.key),
        "contrats": select(Contract.key),
        "suivi": select(FollowUp.key),
        "sorties": select(Exit.key),
        "entretiens": select(Interview.key),
    }
    found = {}
    for name, query in queries.items():
        keys = list(session.scalars(query))
        found[name] = rng.sample(keys, min(len(keys), TRIES)) if keys else []
    return found


def addresses(path: str, known: dict[str, list[UUID]], tries: int = TRIES) -> list[str]:
    """Addresses of a route to try; none where an object of it is not in the base."""
    if "{" not in path:
        return [path] * tries
    first = path.split("/")[1]
    names = _NAMES.findall(path)
    sources = {
        name: known.get("candidats" if name == "candidate_key" else first, []) for name in names
    }
    if "offres" in path.split("/"):
        sources["key"] = known["offers"]
    if first not in known or not all(sources.values()):
        return []
    found = []
    for place in range(tries):
        address = path
        for name, keys in sources.items():
            address = address.replace(f"{{{name}}}", str(keys[place % len(keys)]))
        found.append(address)
    return found


def measure(
    url: str, roles: Sequence[Role], rng: random.Random, rounds: int = ROUNDS, *, files: bool = True
) -> Iterator[Timed]:
    """Every page of each role, one after the other, each as soon as it is measured."""
    app = create_app(Settings(database_url=url))
    settle()
    with reading(app.state.sessions) as session:
        known = objects(session, rng)
    headers = {"accept": "text/html"}
    with TestClient(app, headers=headers, follow_redirects=False) as client:
        for role in roles:
            with transaction(app.state.sessions) as session:
                user = session.scalars(select(User).where(User.role == role)).first()
                assert user is not None
                token = users.create_link(session, user, datetime.now(UTC))
            client.cookies.clear()
            client.post(f"/sign-in/link/{token}")
            for (method, path), policy in POLICIES.items():
                is_asked = method == "GET" and not policy.public and policy.admits(role)
                if is_asked and (files or not is_file(path)):
                    yield from _timed(client, role, path, addresses(path, known), rounds)


def _timed(
    client: TestClient, role: Role, path: str, wanted: Sequence[str], rounds: int
) -> Iterator[Timed]:
    """The page, of objects that are shown to the role: one to warm up, then `rounds`."""
    rounds = min(rounds, FILE_ROUNDS) if is_file(path) else rounds
    clock, spent, weight = [], [], 0
    for address in wanted:
        began, before = perf_counter(), process_time()
        answer = client.get(address)
        took, cost = perf_counter() - began, process_time() - before
        if answer.status_code >= 500:
            raise RuntimeError(f"{address} : {answer.status_code}")
        if answer.status_code != 200:
            continue
        clock.append(took * 1_000)
        spent.append(cost * 1_000)
        weight = max(weight, len(answer.content))
        if len(clock) > rounds:
            break
    warm = clock[1:]
    if warm:
        middle = statistics.median(warm)
        yield Timed(role, path, middle, _p95(warm), _p95(spent[1:]), len(warm), weight / 1_000)


def _p95(found: Sequence[float]) -> float:
    ordered = sorted(found)
    return ordered[min(len(ordered) - 1, max(0, round(0.95 * len(ordered)) - 1))]


def as_markdown(
    found: Sequence[Timed],
    extent: dict[str, int],
    rounds: int = ROUNDS,
    taken: float | None = None,
) -> str:
    """What the base holds, the pages over the goal, then pages and files, the slowest first.

    taken : part of the processor's time that the host kept for others, where it says so
    """
    pages = [each for each in found if not each.is_file]
    slow = [each for each in pages if each.p95 > GOAL_MS]
    costly = [each for each in pages if each.cpu > GOAL_MS]
    goal = f"{GOAL_MS:.0f} ms at the 95th percentile"
    over = [f"Over {goal}:", "", *_table(slow)] if slow else [f"None is over {goal}."]
    return "\n".join(
        [
            "# Pages on a base of real size",
            "",
            "Written by `python -m tests.evidence.real_size`. The server's time in process,",
            f"without the network; each page {rounds} times after one to warm up, other objects of",
            "those the role may see (refusals are not counted). The clock holds what others did on",
            "the machine meanwhile; `cpu` is what the processor spent on the page.",
            "",
            f"Machine: {machine()}"
            + (
                "." if taken is None else f"; its host kept {taken:.0%} of the processor meanwhile."
            ),
            "",
            "The base holds " + ", ".join(f"{n:,} {name}" for name, n in extent.items()) + ".",
            "",
            f"**{len(pages) - len(slow)} of {len(pages)} pages under {goal} by the clock, "
            f"{len(pages) - len(costly)} by the processor.**",
            "",
            *over,
            "",
            "## Every page",
            "",
            *_table(pages),
            "",
            *_files([each for each in found if each.is_file], rounds),
        ]
    )


def _files(found: Sequence[Timed], rounds: int) -> list[str]:
    if not found:
        return []
    return [
        "## Files",
        "",
        "A file holds the whole of a list, not the page that is shown of it: each is asked for",
        f"{min(rounds, FILE_ROUNDS)} times, and the goal is not of files.",
        "",
        *_table(found),
        "",
    ]


def ticks() -> tuple[int, int] | None:
    """What the host kept of the processor's time, and what it gave in work; None where unsaid."""
    counted = Path("/proc/stat")
    if not counted.exists():
        return None
    user, nice, system, _, _, irq, soft, steal = map(int, counted.read_text().split()[1:9])
    return steal, user + nice + system + irq + soft


def taken_since(before: tuple[int, int] | None) -> float | None:
    """The part kept of what was asked for since; None where nothing was, or where it is unsaid."""
    after = ticks()
    if before is None or after is None:
        return None
    kept, given = after[0] - before[0], after[1] - before[1]
    return kept / (kept + given) if kept + given else None


def machine() -> str:
    """The cores and what runs on them."""
    described = Path("/proc/cpuinfo")
    lines = described.read_text("utf-8").splitlines() if described.exists() else []
    kinds = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    kind = kinds[0] if kinds else platform.processor() or platform.machine()
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores ({kind}), {versions}"


def _table(found: Sequence[Timed]) -> list[str]:
    return [
        "| role | page | median ms | p95 ms | p95 cpu ms | times | kB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(
            f"| {each.role.value} | `{each.path}` | {each.median:.0f} | {each.p95:.0f} | "
            f"{each.cpu:.0f} | {each.rounds} | {each.kilobytes:.0f} |"
            for each in sorted(found, key=lambda each: -each.p95)
        ),
    ]


def held_in(url: str) -> dict[str, int]:
    """How many rows of each kind."""
    engine = create_engine_from_url(url)
    tables = {
        "people": Candidate,
        "offers": Offer,
        "introductions": Introduction,
        "steps": IntroductionEvent,
        "cards sent": DispatchCard,
        "contracts": Contract,
    }
    with Session(engine) as session:
        found = {
            name: session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in tables.items()
        }
    engine.dispose()
    return found


def told(measured: Iterator[Timed]) -> list[Timed]:
    """Each page on the screen as it is measured; all of them."""
    console = Console(file=sys.stderr)
    found: list[Timed] = []
    with console.status("Mesure en cours") as status:
        for each in measured:
            mark = "  ***" if each.p95 > GOAL_MS and not each.is_file else ""
            said = f"{each.p95:6.0f} ms {each.cpu:6.0f} cpu  {each.role.value}  {each.path}{mark}"
            console.print(said, markup=False)
            status.update(f"{len(found) + 1} pages, {each.role.label}")
            found.append(each)
    return found


def main() -> None:
    """Make the base where there is none, measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_300)
    parser.add_argument("--offers", type=int, default=10_000)
    parser.add_argument("--introductions", type=int, default=60_000)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--page", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--without-files", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.base or Path(folder) / "taille-reelle.sqlite3"
        if not path.exists():
            extent = Extent(asked.people, asked.offers, asked.introductions)
            make_base(path, extent, datetime.now(UTC))
        url = sqlite_url(path)
        schema.upgrade(url)
        wanted = measure(
            url, MEASURED, random.Random(SEED), asked.rounds, files=not asked.without_files
        )
        before = ticks()
        found = told(wanted)
        text = as_markdown(found, held_in(url), asked.rounds, taken_since(before))
    print(text)
    if asked.page:
        asked.page.write_text(text, "utf-8")
    if asked.json:
        rows = [[each.role.value, each.path, each.median, each.p95, each.cpu] for each in found]
        asked.json.write_text(json.dumps(rows), "utf-8")


if __name__ == "__main__":
    main()
