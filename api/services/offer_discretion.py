"""What of an offer may leave the house: who hires and whom to call, hidden where they must be.

Hidden words become marks of the same length, so that the places of the evidence stay right; an
offer whose employer is secret leaves without its text.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from api.services.hidden_people import hidden_people, name_words
from ingestion.details import Contact
from ingestion.offers.confidential import says_confidential
from ingestion.records import Employer, ParsedOffer

MARK = "•"
SILENCE = "L’employeur souhaite rester anonyme."
"""All the words of an offer whose employer is secret; its values say the rest."""
SHORTEST = 3
"""Characters of the shortest name that is looked for in the text: less would hide plain words."""
_OF_EMPLOYER = ("employer", "agency", "details.user_company", "details.address", "details.site")
_OF_PEOPLE = ("details.contact", "details.collected_by")


def for_staff(offer: ParsedOffer) -> ParsedOffer:
    """The offer as a colleague may send it out: who collected it is nobody's business."""
    shown = _without_people(offer) if is_confidential(offer) else offer
    shown = _without_employer(shown) if is_confidential(offer) else shown
    return replace(shown, details=replace(shown.details, collected_by=None))


def for_programs(offer: ParsedOffer) -> ParsedOffer:
    """The offer as the API gives it: nobody's name or number, no employer where it is secret."""
    shown = _without_people(offer)
    return _without_employer(shown) if is_confidential(offer) else shown


def is_confidential(offer: ParsedOffer) -> bool:
    """True where the fiche says not to tell who hires."""
    return is_secret(offer.source_text, offer.employer.name)


def is_secret(text: str, employer: str | None) -> bool:
    """The same of the text of an offer and the name of its employer."""
    name = (employer or "").casefold()
    return says_confidential(text) or name.startswith(("confiden", "anonym"))


def _without_people(offer: ParsedOffer) -> ParsedOffer:
    """Nobody named, no number and no address, wherever they stand: in values as in the text."""
    contact, details = offer.details.contact, offer.details
    words = [contact.name, contact.email, details.collected_by]
    hidden = replace(offer, details=replace(details, contact=Contact(), collected_by=None))
    hidden = _hide(hidden, words, [contact.phone], _OF_PEOPLE)
    names = name_words(contact.name) | name_words(details.collected_by)
    names -= {word for each in _known(offer) for word in name_words(_hidden_at(each))}

    def hide(text: str) -> str:
        return _hidden_at(text, names)

    masked = cast(ParsedOffer, _each_text(hidden, hide))
    evidence = {
        name: replace(found, text=masked.source_text[found.start : found.end])
        for name, found in hidden.evidence.items()
    }
    return replace(masked, reference=offer.reference, evidence=evidence)


def _known(offer: ParsedOffer) -> list[str]:
    """Names that the offer tells anyway: a word of them is not that of a person."""
    names = (offer.employer.name, offer.agency, offer.details.user_company)
    return [each for each in (*names, offer.workplace.name, offer.occupation.label) if each]


def _hidden_at(text: str, names: Iterable[str] = ()) -> str:
    letters = list(text)
    for start, end in hidden_people(text, names):
        letters[start:end] = MARK * (end - start)
    return "".join(letters)


def _each_text(value: object, hide: Callable[[str], str]) -> Any:
    """The same value with each of its texts hidden; codes of closed lists stay."""
    if type(value) is str:
        return hide(value)
    if isinstance(value, tuple):
        return tuple(_each_text(each, hide) for each in value)
    if isinstance(value, Mapping):
        return {key: _each_text(each, hide) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{each.name: _each_text(getattr(value, each.name), hide) for each in fields(value)},
        )
    return value


def _without_employer(offer: ParsedOffer) -> ParsedOffer:
    """The values alone: a name that is to stay secret can stand anywhere in a text."""
    details = offer.details
    words = [offer.employer.name, offer.agency, details.user_company, details.site]
    hidden = _hide(offer, words, [offer.employer.siret], _OF_EMPLOYER)
    return replace(
        hidden,
        description=SILENCE,
        source_text=f"{hidden.title}\n{SILENCE}",
        employer=Employer(sector=offer.employer.sector),
        agency=None,
        details=replace(
            details, user_company=None, address=None, site=None, tasks=(), clause_owner=None
        ),
        evidence={},
        warnings=(),
    )


def _hide(
    offer: ParsedOffer,
    words: Iterable[str | None],
    numbers: Iterable[str | None],
    fields: tuple[str, ...],
) -> ParsedOffer:
    """The offer without these words in its text, nor the evidence and remarks of these fields."""
    patterns = [re.escape(each) for each in words if each and len(each) >= SHORTEST]
    for number in numbers:
        digits = re.sub(r"\D", "", number or "")
        if len(digits) >= SHORTEST:
            patterns.append(r"[\W_]{0,3}".join(digits))
    text = _hidden(offer.source_text, patterns)
    evidence = {
        name: replace(found, text=text[found.start : found.end])
        for name, found in offer.evidence.items()
        if not name.startswith(fields)
    }
    return replace(
        offer,
        title=_hidden(offer.title, patterns),
        description=_hidden(offer.description, patterns),
        source_text=text,
        evidence=evidence,
        warnings=tuple(each for each in offer.warnings if not each.field.startswith(fields)),
    )


def _hidden(text: str, patterns: Iterable[str]) -> str:
    for pattern in patterns:
        text = re.sub(pattern, _marks, text, flags=re.IGNORECASE)
    return text


def _marks(found: re.Match[str]) -> str:
    return MARK * len(found[0])
