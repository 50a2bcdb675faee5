"""Terms told in a phrase: last day to answer, session, clause, agreement, number of people sent."""

import re
from datetime import date

from ingestion.lexicon import Words
from ingestion.offers.contract import amount
from ingestion.offers.days import DAY, told_day
from ingestion.offers.found import Found
from ingestion.phrases import Phrases

_ANSWER = (
    r"(?:candidatures?|postul\w{1,4}|repon\w{2,4}|cv|positionnements?|dossiers?|offre ouverte"
    r"|inscriptions?|annonce|candidater|a (?:transmettre|envoyer|adresser|retourner|deposer))"
)
_DEADLINE = Phrases(
    rf"(?:date limite[^\n\d]{{0,50}}"
    rf"|{_ANSWER}[^\n.]{{0,50}}?(?:avant|jusqu'au|au plus tard)(?: le)?\s"
    rf"|cloture[^\n\d]{{0,30}}|avant le\s|au plus tard le\s|limite\s?:\s?|echeance\s?:\s?)"
    rf"(?P<day>{DAY})",
    "date candidature postuler postulez postulation repondre reponse cv positionnement dossier"
    " offre inscription annonce candidater a cloture avant au limite echeance",
)
_OF_WORK = re.compile(
    r"(?:contrat|mission|cdd|poste|remplacement|saison|travail|livraison|obtenu|diplome|nee?"
    r"|debut\w*|demarrage|prise de poste|naissance|permis)[^\n]{0,40}$"
)


def deadline(words: Words, today: date | None) -> Found[date] | None:
    """Last day to apply; a day without a year is the one ahead of `today`."""
    for match in _DEADLINE.find(words):
        start = match.start("day")
        before = words.folded[max(0, match.start() - 45) : match.start()].rpartition("\n")[2]
        if match[0].startswith(("avant le", "au plus tard")) and _OF_WORK.search(before):
            continue
        told = told_day(match["day"], today)
        if told is not None and not _names_a_month_alone(match["day"]):
            return Found(told.day, start, match.end("day"), min(told.confidence, 0.88))
    return None


def _names_a_month_alone(day: str) -> bool:
    return not any(character.isdigit() for character in day)


_SESSION = Phrases(
    r"(?:reunion d'information|information collective|ric|session de recrutement|job dating"
    r"|reunion collective|atelier de recrutement|session)[^\n\d]{0,60}"
    rf"(?P<day>{DAY})",
    "reunion information ric session job atelier",
)


def session_on(words: Words, today: date | None) -> Found[date] | None:
    """Day of a group meeting about the offer."""
    for match in _SESSION.find(words):
        told = told_day(match["day"], today)
        if told is not None and any(character.isdigit() for character in match["day"]):
            return Found(told.day, match.start("day"), match.end("day"), 0.8)
    return None


_MOST = Phrases(
    r"(?:maximum|max\.?|au plus)\s?:?\s?(?P<a>\d{1,2}|\w{4,6})\s(?:candidat|cv|profil)\w{0,3}"
    r"|(?P<b>\d{1,2}|\w{4,6})\s(?:candidat|candidature|cv|profil)s?\s(?:maximum|max\b|au plus"
    r"|au maximum)"
    r"|(?:nombre (?:maximum|maximal) de candidat\w{0,5})\s?:?\s?(?P<c>\d{1,2})",
    "maximum max au nombre # deux trois quatre cinq six huit dix",
)


def max_candidates(words: Words) -> Found[int] | None:
    """How many people may be put forward at most."""
    for match in _MOST.find(words):
        count = amount(match["a"] or match["b"] or match["c"])
        if 0 < count <= 50:
            return Found(count, match.start(), match.end(), 0.85)
    return None


_COUNTED = Phrases(
    r"(\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze) (?=(?P<of>[a-z0-9]{1,40})\b)",
    "# deux trois quatre cinq six sept huit dix douze quinze",
)


