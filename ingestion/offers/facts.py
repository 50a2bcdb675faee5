"""Small facts in words: posts, employer, agency, deadline, insertion clause, level."""

import re
from datetime import date
from functools import lru_cache

from ingestion.lexicon import Lexicon, Words, read_rows
from ingestion.normalise import read_date
from ingestion.offers.contract import amount
from ingestion.offers.days import IN_FIGURES
from ingestion.offers.found import Found
from ingestion.phrases import Phrases

_COUNT = r"(\d{1,2}|deux|trois|quatre|cinq|six|sept|huit|dix|douze|quinze)"
_POSITIONS = Phrases(
    rf"(?<!\ben ){_COUNT}\s?(?:\(\w+\)\s?)?(?:postes?\b(?! de conduite)|personnes? (?:recherchee"
    rf"|a recruter)|recrutements?\b|embauches)"
    rf"|nombre de postes?\s?:?\s?(\d{{1,2}})"
    rf"|(?:recrute(?:ment de)?|recherche|recherchons"
    rf"|recrutons)(?: pour son client)?(?: actuellement)?\s?:?\s{_COUNT}"
    r"(?=\s(?!ans?\b|mois|heures?|euros|jours|semaines?|annees?|nouveaux talents)[a-z]{4,})",
    "# deux trois quatre cinq six sept huit dix douze quinze nombre recrute recherche recrutement",
)


def positions(words: Words) -> Found[int] | None:
    """Number of posts to fill."""
    for match in _POSITIONS.find(words):
        count = amount(match[1] or match[2] or match[3])
        if 0 < count <= 99:
            return Found(count, match.start(), match.end(), 0.85)
    return None


_DEADLINE = Phrases(
    r"(?:date limite|postule[rz]? (?:avant|jusqu'au)|candidature\w? (?:avant|jusqu'au"
    r"|a envoyer avant)|avant le|cloture(?: des candidatures)?"
    rf"|jusqu'au)[^\n\d]{{0,40}}({IN_FIGURES}"
    r"|\d{1,2}(?:er)?\s[a-z]{3,9}\s\d{4})",
    "date postulez candidature avant cloture jusqu",
)
_NOT_DEADLINE = re.compile(r"(?:contrat|mission|cdd|poste|remplacement|saison)[^\n]{0,40}jusqu'au")


def deadline(words: Words) -> Found[date] | None:
    """Last day to apply."""
    for match in _DEADLINE.find(words):
        line = words.folded[max(0, match.start() - 60) : match.start(1)]
        day = read_date(match[1])
        if day is not None and not _NOT_DEADLINE.search(line):
            return Found(day, match.start(1), match.end(1), 0.8)
    return None


_CLAUSE = Phrases(
    r"clauses? (?:sociales?|d'insertion|d insertion)[^\n]{0,80}?(\d{1,5}(?:[ .]\d{3})?)\s?(?:h"
    r"|heures)\b"
    r"|(\d{1,5}(?:[ .]\d{3})?)\s?(?:h|heures)\s(?:de clause|d'insertion|au titre de la clause)",
    "clause #",
)


def clause_hours(words: Words) -> Found[float] | None:
    """Hours due under an insertion clause."""
    said = "insertion" in words.folded or "clause" in words.folded
    match = _CLAUSE.first(words) if said else None
    if match is None:
        return None
    number = (match[1] or match[2]).replace(" ", "").replace(".", "")
    return Found(float(number), match.start(), match.end(), 0.85)


_LEVEL = Phrases(
    r"(?:offre|poste|recrutement|positionnement)s? (?:de )?niveau ([12])\b",
    "offre poste recrutement positionnement",
)


def level(words: Words) -> Found[int] | None:
    """Level 2 offers are validated by a second person; the text seldom says it."""
    match = _LEVEL.first(words)
    return Found(int(match[1]), match.start(), match.end(), 0.8) if match else None


@lru_cache(maxsize=1)
def _agencies() -> Lexicon[str]:
    return Lexicon((row["name"], row["name"]) for row in read_rows("temp_agencies.csv"))


def agency(words: Words) -> Found[str] | None:
    """Name of a temp agency known to the table, written with a capital letter."""
    for hit in _agencies().find(words):
        start, end = words.starts[hit.first], words.ends[hit.last]
        if words.text[start].isupper():
            return Found(words.text[start:end], start, end, 0.85)
    return None


def is_temp_agency(name: str, naf: str) -> bool:
    """By its activity code (78.x) or its name."""
    from ingestion.lexicon import cut

    return naf.startswith("78") or "interim" in cut(name).words or agency(cut(name)) is not None


_EMPLOYER = re.compile(
    r"[SsEe](?:(?<=[Ss])oci[ée]t[ée]|(?<=[Ee])ntreprise|(?<=E)ntreprise\s?:"
    r"|(?<=[Ee])mployeur\s?:)\s"
    r"([A-Z0-9][\wÀ-ÿ&'’.-]*(?:\s[A-Z0-9&][\wÀ-ÿ&'’.-]*){0,4})"
)
_SIRET = re.compile(r"\bSIRET\s?:?\s?(\d{3}\s?\d{3}\s?\d{3}\s?\d{5})\b")


def employer_name(words: Words) -> Found[str] | None:
    """Name that follows "société", "entreprise" or "employeur :"."""
    said = any(word in words.folded for word in ("societe", "entreprise", "employeur"))
    match = _EMPLOYER.search(words.text) if said else None
    return Found(match[1], match.start(1), match.end(1), 0.7) if match else None


def siret(words: Words) -> Found[str] | None:
    """Fourteen digits announced as a SIRET."""
    match = _SIRET.search(words.text) if "SIRET" in words.text else None
    return Found(re.sub(r"\s", "", match[1]), match.start(1), match.end(1), 0.95) if match else None
