"""Physical conditions of the post and access to the site, in words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ingestion.details import Intensity
from ingestion.lexicon import Lexicon, Words, read_rows, split_list
from ingestion.offers.denials import answered_no, is_unticked
from ingestion.offers.found import Found, sentence_around
from ingestion.phrases import Phrases
from models.vocabulary import Condition, SiteAccess

_DENIED = re.compile(
    r"(?:pas de|sans|aucune?|pas d'|ni|limite les|evite\w{0,3} les?|peu de|absence de"
    r"|n'aimez pas|routine et)"
    r"\s?(?:de |d'|le |la |les )?$"
)
_NOT_CONDITION = re.compile(
    r"(?:prime|indemnit|panier|compens|protec|lutte|equipement)[^\n.]{0,25}$"
)
_OF_TRAINING = re.compile(
    r"(?:formation (?:continue|interne|en interne)|centres? de formation|recyclages?)"
    r"[^\n.;:]{0,20}\([^)\n]{0,60}$|specialisee?s? dans (?:le|les|des) $"
)
"""`Formation continue (CACES, travail en hauteur)`: what the firm offers or does."""
_OR_TOGETHER = re.compile(r"[^.\n]{0,30}\b(?:equipe|binome|collaboration|groupe)")
"""`Travailler seul ou en équipe`: a quality, not a post cut off from others."""
_BY_CODE = {condition.value: condition for condition in Condition}
SAID, HINTED = 0.9, 0.75
"""Confidence of a condition in so many words, and of a word that its sentence makes one."""
USUAL, LIGHT, STRONG = 2, 1, 3
AROUND = 45
"""Characters on each side in which words tell how strong a condition is."""
LIGHT_KG, STRONG_KG = 10, 20
"""Loads up to the first are light, above the second strong (kg; standard NF X35-109: 15 kg is
acceptable, 25 kg the most)."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    condition: Condition
    is_weak: bool
    unless: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _phrases() -> Lexicon[_Phrase]:
    entries: list[tuple[str, _Phrase]] = []
    for row in read_rows("conditions.csv"):
        condition = _BY_CODE[row["code"]]
        denying = split_list(row["unless"])
        unless = re.compile("|".join(denying)) if denying else None
        entries += [
            (phrase, _Phrase(condition, is_weak, unless))
            for column, is_weak in (("phrases", False), ("weak", True))
            for phrase in split_list(row[column])
        ]
    return Lexicon(entries)


@lru_cache(maxsize=4)
def _words_of(kind: str) -> re.Pattern[str]:
    rows = (row for row in read_rows("conditions_words.csv") if row["kind"] == kind)
    return re.compile(r"\b(?:" + "|".join(split_list(next(rows)["words"])) + r")")


def constraints(words: Words) -> list[Found[Condition]]:
    """Physical conditions that a text states of the post, each once.

    A word that may be the matter of the work as well (`bruit`, `chaleur`, `cadences`) counts
    where its sentence speaks of being exposed.
    """
    return list(_stated(words))


@lru_cache(maxsize=4)
def _stated(words: Words) -> tuple[Found[Condition], ...]:
    """Read once for the conditions and for how strong they are."""
    found: dict[Condition, Found[Condition]] = {}
    for phrase, start, end in _phrases().spans(words):
        if phrase.condition not in found and _is_stated(words, phrase, start, end):
            trust = HINTED if phrase.is_weak else SAID
            found[phrase.condition] = Found(phrase.condition, start, end, trust)
    return tuple(found.values())


def named_conditions(words: Words) -> list[Found[Condition]]:
    """Physical conditions in a list that speaks of nothing else: each name counts."""
    found: dict[Condition, Found[Condition]] = {}
    for phrase, start, end in _phrases().spans(words):
        if phrase.condition not in found and not _is_denied(words, start, end):
            found[phrase.condition] = Found(phrase.condition, start, end, SAID)
    return list(found.values())


def _is_denied(words: Words, start: int, end: int) -> bool:
    if answered_no(words, end) or is_unticked(words, start):
        return True
    before = words.folded[max(0, start - 30) : start]
    if _DENIED.search(before) or _NOT_CONDITION.search(before):
        return True
    return _OF_TRAINING.search(words.folded, max(0, start - 110), start) is not None


def _is_stated(words: Words, phrase: _Phrase, start: int, end: int) -> bool:
    if _is_denied(words, start, end):
        return False
    if phrase.condition is Condition.ISOLATION and _OR_TOGETHER.match(words.folded, end):
        return False
    if not phrase.is_weak:
        return True
    first, last = sentence_around(words, start, end, reach=70)
    before, after = words.folded[first:start], words.folded[end:last]
    if phrase.unless and (phrase.unless.search(before) or phrase.unless.search(after)):
        return False
    exposed = _words_of("exposed")
    return bool(exposed.search(before) or exposed.search(after))


# --- intensity --------------------------------------------------------------------------------

_KILOGRAMS = re.compile(r"(\d{1,3})\s?(?:kg|kilo)")


def intensities(words: Words) -> list[Found[Intensity]]:
    """How strong each condition of `constraints` is said to be: 1, 2 where nothing is said, 3."""
    return [
        Found(Intensity(item.value, _level(words, item)), item.start, item.end, item.confidence)
        for item in constraints(words)
    ]


def _level(words: Words, item: Found[Condition]) -> int:
    first, last = sentence_around(words, item.start, item.end, reach=AROUND)
    near = words.folded[first:last]
    weights = [int(number) for number in _KILOGRAMS.findall(near)]
    if item.value is Condition.LOADS and weights:
        heaviest = max(weights)
        return LIGHT if heaviest <= LIGHT_KG else USUAL if heaviest <= STRONG_KG else STRONG
    if _words_of("light").search(near):
        return LIGHT
    return STRONG if _words_of("strong").search(near) else USUAL


# --- access -----------------------------------------------------------------------------------

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
