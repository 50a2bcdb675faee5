"""The round of each day, in a transaction for each offer: what is past its end is closed."""

from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from api.services.daily_round import DailyReport, run_daily
from models.database import transaction


def make_round(factory: sessionmaker[Session], now: datetime) -> DailyReport:
    """One round, in a transaction for each offer."""
    return run_daily(lambda: transaction(factory), now)
