"""The correction form of an offer: from values to boxes and back, with errors in words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import time

from api.boxes import BoxReader, FormError
from api.schemas import OfferForm
from ingestion.licences import licence_codes, licence_label
from ingestion.normalise import resolve_commune, rome_code
from ingestion.records import (
    Evidence,
    LicenceNeed,
    Occupation,
    ParsedOffer,
    SkillNeed,
    Workplace,
)
from models.vocabulary import ContractType, Domain, Necessity, WorkPattern

MAX_WEEKLY_HOURS = 60.0
MAX_MONTHS = 600
MAX_POSITIONS = 500
OTHER_OCCUPATION = "other"
SKILL_SEPARATORS = "\n;"

Label = Callable[[str], str | None]


def boxes_of(offer: ParsedOffer) -> dict[str, object]:
    """What the boxes show for an offer: text or lists of text, by form field."""
    licences = [(licence_label(need.code), need.necessity.value) for need in offer.licences]
    return {
        "title": offer.title,
        "rome": offer.occupation.rome or "",
        "rome_other": "",
        "domain": offer.domain.value,
        "commune": _commune_words(offer.workplace),
        "contract": _text(offer.contract.type),
        "start_date": _text(offer.contract.start_date),
        "weekly_hours": _number(offer.working_time.weekly_hours),
        "patterns": [pattern.value for pattern in offer.working_time.patterns],
        "start_time": _clock(offer.working_time.start_time),
        "end_time": _clock(offer.working_time.end_time),
        "experience_necessity": _text(offer.experience.necessity),
        "experience_months": _text(offer.experience.months),
        "licences": licences,
        "skills_required": _skills(offer, Necessity.REQUIRED),
        "skills_wished": _skills(offer, Necessity.WISHED, Necessity.TRAINING_OFFERED),
        "positions": _text(offer.positions or 1),
        "level": _text(offer.level),
        "deadline": _text(offer.deadline),
    }


def boxes_as_typed(form: OfferForm) -> dict[str, object]:
    """What the boxes show after a refusal: exactly what was typed."""
    boxes: dict[str, object] = form.model_dump(exclude={"version", "action", "licence"})
    boxes["licences"] = list(zip(form.licence, _padded(form), strict=True))
    return boxes


def read_form(
    form: OfferForm, offer: ParsedOffer, label: Label
) -> tuple[ParsedOffer, tuple[FormError, ...]]:
    """The offer as corrected, and what could not be read.

    Parameters
    ----------
    label : French label of a ROME code, None for an unknown code

    A value that is unchanged keeps its evidence; a changed one loses it, as nothing in the
    text says it any more. With errors, the offer returned is not to be saved.
    """
    reader = BoxReader()
    if not form.title:
        reader.complain("title", "Donnez un intitulé.")
    corrected = replace(
        offer,
        title=form.title or offer.title,
        occupation=_occupation(reader, form, offer, label),
        domain=reader.choice("domain", form.domain, Domain) or offer.domain,
        workplace=_workplace(reader, form.commune, offer.workplace),
        contract=replace(
            offer.contract,
            type=reader.choice("contract", form.contract, ContractType),
            start_date=reader.day("start_date", form.start_date),
        ),
        working_time=replace(
            offer.working_time,
            weekly_hours=reader.number("weekly_hours", form.weekly_hours, 1, MAX_WEEKLY_HOURS),
            patterns=_patterns(reader, form),
            start_time=reader.clock("start_time", form.start_time),
            end_time=reader.clock("end_time", form.end_time),
        ),
        experience=replace(
            offer.experience,
            necessity=reader.choice("experience_necessity", form.experience_necessity, Necessity),
            months=reader.whole("experience_months", form.experience_months, 0, MAX_MONTHS),
        ),
        licences=_licences(reader, form, offer),
        skills=_skill_needs(form, offer),
        positions=reader.whole("positions", form.positions, 1, MAX_POSITIONS),
        level=reader.whole("level", form.level, 1, 2),
        deadline=reader.day("deadline", form.deadline),
    )
    kept = _evidence_kept(offer, corrected)
    return replace(corrected, evidence=kept), tuple(reader.errors)


def _occupation(reader: BoxReader, form: OfferForm, offer: ParsedOffer, label: Label) -> Occupation:
    current = offer.occupation
    if form.rome != OTHER_OCCUPATION:
        wanted: str | None = form.rome or None
        field = "rome"
    else:
        wanted, field = rome_code(form.rome_other), "rome_other"
        if wanted is None:
            reader.complain(field, "Écrivez un code ROME, par exemple K2204.")
            return current
    if wanted == current.rome:
        return current
    if wanted is None:
        return replace(current, rome=None, label=None, confidence=None, declared=False)
    known = {guess.rome: guess.label for guess in current.alternatives}
    words = known.get(wanted) or label(wanted)
    if words is None:
        reader.complain(field, f"Le code ROME {wanted} n’existe pas.")
        return current
    return replace(current, rome=wanted, label=words, confidence=1.0, declared=True)


def _workplace(reader: BoxReader, words: str, current: Workplace) -> Workplace:
    if words == _commune_words(current):
        return current
    if not words:
        return Workplace(access=current.access)
    found = resolve_commune(words)
    if found is None:
        reader.complain("commune", "Commune inconnue : vérifiez l’orthographe.")
        return current
    return Workplace(
        insee=found.insee,
        name=found.name,
        postal_code=found.postal_code,
        latitude=found.latitude,
        longitude=found.longitude,
        access=current.access,
    )


def _patterns(reader: BoxReader, form: OfferForm) -> tuple[WorkPattern, ...]:
    read = (reader.choice("patterns", text, WorkPattern) for text in form.patterns)
    return tuple(dict.fromkeys(pattern for pattern in read if pattern is not None))


def _licences(reader: BoxReader, form: OfferForm, offer: ParsedOffer) -> tuple[LicenceNeed, ...]:
    known = {licence_label(need.code): need.code for need in offer.licences}
    needs: dict[str, LicenceNeed] = {}
    for words, necessity_text in zip(form.licence, _padded(form), strict=True):
        if not words:
            continue
        codes = (known[words],) if words in known else licence_codes(words)
        if not codes:
            reader.complain("licence", f"Titre non reconnu : « {words} ».")
        necessity = reader.choice("licence", necessity_text, Necessity) or Necessity.REQUIRED
        needs.update((code, LicenceNeed(code, necessity)) for code in codes)
    return tuple(needs.values())


def _padded(form: OfferForm) -> list[str]:
    """A necessity for each licence box, however the form was sent."""
    wanted = len(form.licence)
    return (form.licence_necessity + [""] * wanted)[:wanted]


def _skill_needs(form: OfferForm, offer: ParsedOffer) -> tuple[SkillNeed, ...]:
    trained = {s.label for s in offer.skills if s.necessity is Necessity.TRAINING_OFFERED}
    needs: dict[str, SkillNeed] = {}
    for words in _cut(form.skills_required):
        needs.setdefault(words, SkillNeed(words, Necessity.REQUIRED))
    for words in _cut(form.skills_wished):
        necessity = Necessity.TRAINING_OFFERED if words in trained else Necessity.WISHED
        needs.setdefault(words, SkillNeed(words, necessity))
    return tuple(needs.values())


def _cut(text: str) -> list[str]:
    for separator in SKILL_SEPARATORS[1:]:
        text = text.replace(separator, SKILL_SEPARATORS[0])
    return [line.strip(" -•\t\r") for line in text.splitlines() if line.strip(" -•\t\r")]


def _evidence_kept(before: ParsedOffer, after: ParsedOffer) -> Mapping[str, Evidence]:
    """The evidence of what did not change; that of lists follows its item."""
    places: dict[str, str] = {}
    for name, old, new in (
        ("licences", [n.code for n in before.licences], [n.code for n in after.licences]),
        ("skills", [n.label for n in before.skills], [n.label for n in after.skills]),
    ):
        places.update(
            (f"{name}.{rank}", f"{name}.{new.index(item)}")
            for rank, item in enumerate(old)
            if item in new
        )
    kept: dict[str, Evidence] = {}
    for field, evidence in before.evidence.items():
        if field.startswith(("licences.", "skills.")):
            parts = field.split(".")
            item = places.get(".".join(parts[:2]))
            if item:
                kept[".".join([item, *parts[2:]])] = evidence
        elif _value(before, field) == _value(after, field):
            kept[field] = evidence
    return kept


def _value(offer: ParsedOffer, field: str) -> object:
    value: object = offer
    for part in field.split("."):
        if part.isdigit() and isinstance(value, tuple):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = getattr(value, part, None)
    return value


def _skills(offer: ParsedOffer, *necessities: Necessity) -> str:
    return "\n".join(need.label for need in offer.skills if need.necessity in necessities)


def _commune_words(workplace: Workplace) -> str:
    return workplace.name or workplace.postal_code or ""


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def _clock(value: time | None) -> str:
    return "" if value is None else value.strftime("%H:%M")
