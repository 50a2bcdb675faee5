"""The round of each day, in a thread beside the service: what is past its end is closed."""

import logging
import threading
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from api.services.daily_round import DailyReport, run_daily
from models.database import transaction

EVERY = timedelta(hours=1)
"""How often the round comes by: closing what is past its end twice changes nothing, and an hour
after midnight is soon enough."""

logger = logging.getLogger(__name__)


def make_round(factory: sessionmaker[Session], now: datetime) -> DailyReport:
    """One round, in a transaction for each offer."""
    return run_daily(lambda: transaction(factory), now)


class DailyRound:
    """A thread that makes its round at once, then every hour, until it is stopped."""

    def __init__(self, factory: sessionmaker[Session], every: timedelta = EVERY) -> None:
        self._factory = factory
        self._every = every.total_seconds()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="daily-round", daemon=True)

    def start(self) -> None:
        """Begin, with a first round at once."""
        self._thread.start()

    def stop(self) -> None:
        """Let the round under way end, and make no other."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                report = make_round(self._factory, datetime.now(UTC))
            except SQLAlchemyError:
                logger.exception("the daily round failed; it comes by again")
            else:
                if report.expired or report.archived:
                    logger.info("expired %d, archived %d", report.expired, report.archived)
            if self._stopped.wait(self._every):
                return
