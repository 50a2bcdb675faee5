"""The official ROME files of a user, kept beside the base and used to code titles.

A title that is word for word an official one has that title's code, whatever the coder says.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from api.settings import data_folder
from ingestion.normalise import squash
from ingestion.referential_records import Referential
from models.errors import InputRefusedError

FILE = "referential.json"


@dataclass(frozen=True, slots=True)
class OfficialTitles:
    """`codes` : squashed official title -> its only ROME code; `labels` : code -> fiche label."""

    version: str | None
    codes: Mapping[str, str]
    labels: Mapping[str, str]


NONE = OfficialTitles(None, {}, {})


def keep_referential(referential: Referential) -> Path:
    """Write what the coder uses of a referential; titles that name two fiches are left out.

    Raises
    ------
    InputRefusedError : the data folder cannot be written
    """
    found: dict[str, set[str]] = {}
    for title in referential.titles:
        for form in (*gendered_forms(title.label), *gendered_forms(title.short_label)):
            found.setdefault(squash(form), set()).add(title.code)
    kept = {
        "version": referential.version,
        "labels": {fiche.code: fiche.label for fiche in referential.fiches},
        "codes": {form: next(iter(codes)) for form, codes in found.items() if len(codes) == 1},
    }
    path = data_folder() / FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise InputRefusedError("écriture impossible", str(path)) from error
    official_titles.cache_clear()
    return path


def gendered_forms(label: str) -> tuple[str, ...]:
    """`Agent / Agente de quai` -> itself, `Agent de quai`, `Agente de quai`.

    Only a single word before the slash is safe to pair with the words after.
    """
    before, slash, after = label.partition(" / ")
    if not slash:
        return (label,)
    first, *rest = after.split()
    if len(before.split()) == 1:
        return label, " ".join((before, *rest)), " ".join((first, *rest))
    return (label,) if len(before.split()) != len(after.split()) else (label, before, after)


@lru_cache(maxsize=1)
def official_titles() -> OfficialTitles:
    """What the user imported; nothing where nothing was.

    Raises
    ------
    InputRefusedError : the kept file is damaged
    """
    path = data_folder() / FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return OfficialTitles(kept["version"], kept["codes"], kept["labels"])
    except FileNotFoundError:
        return NONE
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputRefusedError(
            "référentiel abîmé : relancez « candidatheque referential import »", str(path)
        ) from error
