"""Hours a week, full or part time, and shift patterns in words."""

import re

from ingestion.lexicon import Phrases, Words
from ingestion.offers.found import Found
from models.vocabulary import WorkPattern

FULL_TIME_HOURS = 35.0
LATEST_HOUR = 24
"""No time of day is above it: `- 35h` can only be a quantity."""
WEEKS_A_MONTH = 52 / 12
_HOURS = (
    r"(?<![\d.,:/h])(?<!\d )(?<!\d-)(\d{1,2}(?:[.,]\d{1,2})?)\s?(?:heures?\b|hrs?\b|h(?![a-z]))"
    r"(?:\s?(\d{2})(?!\d|\s?h|\s?€|\s?%))?"
)
_PER_WEEK = (
    r"[ \t]{0,2}(?:\.(?=/))?(?:\s?\*{1,2})?[ \t]?(?:de travail |d'intervention |en moyenne )?"
    r"(?:/|par|la|a la|sur la|-|\()?[ \t]?(?:semaines?\b|sem\b|hebdo|hbd)"
)
LEAST_UNLABELLED_HOURS = 13
"""Below, hours that are not said to be weekly are those of a day or of a shift."""
_WEEKLY_LABEL = re.compile(r"hebdo|semaine|contrat|cdi|cdd|interim|partiel|volume")
_NOT_THE_CONTRACT = re.compile(r"(?:formation|cours)[^\n]{0,20}$|au[- ]dela de[s ]*$|plus de $")
_AT_CLOCK = re.compile(r"(?:\d ?h? ?a|\d ?h? ?-|h\d\d ?a) ?$")
_A_WEEK = Phrases(_HOURS + _PER_WEEK, "#")
_WEEK_LABEL = Phrases(
    r"(?:hebdomadaires?|par semaine|duree du travail|temps de travail|nombre d'heures|semaine de"
    r"|volume horaire|base horaire|durees? hebdo\w{0,9}|heures? semaine|horaires? contractuel"
    r"|temps (?:plein|partiel|complet)|contrats?(?: de)?|base(?: de)?|cdi|cdd|interim)"
    r"[\s:=,\-–(*de']{0,12}(?:est )?(?:a |de |temps plein |temps partiel )?" + _HOURS,
    "hebdomadaire par duree temps nombre semaine volume base horaire heures contrat cdi cdd"
    " interim",
)
_ALONE = Phrases(_HOURS, "#")
_A_MONTH = Phrases(
    r"(?<![\d.,])(\d{2,3})(?:[.,](\d{1,2}))?\s?(?:h|heures?)\s?(\d{2})?\s{0,2}"
    r"(?:/|par|le|-|\()?\s?(?:mois\b|mensuel)",
    "#",
)
_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:de|des|a|entre|jusqu'a|vers|avant|apres|et|ou|sous|d'ici|partir de|toutes les"
    r"|dans les)"
    r"|[-/>])\s?$"
)
_NOT_WEEKLY_AFTER = re.compile(
    r"\s?(?:/\s?(?:24|7)|(?:de|d'|en|par|/)\s?(?:formation|cours|repos"
    r"|conges?|mois|jour|j\b|an\b|annee|nuit|stage|immersion|experience)|max|par an|annuel|/an"
    r"|sur (?:12|24) ?(?:h|mois)|de (?:temps de )?travail par jour)"
)
_WINDOW_AFTER = re.compile(r"\s?[-–/a]\s?\d{1,2}\s?(?:h|:)")
_NOT_WEEKLY_BEFORE = re.compile(
    r"(?:reponse|repond|recontact|rappel|delai|acompte|formation|sous|amplitude|moins de|par jour"
    r"|poste de|journee|vacations? de|tous les|garde de|equipe de)[^\n.]{0,25}$"
)


def weekly_hours(words: Words) -> Found[float] | None:
    """Hours a week, said as such, by their label, by the month, or alone (25 to 48 h)."""
    text = words.folded
    for match in _A_WEEK.find(words):
        hours = _value(match[1], match[2])
        before = text[max(0, match.start() - 30) : match.start()]
        if hours <= LATEST_HOUR and _AT_CLOCK.search(before):
            continue
        if 2 <= hours <= 48 and not _NOT_THE_CONTRACT.search(before):
            return _from_low(text, hours, match.start(), match.end(), 0.95)
    for match in _WEEK_LABEL.find(words):
        hours = _value(match[1], match[2])
        least = 4 if _WEEKLY_LABEL.search(match[0]) else LEAST_UNLABELLED_HOURS
        if least <= hours <= 48 and _stands_alone(text, match.start(1), match.end()):
            return _from_low(text, hours, match.start(1), match.end(), 0.88)
    for match in _A_MONTH.find(words):
        hours = (int(match[1]) + int(match[3] or 0) / 60) / WEEKS_A_MONTH
        if 4 <= hours <= 48:
            return Found(round(hours, 1), match.start(), match.end(), 0.8)
    for match in _ALONE.find(words):
        hours = _value(match[1], match[2])
        if 25 <= hours <= 45 and _stands_alone(text, match.start(), match.end()):
            return _from_low(text, hours, match.start(), match.end(), 0.8)
    return None


