"""What the rules of a protocol make of the history of a person, the best first."""

from datetime import date

from api.services.exits_history import History
from api.services.exits_measures import Verdict, verdicts
from api.services.exits_rules import Protocol


def judge(protocol: Protocol, history: History, today: date) -> list[Verdict]:
    """Every verdict: those acquired first, by day, then those under way, then what misses.

    Ties follow the order of the rules in the file.
    """
    found = [each for rule in protocol.rules for each in verdicts(rule, history, today)]
    return sorted(found, key=_order)


def _order(verdict: Verdict) -> tuple[int, date]:
    if verdict.acquired_on is not None:
        return (0, verdict.acquired_on)
    if verdict.is_under_way:
        return (1, verdict.expected_on or date.max)
    return (2, date.max)
