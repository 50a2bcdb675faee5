"""Whom to answer: name, role, telephone and e-mail. Never read by the ranking."""

import re
from collections.abc import Iterator

from ingestion.lexicon import Words
from ingestion.offers.found import Found

_ABROAD = r"33[ .]?(?:\(0\)[ .]?)?"
_DATE = r"0\d[/.-][01]\d[/.-](?:19|20)\d\d"
_PHONE = re.compile(
    rf"(?!{_DATE})[+0](?<![\d.,/-][+0])(?:(?<=\+){_ABROAD}|(?<=0)0{_ABROAD}|(?<=0))([1-9])"
    r"((?:[ .\-/\u00a0\u202f]{0,2}\d\d){4})(?!\d|:\d|\s?h(?:\d|\s|eure|$))"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}(?![\w-])"
)
_WORD = r"[A-ZÉÈÀÂÎÔÇ](?:[a-zà-ÿ'’-]+|[A-ZÉÈÀÂÎÔÇ'’-]+)(?:-[A-ZÉÈ][\wà-ÿ]+)?"
_TITLE = r"(?:M\.|Mr|MR|Mme|MME|Mlle|Monsieur|Madame|Mademoiselle)"
_NAMED = re.compile(
    rf"(?<!\w)(?:(?:[Cc]ontact(?:ez|er)?|CONTACT|[Ii]nterlocut(?:eur|rice)|[Aa]uprès de|[Dd]emander"
    rf"|[Aa] l['’]attention de|[Ss]['’]adresser à|[Vv]otre contact|[Rr]ecruteu[rs]e?)"
    rf"\s{{0,2}}(?::|-)?\s{{0,2}}(?P<polite>{_TITLE} )?(?P<name>{_WORD}(?: {_WORD}){{1,2}})"
    rf"|(?P<title>{_TITLE} {_WORD}(?: {_WORD})?))"
)
_CUES = frozenset(
    {
        *("contact", "contacter", "contactez", "interlocuteur", "interlocutrice", "aupres"),
        *("demander", "attention", "adresser", "recruteur", "recruteuse", "recruteus"),
        *("recruteure", "m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"),
    }
)
"""A name is looked for where one of these words stands."""
_OPENS = {"attention": 2, "adresser": 1, "contact": 1}
"""Words before them with which the expression may begin: `à l'attention`, `votre contact`."""
_POSTS = (
    r"(?:responsable|charge[e]?|chargee|directeur|directrice|assistant[e]?"
    r"|gerant[e]?|chef|cheffe|consultant[e]?|recruteu[rs]e?|conseill(?:er|ere)|drh|rh"
    r"|secretaire)\b"
)
_ROLE = re.compile(rf"\s{{0,2}}(?:[,(–-]\s{{0,2}}|\n)({_POSTS}[^\n,.;()]{{0,50}})")
ROLE_WORDS = re.compile(_POSTS)
"""How a line that says what someone does begins, in folded words."""
NO_NAME = frozenset(
    {
        *("nous", "notre", "votre", "agence", "cv", "pole", "service", "accueil", "direction"),
        *("mairie", "entreprise", "recrutement", "drh", "rh", "emploi", "france", "travail"),
        *("interim", "responsable", "directeur", "directrice", "contact"),
    }
)


def phone(words: Words) -> Found[str] | None:
    """A French number, however parted, as `03 28 00 00 00`."""
    match = _PHONE.search(words.text)
    if match is None:
        return None
    digits = "0" + match[1] + re.sub(r"\D", "", match[2])
    pairs = [digits[at : at + 2] for at in range(0, 10, 2)]
    return Found(" ".join(pairs), match.start(), match.end(), 0.95)


def email(words: Words) -> Found[str] | None:
    """The first e-mail address."""
    match = _EMAIL.search(words.text) if "@" in words.text else None
    if match is None:
        return None
    said = match[0].rstrip(".")
    return Found(said.lower() if said.isupper() else said, match.start(), match.end(), 0.95)


def name(words: Words) -> Found[str] | None:
    """Who is named as the person to contact."""
    if _CUES.isdisjoint(words.words):
        return None
    for match in _named(words):
        start, end = match.span("title" if match["title"] else "name")
        said = words.text[start:end]
        parts = words.folded[start:end].split()
        if not NO_NAME & set(parts):
            start = match.start("polite") if match["polite"] else start
            return Found(" ".join(words.text[start:end].split()), start, end, 0.7 if said else 0.5)
    return None


def _named(words: Words) -> Iterator[re.Match[str]]:
    """The names after the words that announce one, without overlap."""
    following = 0
    for at, word in enumerate(words.words):
        if word not in _CUES:
            continue
        for first in range(max(0, at - _OPENS.get(word, 0)), at + 1):
            start = words.starts[first]
            match = _NAMED.match(words.text, start) if start >= following else None
            if match is not None:
                yield match
                following = match.end()


def role(words: Words, after: Found[str] | None) -> Found[str] | None:
    """What the person named does, said just after the name."""
    match = _ROLE.match(words.folded, after.end) if after else None
    if match is None:
        return None
    start, end = match.span(1)
    said = words.text[start:end].rstrip()
    return Found(said, start, start + len(said), 0.7)


_BY_ONE_WAY = re.compile(r"par (?:telephone|e-?mail|courriel|mail)")
_BY_PHONE = re.compile(r"(?:de preference|uniquement|exclusivement) par telephone")
_BY_MAIL = re.compile(r"(?:de preference|uniquement|exclusivement) par (?:e-?mail|courriel|mail)")


def preferred(words: Words) -> Found[str] | None:
    """The way the contact asks for, where one is asked for."""
    if not _BY_ONE_WAY.search(words.folded):
        return None
    for way, said in (("téléphone", _BY_PHONE), ("courriel", _BY_MAIL)):
        match = said.search(words.folded)
        if match:
            return Found(way, match.start(), match.end(), 0.85)
    return None
