"""Companies behind an offer: SIRET with its check digit, the user company of a temp agency."""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import Found

_DIGITS = re.compile(r"(?<![\d+])(\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5})(?!\d)")
_FIVE = re.compile(r"[0-9]{5}")
_ANNOUNCED = re.compile(r"siret\s?(?:n°)?\s?:?\s?$")
_POST_OFFICE = "356000000"
"""La Poste: its establishments follow another rule (the sum of the digits, by five)."""


def is_siret(digits: str) -> bool:
    """Whether fourteen digits have the check digit of a SIRET."""
    if len(digits) != 14 or not digits.isdigit():
        return False
    if digits.startswith(_POST_OFFICE) and sum(map(int, digits)) % 5 == 0:
        return True
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def siret(words: Words) -> Found[str] | None:
    """Fourteen digits announced as a SIRET, or whose check digit says that they are one."""
    if not _FIVE.search(words.folded):
        return None
    for match in _DIGITS.finditer(words.folded):
        digits = re.sub(r"\D", "", match[1])
        announced = _ANNOUNCED.search(words.folded, max(0, match.start() - 14), match.start())
        if announced or is_siret(digits):
            return Found(digits, match.start(1), match.end(1), 0.95 if is_siret(digits) else 0.6)
    return None


_CLIENT = re.compile(
    r"(?:notre|son|leur|l['’]un de ses|pour un) (?:client|partenaire)e?s?,?\s"
    r"(?:la société |l['’]entreprise |l['’]usine |le groupe |la maison )"
    r"?([A-Z0-9][\w&'’.-]*[A-Za-z][\w&'’.-]*(?:\s[A-Z0-9&][\w&'’.-]*){0,3})"
)
_NO_COMPANY = frozenset(
    {
        *("vous", "un", "une", "le", "la", "les", "des", "h", "f", "specialise", "base", "situe"),
        *("notre", "nous", "recherche", "recrute", "expert", "acteur", "leader", "pme"),
        *("industriel", "poste", "cdi", "cdd", "caces"),
    }
)


def user_company(words: Words) -> Found[str] | None:
    """The company named as the client of an agency: `notre client Verrerie du Nord`."""
    if "client" not in words.stems and "partenaire" not in words.stems:
        return None
    for match in _CLIENT.finditer(words.text):
        first = words.folded[match.start(1) : match.end(1)].split()[0]
        name = match[1].rstrip(" .,'’-")
        is_name = not name.isupper() or _is_short_capital(name)
        if is_name and first not in _NO_COMPANY:
            return Found(name, match.start(1), match.start(1) + len(name), 0.6)
    return None


def _is_short_capital(name: str) -> bool:
    """`ASCOMETAL`, not a sentence written in capitals."""
    return name.isupper() and 3 <= len(name) <= 20 and len(name.split()) <= 2
