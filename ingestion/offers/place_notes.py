"""The place of a short note: a name that stands alone between commas, in small letters."""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from ingestion.offers.sites import place_of
from ingestion.records import Workplace
from ingestion.territory import place_key, territory

LONGEST_NOTE = 250
"""Characters: a longer text has sentences, and says `à` before its places."""
TRUST = 0.4
"""Under what asks to confirm: nothing but its place among commas announces the name."""
_PART = re.compile(r"[^,;:\n/.]+")


def noted_place(words: Words) -> Found[Workplace] | None:
    """`CDD 2m, 35h, coudekerque`: the first whole part that names one commune; else None."""
    if len(words.text.strip()) > LONGEST_NOTE:
        return None
    known = territory()
    for part in _PART.finditer(words.text):
        said = part[0].strip()
        key = place_key(said)
        places = known.by_key.get(key, ())
        if len({place.match.insee for place in places}) != 1 or key in known.ordinary_words:
            continue
        start = part.start() + part[0].index(said)
        return Found(place_of(places[0].match), start, start + len(said), TRUST)
    return None
