"""Titles that the law asks for an occupation, whether or not the offer says so."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from matching.profiles import LicenceAsk
from models.vocabulary import Necessity


@cache
def _table() -> tuple[Mapping[str, list[str]], Mapping[str, str], frozenset[str]]:
    text = (files("matching") / "data" / "regulated.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return data["codes"], data["labels"], frozenset(data["diplomas"])


def legal_titles(rome: str) -> tuple[LicenceAsk, ...]:
    """What the law requires for a ROME code; empty where it asks for no title."""
    codes, labels, diplomas = _table()
    return tuple(
        LicenceAsk(code, labels[code], Necessity.REQUIRED, is_diploma=code in diplomas)
        for code in codes.get(rome, ())
    )