def positions(words: Words, title_length: int) -> Found[int] | None:
    """A number before the trade of the title: `3 maçons` where the title says `Maçon`."""
    trade = next((word for word in words.words if len(word) >= 4), None)
    if trade is None or words.starts[words.words.index(trade)] >= title_length:
        return None
    stem = trade[:-1] if trade.endswith(("e", "s", "r")) else trade
    if words.folded.find(stem, title_length) < 0:
        return None
    match = next((m for m in _COUNTED.find(words) if _is_form(m["of"], stem)), None)
    count = amount(match[1]) if match else 0
    return Found(count, match.start(), match.end("of"), 0.85) if match and 1 < count < 100 else None


def _is_form(word: str, stem: str) -> bool:
    """Whether a word is the stem with at most five letters more."""
    ending = word[len(stem) :]
    return word.startswith(stem) and len(ending) <= 5 and not any(map(str.isdigit, ending))


_CLAUSE = Phrases(
    r"(?:marche|lot|operation|chantier)\s?(?:clause\s?)?:?\s(?P<market>(?:n°|de|du|public|lot"
    r"|d'|:)?[^\n;.]{4,80}?)(?=,? maitr| pour \d|[\n;.]|, \d|$)",
    "marche",
)
_OWNER = Phrases(
    r"(?:maitres? d'ouvrage|donneur d'ordres?|maitrise d'ouvrage)\s?(?:est|:)?\s?"
    r"(?P<owner>[^\n;.]{3,80})",
    "maitre maitrise donneur",
)


def clause_market(words: Words) -> Found[str] | None:
    """The public market that an insertion clause belongs to, where a clause is told."""
    if "clause" not in words.stems:
        return None
    return _slice(words, _CLAUSE.first(words), "market")


def clause_owner(words: Words) -> Found[str] | None:
    """Who ordered the works."""
    return _slice(words, _OWNER.first(words), "owner")


_AGREEMENT = Phrases(
    r"(?:convention collective(?: nationale)?|ccn|cct)\s?(?:applicable\s?)?(?:des?|du|de la|:|n°)?"
    r"\s?:?\s?(?P<name>[^\n;.,()]{3,70})",
    "convention ccn cct",
)
_COEFFICIENT = Phrases(r"coef(?:ficient|f|\.)?\s?:?\s?(?P<value>\d{3}[a-z]?)\b", "coef coefficient")
_NO_AGREEMENT = re.compile(r"(?:en vigueur|applicable|selon|avantageuse|et )")


def agreement(words: Words) -> Found[str] | None:
    """The collective agreement, where it is named."""
    match = _AGREEMENT.first(words)
    if match is None or _NO_AGREEMENT.match(match["name"]):
        return None
    return _slice(words, match, "name")


def coefficient(words: Words) -> Found[str] | None:
    """The coefficient of the agreement's scale."""
    return _slice(words, _COEFFICIENT.first(words), "value")


def _slice(words: Words, match: re.Match[str] | None, group: str) -> Found[str] | None:
    if match is None:
        return None
    start, end = match.span(group)
    said = words.text[start:end]
    start += len(said) - len(said.lstrip(" :-"))
    said = said.strip(" :-")
    return Found(said, start, start + len(said), 0.75) if said else None


_LEVEL = Phrases(
    r"(?:offre|poste|recrutement|positionnement)s?\s?(?:est\s)?(?:de\s|:\s?)?niveau\s?:?\s?([12])\b"
    r"|niveau de l'offre\s?:?\s?([12])\b|niveau\s?\(1/2\)\s?:?\s?([12])\b",
    "offre poste recrutement positionnement niveau",
)


def level(words: Words) -> Found[int] | None:
    """Level 2 offers are validated by a second person; the text seldom says it."""
    match = _LEVEL.first(words)
    if match is None:
        return None
    return Found(int(match[1] or match[2] or match[3]), match.start(), match.end(), 0.8)
