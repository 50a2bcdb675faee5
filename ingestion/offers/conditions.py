"""Physical conditions of the post and access to the site, in words."""

import re
from functools import lru_cache

from ingestion.lexicon import Lexicon, Phrases, Words, read_rows, split_list
from ingestion.offers.found import Found
from models.vocabulary import Condition, SiteAccess

_DENIED = re.compile(
    r"(?:pas de|sans|aucune?|pas d'|ni|limite les|evite\w{0,3} les?)\s?(?:de |d')?$"
)
_NOT_CONDITION = re.compile(
    r"(?:prime|indemnit|panier|compens|protec|lutte|equipement)[^\n.]{0,25}$"
)


_BY_CODE = {condition.value: condition for condition in Condition}


@lru_cache(maxsize=1)
def _conditions() -> Lexicon[Condition]:
    return Lexicon(
        (phrase, _BY_CODE[row["code"]])
        for row in read_rows("conditions.csv")
        for phrase in split_list(row["phrases"])
    )


def constraints(words: Words) -> list[Found[Condition]]:
    """Physical conditions named by the text, each once."""
    found: dict[Condition, Found[Condition]] = {}
    for hit in _conditions().find(words):
        start, end = words.starts[hit.first], words.ends[hit.last]
        before = words.folded[max(0, start - 30) : start]
        if hit.value in found or _DENIED.search(before) or _NOT_CONDITION.search(before):
            continue
        found[hit.value] = Found(hit.value, start, end, 0.8)
    return list(found.values())


_ACCESS: tuple[tuple[SiteAccess, Phrases], ...] = (
    (
        SiteAccess.SHUTTLE,
        Phrases(
            r"navettes? (?:de l'(?:entreprise|usine|employeur)|gratuite|mise|d'entreprise"
            r"|du personnel|depuis|est|entreprise)|(?:ramassage|transport) du personnel"
            r"|bus d'entreprise",
            "navette ramassage transport bus",
        ),
    ),
    (
        SiteAccess.BUS,
        Phrases(
            r"(?<!non )(?<!pas )(?<!mal )(?:desservie?|accessible)s? (?:par |en |avec )?(?:les "
            r"|le |des )?(?:bus|transports?|metro|tram\w{0,3}|ligne)|arrets? (?:de |du )?bus"
            r"|ligne de bus"
            r"|proche (?:des )?(?:transports?|bus|gare|metro|tram)|a proximite (?:des transports"
            r"|de la gare|du tram|d'un arret)",
            "desservi accessible arret ligne proche a",
        ),
    ),
    (
        SiteAccess.NO_PARKING,
        Phrases(
            r"(?:pas|absence|sans) (?:de )?(?:parking|stationnement)|stationnement difficile",
            "pas absence sans stationnement",
        ),
    ),
    (
        SiteAccess.BICYCLE,
        Phrases(
            r"accessible (?:a |en )velo|piste cyclable|local (?:a )?velos?|garage a velos?"
            r"|parking velos?",
            "accessible piste local garage parking",
        ),
    ),
    (
        SiteAccess.CAR_ONLY,
        Phrases(
            r"(?:non|pas|mal) desservie?s? (?:par )?(?:les |en )?(?:transports?|bus)"
            r"|pas de transports? en commun|voiture indispensable pour"
            r"|accessible (?:uniquement )?en voiture uniquement|hors transports? en commun",
            "non pas mal voiture accessible hors",
        ),
    ),
)


def site_access(words: Words) -> list[Found[SiteAccess]]:
    """How the site is said to be reached, each way once."""
    found = []
    for access, phrases in _ACCESS:
        match = phrases.first(words)
        if match:
            found.append(Found(access, match.start(), match.end(), 0.82))
    return found