_RANGE_BEFORE = re.compile(
    r"(?<![\d.,:h/])(\d{1,2})\s?(?:h|heures?)?(?:00)?\s?(?:a|ou|/|et|-)\s?(?:a )?$"
)


def _from_low(text: str, hours: float, start: int, end: int, trust: float) -> Found[float]:
    """`35 à 37h par semaine`: the contract is at the low end, the rest is overtime."""
    low = _RANGE_BEFORE.search(text, max(0, start - 16), start)
    if low and LEAST_UNLABELLED_HOURS <= int(low[1]) < hours:
        return Found(float(low[1]), low.start(), end, trust - 0.05)
    return Found(hours, start, end, trust)


def _value(hours: str, minutes: str | None) -> float:
    whole = float(hours.replace(",", "."))
    part = int(minutes) if minutes else 0
    return round(whole + part / (60 if part < 60 else 100), 2)


def _value_at(text: str, start: int) -> int:
    match = re.compile(r"\d{1,2}").match(text, start)
    return int(match[0]) if match else 0


def _stands_alone(text: str, start: int, end: int) -> bool:
    """The number is a quantity of hours, not a time of day nor another delay."""
    before = text[max(0, start - 40) : start]
    a_quantity = _value_at(text, start) > LATEST_HOUR
    if (
        not a_quantity
        and _CLOCK_BEFORE.search(before)
        and not re.search(
            r"(?:contrat|base|temps|semaine|travail|plein|partiel|hebdomadaires?) (?:de|a) $",
            before,
        )
    ):
        return False
    if not a_quantity and _WINDOW_AFTER.match(text, end):
        return False
    return not _NOT_WEEKLY_BEFORE.search(before) and not _NOT_WEEKLY_AFTER.match(text, end)


_FULL = Phrases(
    r"temps[- ]?(?:plein|complet)|plein[- ]temps|full[- ]time", "temps tempsplein plein full"
)
_PART = Phrases(
    r"temps[- ](?:partiel|incomplet|non complet)|mi[- ]temps|part[- ]time", "temps mi part"
)
_CHOICE = Phrases(
    r"(?:temps )?(?:plein|complet|partiel)\s?(?:ou|/|et/ou|,)\s?(?:a )?(?:temps )?(?:plein"
    r"|partiel|complet)",
    "temps plein complet partiel",
)


def full_time(words: Words) -> Found[bool] | None:
    """True for full time, False for part time; None if unsaid, or if both are possible."""
    if _CHOICE.first(words):
        return None
    full, part = _FULL.first(words), _PART.first(words)
    if full and part:
        return None
    match = full or part
    return Found(full is not None, match.start(), match.end(), 0.93) if match else None


