"""Signs of temp work in an offer that names no type of contract."""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from models.vocabulary import ContractType

BY_SIGNS = 0.94
"""Share of offers with such signs that are temp work, on the development offers
(docs/evidence/contract-and-hours.md)."""
_TEMP_SIGNS = re.compile(
    r"indemnites? de fin de mission|\bmon manpower\b|entreprise utilisatrice"
    r"|10 ?%[^.\n]{0,30}10 ?%|\bcet\b[^.\n]{0,20}\d ?%|prime de fin de mission|\bifm\b"
    r"|(?:%|pourcent) (?:de |d'|au titre des? )?(?:prime (?:de )?)?(?:fin|ifm)"
    r"|\bfastt\b|mutuelle (?:sante )?interimaire|\d ?% (?:de |d'indemnites? de )?fin de mission"
    r"|fin de mission \+|10 ?% (?:de )?(?:icp|iccp)"
)


_SIGN_HINTS = (
    "fin de mission",
    "ifm",
    "fastt",
    "interimaire",
    "10",
    "utilisatrice",
    "manpower",
    "cet",
)


def temp_by_signs(words: Words) -> Found[ContractType] | None:
    """What only temp work has (end-of-mission pay, its social fund), if no type is named."""
    text = words.folded
    match = _TEMP_SIGNS.search(text) if any(sign in text for sign in _SIGN_HINTS) else None
    return Found(ContractType.TEMP, match.start(), match.end(), BY_SIGNS) if match else None
