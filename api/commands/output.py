"""What commands say: lines of trouble on standard error, reports on standard output."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from ingestion.records import Rejected


def say(message: str) -> None:
    """One line of trouble on standard error."""
    print(message, file=sys.stderr)


def say_rejected(source: str, rejected: Iterable[Rejected]) -> None:
    """One line for each refused row or value: file, line, column, reason."""
    for item in rejected:
        column = f", {item.field}" if item.field else ""
        say(f"{source}, ligne {item.row}{column} : {item.reason}")


def print_json(value: Any) -> None:
    """One JSON value on one line, accents kept."""
    print(json.dumps(value, ensure_ascii=False))
