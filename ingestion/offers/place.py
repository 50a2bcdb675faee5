"""Where the work is, when only the text says it."""

import re

from ingestion.lexicon import Words
from ingestion.normalise import find_communes, resolve_commune
from ingestion.offers.found import Found
from ingestion.offers.sites import place_of
from ingestion.records import Workplace

_LABEL_BEFORE = re.compile(
    r"(?:lieu(?:x)?(?: de (?:travail|mission|la mission|prise de poste))?|localisation|secteur"
    r"|ville|commune|site|adresse|poste base"
    r"|base|situee?|travail|implantee?|chantier|poste)\s?(?:est |sur |a |au |de |dans |: ?|- ?|e "
    r"|\(e\) |la ville de |le secteur de |l'agence de )*\(?\s?$"
)
_NOT_PLACE_BEFORE = re.compile(
    r"(?:agence|adecco|manpower|randstad|proman|adequat|interim|synergie|crit|supplay"
    r"|start people|samsic|actual|temporis|partnaire"
    r"|recrutement|cabinet|siege|basee a|groupe)\s?(?:de |d'|a |sur |emploi |est a )?$"
)
_NAME = r"[A-ZÉÈÂÎÔ][\wÀ-ÿ'’-]+"
_CAPITALISED = rf"{_NAME}(?:[ -](?:{_NAME}|sur|sous|en|la|le|les|de|du|des|lès|et|aux)){{0,4}}"
_STATED = re.compile(
    r"(?i:lieu(?: de (?:travail|mission))?|localisation|poste (?:est )?(?:base|situ[ée])\w{0,3}"
    r"|commune)\s{0,2}"
    rf"(?::|à|a|sur|-)\s{{0,2}}(?:(?i:la ville de)\s)?({_CAPITALISED})(?:\s?\(?(\d{{5}}"
    rf"|\d{{2}})\)?)?"
)
_DOMESTIC_POSTAL_CODE = re.compile(r"(?<!\d)(\d{5})(?!\d)\s?(?:-\s?)?" + rf"({_CAPITALISED})?")


def workplace(words: Words, title_length: int) -> Found[Workplace] | None:
    """The commune where the work is: a known one of the territory, else the place stated."""
    best: tuple[float, Found[Workplace]] | None = None
    for rank, mention in enumerate(find_communes(words.text)):
        before = words.folded[max(0, mention.start - 45) : mention.start]
        score = 1.0 - 0.01 * rank
        if mention.start < title_length:
            score += 1.5
        if _LABEL_BEFORE.search(before):
            score += 2.0
        elif re.search(r"\b(?:a|sur|de)\s$", before):
            score += 0.4
        if _NOT_PLACE_BEFORE.search(before):
            score -= 0.8
        place = place_of(mention.match)
        if best is None or score > best[0]:
            trust = 0.9 if score >= 2 else 0.7 if score >= 1 else 0.5
            best = (score, Found(place, mention.start, mention.end, trust))
    if best is not None:
        return best[1]
    stated = _STATED.search(words.text)
    if stated is None:
        return None
    code = stated[2] if stated[2] and len(stated[2]) == 5 else None
    known = resolve_commune(stated[1], code)
    if known is not None:
        place = place_of(known, code)
        return Found(place, stated.start(1), stated.end(), 0.8)
    return Found(Workplace(name=stated[1], postal_code=code), stated.start(1), stated.end(), 0.6)
