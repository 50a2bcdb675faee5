"""What one of us gets by e-mail: one digest a day, and what is due within a day; each may say no.

Counts by kind, never a name: mail is read on other screens than ours.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.rendering import date_fr, plural
from api.services.dispatches_rules import SUNDAY_AND_SATURDAY
from api.services.messages import NewMessage, queue
from api.services.scope import stood_in_for
from api.services.todo import todo
from api.services.todo_items import TodoItem
from models.days import PARIS, day_of
from models.outbox import MessageChoice, MessageKind
from models.people import User
from models.vocabulary import Role

Begin = Callable[[], AbstractContextManager[Session]]
DIGEST_FROM = time(7)
"""On the clock of Paris, Monday to Friday."""
URGENT_WITHIN = timedelta(hours=24)
NEVER = frozenset({Role.AGENCY})


def choice_of(session: Session, user: User) -> MessageChoice:
    """What a user chose; both where they chose nothing."""
    found = session.get(MessageChoice, user.id)
    return found or MessageChoice(user_id=user.id, has_digest=True, has_urgent=True)


def choose(
    session: Session, user: User, has_digest: bool, has_urgent: bool, at: datetime
) -> MessageChoice:
    """Keep what a user wants."""
    choice = session.merge(
        MessageChoice(user_id=user.id, has_digest=has_digest, has_urgent=has_urgent, changed_at=at)
    )
    session.flush()
    return choice


def write_digests(begin: Begin, site: str, now: datetime) -> Counter[str]:
    """Queue the digest of the day and what is due within a day, once each, for everybody."""
    here = now.astimezone(PARIS)
    if here.weekday() in SUNDAY_AND_SATURDAY or here.time() < DIGEST_FROM:
        return Counter()
    with begin() as session:
        ids = session.scalars(
            select(User.id).where(User.is_active, User.role.not_in(NEVER)).order_by(User.id)
        ).all()
    done: Counter[str] = Counter()
    for each in ids:
        with begin() as session:
            done += _write(session, each, site, now)
    return done


def _write(session: Session, user_id: int, site: str, now: datetime) -> Counter[str]:
    user = session.get_one(User, user_id)
    choice = choice_of(session, user)
    if not (choice.has_digest or choice.has_urgent):
        return Counter()
    day = day_of(now)
    user.stand_in_for(stood_in_for(session, user, day))
    items = todo(session, user, now)
    done: Counter[str] = Counter()
    if choice.has_digest and items:
        text = digest_text(items, day, site)
        done["digests"] += _queue(session, user, MessageKind.DIGEST, "À traiter", text, day, now)
    near = tuple(item for item in items if item.urgent and _is_near(item, now))
    if choice.has_urgent and near and here_after_digest(now):
        text = digest_text(near, day, site)
        title = "À faire avant demain"
        done["urgent"] += _queue(session, user, MessageKind.URGENT, title, text, day, now)
    return done


def here_after_digest(now: datetime) -> bool:
    """The urgent come apart once the digest of the morning is past: never two at once."""
    return now.astimezone(PARIS).time() >= time(11)


def digest_text(items: tuple[TodoItem, ...], day: date, site: str) -> str:
    """How many of each kind, the urgent first, and where to see them."""
    counts = Counter(item.kind for item in items)
    urgent = sum(item.urgent for item in items)
    lines = [f"Bonjour,\n\nLe {date_fr(day)}, {plural(len(items), 'point')} à traiter :", ""]
    lines += [f"- {kind} : {count}" for kind, count in counts.items()]
    if urgent:
        lines += ["", f"Dont {plural(urgent, 'urgence')}."]
    lines += [
        "",
        f"{site.rstrip('/')}/a-traiter",
        "",
        "Vous choisissez ces messages ici :",
        f"{site.rstrip('/')}/mes-messages",
    ]
    return "\n".join(lines)


def _is_near(item: TodoItem, now: datetime) -> bool:
    if item.due is None:
        return False
    if isinstance(item.due, datetime):
        return item.due <= now + URGENT_WITHIN
    return item.due <= day_of(now + URGENT_WITHIN)


def _queue(
    session: Session,
    user: User,
    kind: MessageKind,
    title: str,
    text: str,
    day: date,
    now: datetime,
) -> int:
    new = NewMessage(
        to=user.email,
        subject=f"{title}, {date_fr(day)}",
        text=text,
        kind=kind,
        once=f"{kind.value}:{user.id}:{day.isoformat()}",
    )
    return 0 if queue(session, new, now) is None else 1
