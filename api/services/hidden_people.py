"""Where the words of an offer name or number somebody: e-mails, telephones, names.

What is not sure is hidden: a word too many costs a reader little, a number that leaves is gone.
"""

import re
from collections.abc import Iterable, Sequence

from ingestion.folding import fold

Spans = Sequence[tuple[int, int]]
"""Places in a text, (start, end) in characters; they may overlap."""

SHORTEST = 3
"""Characters of the shortest word of a name that is looked for by itself."""

_AT = re.compile(r"\s?(?:@|\(at\)|\[at\]|\sarobase\s)\s?", re.IGNORECASE)
_MAILBOX = re.compile(r"[\w.+'%-]{1,64}")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LONGEST_MAILBOX = 64

_GAP = r"[\W_]{0,3}"
_PHONE = re.compile(
    rf"(?<!\d)(?:(?:\+|00){_GAP}3{_GAP}[23]{_GAP}(?:0{_GAP})?|0{_GAP})"
    rf"[1-9](?:{_GAP}\d){{7,8}}(?!\d)"
)
"""A number of France, or of Belgium next to the basin, whatever parts its digits."""
_NO_PHONE = re.compile(
    r"(?<!\d)(?:"
    r"(?:0[1-9]|[12]\d|3[01])([/.-])(?:0[1-9]|1[0-2])\1(?:19|20)\d\d(?![/.-]?\d)"
    r"|\d\d/(?:0[1-9]|1[0-2])/\d\d(?![/\d])"
    r"|[0-2]\d:[0-5]\d(?![:\d])"
    r"|[0-2]\d\.[0-5]\d\s?[-–/à]\s?[0-2]\d\.[0-5]\d(?![.\d])"
    r")"
)
"""Days and hours, one after the other, that have as many digits."""

_CAPITAL = "[A-ZÀ-ÖØ-ÞŒŠŽŸŁĆČ]"
_SHORT_TITLE = rf"(?:MM?\.|(?<!\d\s)m\.|M(?=\s{_CAPITAL})|(?i:mmes?|mlles?|mrs?)\.?)"
_LONG_TITLE = r"(?i:monsieur|madame|mademoiselle|messieurs|mesdames)"
_BLANK = r"[^\S\n]"
_TITLE = rf"(?<![\w.])(?:{_SHORT_TITLE}\s{{0,3}}|{_LONG_TITLE}{_BLANK}{{1,3}})"
_PARTICLE = r"(?:(?:(?i:de|du|des|da|di|el|al|le|la|ben|bel|van|von|der|den|ter)\s|[dDlL]['’]))"
_NAME = rf"{_PARTICLE}{{0,2}}(?:{_CAPITAL}\.|{_CAPITAL}[\w'’-]{{0,40}})"
_NAMED = re.compile(
    rf"{_TITLE}(?P<name>{_NAME}"
    rf"(?:{_BLANK}{{1,2}}(?!{_SHORT_TITLE}(?!\w)|{_LONG_TITLE}){_NAME}){{0,3}}"
    rf"(?:{_BLANK}(?:et|ou|&){_BLANK}(?!{_SHORT_TITLE}(?!\w)|{_LONG_TITLE}){_NAME})?)"
)
_NAMED_LOW = re.compile(
    rf"(?<![\w.])(?i:mme|mlle|mr|monsieur|madame|mademoiselle)\.?{_BLANK}{{1,3}}"
    rf"(?P<name>{_PARTICLE}{{0,2}}[^\W\d_][\w'’-]{{1,40}})"
)
_OFFICES = frozenset({"le", "la", "les", "l"})
"""In small letters after a civility: « M. le directeur », nobody's name."""
_NOT_AFTER = frozenset({"et", "ou", "nous", "vous", "je", "merci", "bonjour", "pour", "dans"})
_NOT_LOW = _NOT_AFTER | frozenset(
    {
        *("a", "à", "au", "aux", "un", "une", "des", "il", "elle", "on", "qui", "que"),
        *("sera", "est", "sont", "en", "par", "sur", "avec"),
    }
)

_WORD = re.compile(r"[^\W\d_]{1,60}(?:['’-][^\W\d_]{1,60}){0,5}")
_JOINTS = re.compile(r"['’-]")
_NOBODY = frozenset(
    {
        *("mme", "mlle", "mrs", "monsieur", "madame", "mademoiselle", "mesdames"),
        *("messieurs", "agence", "accueil", "service", "direction", "directeur"),
        *("directrice", "responsable", "recrutement", "recruteur", "drh", "ressources"),
        *("humaines", "mairie", "entreprise", "interim", "emploi", "france", "travail"),
        *("contact", "secretariat", "van", "von", "der", "den", "les", "des", "cap"),
        *("pole", "charge", "chargee", "bureau", "equipe", "standard", "boutique"),
        *("magasin",),
    }
)
"""Words of a contact that are nobody's name (folded)."""


def hidden_people(text: str, words: Iterable[str] = ()) -> Spans:
    """Every place of a text where somebody is named or may be reached.

    words : of people's names (`name_words`), found by themselves, whatever their accents
    """
    return [*_mails(text), *_numbers(text), *_named(text), *_alone(text, frozenset(words))]


def name_words(name: str | None) -> set[str]:
    """The words of a contact that name somebody, folded."""
    found = {fold(part) for word in _WORD.findall(name or "") for part in _JOINTS.split(word)}
    return {word for word in found if len(word) >= SHORTEST and word not in _NOBODY}


def _mails(text: str) -> Spans:
    found = []
    for at in _AT.finditer(text):
        before = text[max(0, at.start() - _LONGEST_MAILBOX) : at.start()]
        mailbox = _MAILBOX.match(before[::-1])
        domain = _DOMAIN.match(text, at.end())
        if mailbox is not None and domain is not None:
            found.append((at.start() - len(mailbox[0]), domain.end()))
    return found


def _numbers(text: str) -> Spans:
    others = {match.start() for match in _NO_PHONE.finditer(text)}
    found, at = [], 0
    while (match := _PHONE.search(text, at)) is not None:
        if match.start() in others:
            at = match.start() + 1
        else:
            found.append(match.span())
            at = match.end()
    return found


def _named(text: str) -> Spans:
    found = []
    for pattern, not_names in ((_NAMED, _NOT_AFTER), (_NAMED_LOW, _NOT_LOW)):
        for match in pattern.finditer(text):
            first = _JOINTS.split(match["name"].split()[0])[0]
            if first not in _OFFICES and first.lower() not in not_names:
                found.append(match.span("name"))
    return found


def _alone(text: str, words: frozenset[str]) -> Spans:
    if not words:
        return []
    return [
        match.span()
        for match in _WORD.finditer(text)
        if not words.isdisjoint(_JOINTS.split(fold(match[0])))
    ]
