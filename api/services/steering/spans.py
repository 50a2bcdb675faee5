"""How long from an instant to another, to the microsecond, told by the base as one number.

Reading two instants a row only to subtract them would cost more than all the rest of a page.
"""

from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

PER_SECOND = 1_000_000


class MicrosecondsFrom(FunctionElement[int]):
    """From the first instant to the second; NULL where one of them is."""

    type = BigInteger()
    inherit_cache = True


@compiles(MicrosecondsFrom, "sqlite")
def _on_sqlite(element: MicrosecondsFrom, compiler: Any, **options: Any) -> str:
    """Instants are texts there, `2026-11-23 09:00:00.000000`: seconds first, as SQLite rounds."""
    since, until = (compiler.process(each, **options) for each in element.clauses)
    seconds = [f"CAST(strftime('%s', substr({each}, 1, 19)) AS INTEGER)" for each in (since, until)]
    rests = [f"CAST(substr({each}, 21, 6) AS INTEGER)" for each in (since, until)]
    return f"(({seconds[1]} - {seconds[0]}) * {PER_SECOND} + {rests[1]} - {rests[0]})"


@compiles(MicrosecondsFrom, "postgresql")
def _on_postgresql(element: MicrosecondsFrom, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(round(extract(epoch FROM {until} - {since}) * {PER_SECOND}) AS BIGINT)"