_PATTERNS: tuple[tuple[WorkPattern, Phrases], ...] = (
    (
        WorkPattern.TWO_SHIFTS,
        Phrases(
            r"2 ?[x*/×] ?[78]\b|deux[- ]huit|2[ x*-]huit|en (?:2|deux) equipes|2 postes"
            r"|equipes? alternee|matin(?:ee)? ?(?:/|ou|et|-) ?(?:l')?(?:apres[- ]?midi"
            r"|am\b)[^\n.]{0,20}altern"
            r"|(?:une|1) semaine (?:de |du |sur )?(?:matin|deux|2)",
            "2 2x8 2x7 2*8 deux en equipe matin matinee une 1",
        ),
    ),
    (
        WorkPattern.THREE_SHIFTS,
        Phrases(
            r"[345] ?[x*/×] ?8\b|(?:trois|quatre|cinq)[- ]huit|en (?:3|trois) equipes"
            r"|3 ?[x*] ?7\b",
            "3 4 5 3x8 4x8 5x8 3x7 trois quatre cinq en",
        ),
    ),
    (
        WorkPattern.NIGHT,
        Phrases(
            r"(?:travail|travaux|horaires?|postes?|equipes?|service|veille|vacations?|missions?"
            r"|heures"
            r"|rythme|gardes?|surveillan\w{0,4}|conduite|amplitude|relais) ?(?:fixes? "
            r"|etre )?(?:en |de |la )nuits?\b"
            r"|de nuits?\b(?! et (?:primes|panier))|la nuit\b|nuits? (?:et|ou|/) ?(?:jours?"
            r"|week)"
            r"|jours? (?:et|ou|/) nuits?|nuits fixes?|nocturnes?\b|veilleurs?e? de nuit"
            r"|jour ?/ ?nuit",
            "travail travaux horaire poste equipe service veille vacation mission"
            " heures rythme garde surveillance conduite amplitude relais de la nuit jour nocturne"
            " veilleur",
        ),
    ),
    (
        WorkPattern.WEEKEND,
        Phrases(
            r"week[- ]?ends?\b|samedis?\b|dimanches?\b|vsd\b|sd\b(?= (?:equipe|jour|nuit))"
            r"|equipe sd\b"
            r"|7 ?j(?:ours?)? ?(?:sur|/) ?7",
            "week weekend samedi dimanche vsd sd equipe 7 7j 7jours",
        ),
    ),
    (
        WorkPattern.SPLIT,
        Phrases(
            r"horaires? (?:en )?(?:coupee?s?|coupures?|fractionnee?s?|discontinus?)"
            r"|en coupures?\b|en coupes?\b"
            r"|avec (?:une )?coupures?|service (?:du )?midi et (?:du )?soir|midis? et (?:les "
            r"|le )?soirs?\b|coupures? ",
            "horaire en avec service midi coupure",
        ),
    ),
    (
        WorkPattern.EARLY,
        Phrases(
            r"tot le matin|matin tot|horaires? (?:tres )?matina(?:l|ux)|tres tot\b|aube\b"
            r"|petit matin|de bonne heure",
            "tot matin horaire tres aube petit de",
        ),
    ),
    (
        WorkPattern.DAY,
        Phrases(
            r"(?:en|de) journees?\b(?! d)|travail de jour|horaires? de jour\b|poste de jour"
            r"|horaires? de bureau|horaires? normaux"
            r"|horaires? administratifs?|equipe de jour|horaires? de journee",
            "en de travail horaire poste equipe",
        ),
    ),
)
_DENIED_BEFORE = re.compile(
    r"(?:pas d[e'] ?|pas (?:le|les|travailler le|en|la) |\bsans |\bhors |\bni |aucun "
    r"|jamais (?:le |les |de )?|repos (?:le |les |du |hebdomadaire le |consecutifs )?"
    r"|repos : |ferme le |fermes? (?:les |le )?|pas de travail (?:le |de |la )?|excepte (?:le )?"
    r"|sauf (?:le |les )?|conge le |liberer? vos |pas besoin de )"
    r"(?:travail (?:de |le )?|horaires? (?:de |en )?|soir |samedi et |week-?end et "
    r"|vendredi (?:et |apres-midi et )?)?(?:le |la |les |de )?$"
)
_DENIED_AFTER = re.compile(
    r"\s?(?:et (?:le )?dimanche )?(?:libres?|off\b|non travailles?|de repos|en repos|chomes?"
    r"|de libre|prolonge|en famille|de conge|d'integration|: repos|repos|ferme)"
)
_OFFICE_HOURS = re.compile(
    r"(?:joign|joindre|appel|telephon|agence|accueil|ouvert|permanence|contact|bureaux"
    r"|disponible au|decouvr|mail)[^\n]{0,60}$"
)


_NIGHT_TITLE = Phrases(r"nuits?\b", "nuit")
"""In a title the word alone is enough: `Agent logistique nuit`."""


def patterns(words: Words, title_length: int = 0) -> list[Found[WorkPattern]]:
    """Shift patterns named by the text and not denied by it, each once."""
    found: list[Found[WorkPattern]] = []
    for pattern, phrases in _PATTERNS:
        for match in phrases.find(words):
            if _denied(words.folded, match):
                continue
            found.append(Found(pattern, match.start(), match.end(), 0.88))
            break
    night = _NIGHT_TITLE.first(words, title_length)
    if night and all(item.value is not WorkPattern.NIGHT for item in found):
        found.append(Found(WorkPattern.NIGHT, night.start(), night.end(), 0.85))
    return found


def _denied(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.match(text, match.end()):
        return True
    return _OFFICE_HOURS.search(before) is not None
