"""What the worker does by itself, as one table: the name, when, what.

Each task may be run again, or twice at once, without doing anything twice; each opens its own
transactions.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services import fairness
from api.services.answers_links import forget_readings
from api.services.contracts_night import run_night
from api.services.daily_round import run_daily
from api.services.dispatches_clock import (
    let_answers_take_effect,
    remind_and_close,
    tell_who_left,
)
from api.services.messages import forget_old
from api.services.messages_digest import write_digests
from api.services.messages_sending import Post, send_due
from api.services.shortlists import matcher_of
from api.services.spread import match_all
from api.settings import Settings
from models.days import day_of
from models.fairness import FairnessReport

Begin = Callable[[], AbstractContextManager[Session]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """What tasks are given: transactions, the settings, the way mail leaves."""

    begin: Begin
    settings: Settings
    post: Post


@dataclass(frozen=True, slots=True)
class Task:
    """`when` : a crontab in UTC (minute, hour, ...); `at_start` : once as the worker starts too."""

    name: str
    when: Mapping[str, str]
    run: Callable[[Tools, datetime], Counter[str]]
    at_start: bool = False


def send_mail(tools: Tools, now: datetime) -> Counter[str]:
    """Answers given 30 minutes ago take effect, who left is told, then mail that is due leaves."""
    done = let_answers_take_effect(tools.begin, now)
    done += tell_who_left(tools.begin, now)
    return done + send_due(tools.begin, tools.post, now)


def tend_dispatches(tools: Tools, now: datetime) -> Counter[str]:
    """Reminders, « sans réponse », news asked after a start."""
    return remind_and_close(tools.begin, now)


def daily_round(tools: Tools, now: datetime) -> Counter[str]:
    """What is past its end is closed, what was kept aside is forgotten."""
    with tools.begin() as session:
        forget_old(session, now)
        forget_readings(session, now)
    return Counter(asdict(run_daily(tools.begin, now)))


def follow_up(tools: Tools, now: datetime) -> Counter[str]:
    """Trials that passed, contracts that ended, exits judged again."""
    return run_night(tools.begin, now)


def digests(tools: Tools, now: datetime) -> Counter[str]:
    """The digest of the day for each of us, and what is due within a day."""
    return write_digests(tools.begin, tools.post.site, now)


def rank_all(tools: Tools, now: datetime) -> Counter[str]:
    """Every list of open offers made again, as `match --all` does."""
    matcher = matcher_of(tools.settings.encoder, tools.settings.territory)
    report = match_all(tools.begin, matcher, now)
    return Counter(offers=report.offers, opened=report.opened)


def report_month(tools: Tools, now: datetime) -> Counter[str]:
    """The fairness report of the month that is over, once."""
    month = fairness.last_month(day_of(now))
    with tools.begin() as session:
        known = select(FairnessReport.id).where(FairnessReport.month == month)
        if session.scalar(known) is not None:
            return Counter()
        try:
            fairness.establish(session, None, now, month)
        except fairness.ReportRefusedError as error:
            logger.info("no report of the month: %s", error)
            return Counter()
    return Counter(reports=1)


TASKS: tuple[Task, ...] = (
    Task("courrier", {}, send_mail, at_start=True),
    Task("envois", {"minute": "5,35"}, tend_dispatches, at_start=True),
    Task("ronde", {"minute": "2"}, daily_round, at_start=True),
    Task("syntheses", {"minute": "*/15"}, digests),
    Task("suivi", {"minute": "50", "hour": "1"}, follow_up),
    Task("listes", {"minute": "30", "hour": "2"}, rank_all),
    Task("equite", {"minute": "10", "hour": "4"}, report_month),
)
"""In the order they are told; an empty `when` is every minute."""
