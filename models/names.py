"""Names of people as keys to compare by, the same in Python and in either base.

Files write « ÉLODIE VAN-DAELE », accounts « Élodie Van Daele »: both are `elodie van daele`.
"""

import re
from typing import Any
from unicodedata import normalize

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

LETTERS = "àâäáãåçéèêëîïíìôöóòõùûüúÿñÀÂÄÁÃÅÇÉÈÊËÎÏÍÌÔÖÓÒÕÙÛÜÚŸÑ"
PLAIN = "aaaaaaceeeeiiiiooooouuuuyn" * 2
_PLAIN = str.maketrans(LETTERS, PLAIN) | str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def plain_name(text: str | None) -> str:
    """Lower case, no accent, letters and digits parted by single spaces; "" for no name."""
    return _NOT_WORD.sub(" ", normalize("NFC", text or "").translate(_PLAIN).lower()).strip()


class PlainName(FunctionElement[str]):
    """`plain_name` of a column, computed by the base."""

    type = String()
    inherit_cache = True


@compiles(PlainName, "sqlite")
def _on_sqlite(element: PlainName, compiler: Any, **options: Any) -> str:
    """The function that `models.database` gives each connection."""
    return f"plain_name({compiler.process(element.clauses, **options)})"


@compiles(PlainName, "postgresql")
def _on_postgresql(element: PlainName, compiler: Any, **options: Any) -> str:
    text = f"normalize(coalesce({compiler.process(element.clauses, **options)}, ''), NFC)"
    for letter, double in (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae")):
        text = f"replace({text}, '{letter}', '{double}')"
    text = f"lower(translate({text}, '{LETTERS}', '{PLAIN}'))"
    return f"btrim(regexp_replace({text}, '[^a-z0-9]+', ' ', 'g'))"
