"""Keys of the France Travail "Offres d'emploi v2" format, read one family at a time.

Nothing here raises on odd content: a key that cannot be understood is as good as absent, and
says so in a warning where a person could mend it.
"""

import re
from collections.abc import Mapping
from datetime import date

from ingestion.lexicon import cut
from ingestion.licences import licence_codes
from ingestion.normalise import fold, read_date, rome_code
from ingestion.offers.conditions import named_conditions
from ingestion.offers.details.keys import read_key_details
from ingestion.offers.facts import is_temp_agency
from ingestion.offers.given import Given, items_of, mapping_of, number_of, text_of
from ingestion.offers.key_shapes import in_shape
from ingestion.offers.needs import LANGUAGE_CODES, language_level
from ingestion.offers.pay import normalise_pay, pay, pay_from_phrase
from ingestion.offers.sites import read_site
from ingestion.offers.working_time import FULL_TIME_HOURS
from ingestion.records import (
    Contract,
    EducationNeed,
    Employer,
    ExperienceNeed,
    LanguageNeed,
    LicenceNeed,
    OfferWarning,
    Pay,
    SkillNeed,
    WorkingTime,
)
from models.vocabulary import Condition, ContractType, Necessity, WorkPattern

_TYPES = {
    "CDI": ContractType.CDI,
    "CDD": ContractType.CDD,
    "MIS": ContractType.TEMP,
    "TTI": ContractType.TEMP,
    "SAI": ContractType.SEASONAL,
    "DIN": ContractType.CDI,
    "DDI": ContractType.CDDI,
    "LIB": ContractType.SELF_EMPLOYED,
    "FRA": ContractType.SELF_EMPLOYED,
    "CCE": ContractType.SELF_EMPLOYED,
    "REP": ContractType.SELF_EMPLOYED,
}
_LABELS = (
    ("interim", ContractType.TEMP),
    ("insertion", ContractType.CDDI),
    ("indetermine", ContractType.CDI),
    ("cdi", ContractType.CDI),
    ("determine", ContractType.CDD),
    ("cdd", ContractType.CDD),
    ("saison", ContractType.SEASONAL),
    ("liberale", ContractType.SELF_EMPLOYED),
    ("franchise", ContractType.SELF_EMPLOYED),
    ("independant", ContractType.SELF_EMPLOYED),
    ("commerc", ContractType.SELF_EMPLOYED),
)
_DURATION = re.compile(r"(\d{1,4})\s?(jour|semaine|mois|an)")
_UNIT_DAYS = {"jour": 1, "semaine": 7, "mois": 30, "an": 365}


_WORDS_ALONE = frozenset({"id", "intitule", "description"})
"""An offer of these keys alone gives nothing but its text."""


def read_keys(fields: Mapping[str, object]) -> Given:
    """Read the keys of one offer; never raises."""
    fields, odd = in_shape(fields)
    if _WORDS_ALONE.issuperset(fields):
        return Given(warnings=tuple(odd))
    created = read_date(text_of(fields, "dateCreation"))
    employer, agency = _employer(fields)
    site, site_warnings = read_site(mapping_of(fields, "lieuTravail"))
    salary, salary_warnings = _pay(mapping_of(fields, "salaire"), created)
    posts = number_of(fields.get("nombrePostes"))
    return Given(
        rome=rome_code(text_of(fields, "romeCode")),
        rome_label=text_of(fields, "romeLibelle") or None,
        employer=employer,
        agency=agency,
        workplace=site,
        contract=_contract(fields),
        working_time=_working_time(fields),
        pay=salary,
        positions=int(posts) if posts and 0 < posts < 1000 else None,
        experience=_experience(fields),
        education=_education(items_of(fields, "formations")),
        licences=_licences(items_of(fields, "permis")),
        skills=_skills(items_of(fields, "competences")),
        languages=_languages(items_of(fields, "langues")),
        constraints=_conditions(fields),
        created=created,
        details=read_key_details(fields),
        warnings=(*odd, *site_warnings, *salary_warnings),
    )


def _need(item: Mapping[str, object]) -> Necessity:
    return Necessity.WISHED if text_of(item, "exigence").upper() == "S" else Necessity.REQUIRED


def _employer(fields: Mapping[str, object]) -> tuple[Employer, str | None]:
    company = mapping_of(fields, "entreprise")
    name = text_of(company, "nom") or None
    digits = re.sub(r"\D", "", text_of(company, "siret"))
    sector = text_of(fields, "secteurActiviteLibelle") or None
    employer = Employer(name, digits if len(digits) == 14 else None, sector)
    is_agency = name is not None and is_temp_agency(name, text_of(fields, "codeNAF"))
    return employer, name if is_agency else None


def _contract(fields: Mapping[str, object]) -> Contract:
    label = fold(text_of(fields, "typeContratLibelle"))
    duration = _DURATION.search(label)
    days = int(duration[1]) * _UNIT_DAYS[duration[2]] if duration else None
    return Contract(_contract_type(fields, label), days if days else None)


def _contract_type(fields: Mapping[str, object], label: str) -> ContractType | None:
    nature = fold(text_of(fields, "natureContrat"))
    kind = _TYPES.get(text_of(fields, "typeContrat").upper())
    if kind is None:
        kind = next((value for word, value in _LABELS if word in label), None)
    if fields.get("alternance") is True or "apprentissage" in nature or "profession" in nature:
        return ContractType.WORK_STUDY
    if "insertion" in nature and kind is not ContractType.TEMP:
        return ContractType.CDDI
    if _SUBSIDISED.search(nature):
        return ContractType.SUBSIDISED
    if kind is None and (label or text_of(fields, "typeContrat")):
        return ContractType.OTHER
    return kind


_SUBSIDISED = re.compile(
    r"\bcui\b|\bcae\b|\bcie\b|\bpec\b|parcours emploi|contrat unique|contrat aide"
)


_WEEKLY = re.compile(r"(\d{1,2})\s?h\s?(\d{2})?")
_KEY_PATTERNS = (
    (WorkPattern.DAY, re.compile(r"en journee|horaires normaux|bureau|de jour")),
    (WorkPattern.TWO_SHIFTS, re.compile(r"2x8|poste")),
    (WorkPattern.THREE_SHIFTS, re.compile(r"3x8|poste")),
    (WorkPattern.NIGHT, re.compile(r"de nuit|\bnuits?\b")),
    (WorkPattern.WEEKEND, re.compile(r"week-?ends?|samedi|dimanche|feries")),
    (WorkPattern.SPLIT, re.compile(r"fractionne|coupe")),
)
_BY_DEFAULT = "horaires normaux"
"""What forms hold when nobody chose: a title that names the night knows better."""
_ANY_SHIFT = "travail poste"
"""France Travail says "Travail posté (2x8, 3x8, 5x8, etc.)" for any of them: 2x8 is what is
sure, the text tells the rest."""


def _working_time(fields: Mapping[str, object]) -> WorkingTime:
    label = text_of(fields, "dureeTravailLibelle")
    context = mapping_of(fields, "contexteTravail").get("horaires")
    listed = (
        [item for item in context if isinstance(item, str)] if isinstance(context, list) else []
    )
    folded = fold("\n".join([label, *listed]))
    match = _WEEKLY.search(folded)
    hours = int(match[1]) + int(match[2] or 0) / 60 if match else None
    if hours is not None and not 0 < hours <= 60:
        hours = None
    return WorkingTime(
        weekly_hours=round(hours, 2) if hours else None,
        full_time=_full_time(fields, folded, hours),
        patterns=_key_patterns(
            folded.replace(_BY_DEFAULT, " ") if _is_by_night(fields) else folded
        ),
    )


def _is_by_night(fields: Mapping[str, object]) -> bool:
    return re.search(r"\bnuits?\b", fold(text_of(fields, "intitule"))) is not None


def _full_time(fields: Mapping[str, object], folded: str, hours: float | None) -> bool | None:
    said = f"{fold(text_of(fields, 'dureeTravailLibelleConverti'))} {folded}"
    if "temps partiel" in said:
        return False
    if "temps plein" in said:
        return True
    return None if hours is None else hours >= FULL_TIME_HOURS


def _key_patterns(folded: str) -> tuple[WorkPattern, ...]:
    if not folded:
        return ()
    if _ANY_SHIFT in folded:
        rest = folded.replace("2x8, 3x8, 5x8", "")
        others = [name for name, words in _KEY_PATTERNS[3:] if words.search(rest)]
        return (WorkPattern.TWO_SHIFTS, *others)
    return tuple(name for name, words in _KEY_PATTERNS if words.search(folded))


_LENGTH = re.compile(r"(\d{1,3})\s?(an|mois)")


def _experience(fields: Mapping[str, object]) -> ExperienceNeed:
    mark = text_of(fields, "experienceExige").upper()
    label = fold(text_of(fields, "experienceLibelle"))
    if mark == "D" or "debutant" in label:
        return ExperienceNeed(Necessity.NONE)
    length = _LENGTH.search(label)
    months = int(length[1]) * (12 if length[2] == "an" else 1) if length else None
    if mark == "S" or "souhait" in label:
        return ExperienceNeed(Necessity.WISHED, months)
    if mark == "E" or "exige" in label or months:
        return ExperienceNeed(Necessity.REQUIRED, months)
    return ExperienceNeed()


_LEVELS = (
    ("aucune formation", None),
    ("bac+5", 7),
    ("bac+3", 6),
    ("bac+4", 6),
    ("bac+2", 5),
    ("bac", 4),
    ("cap", 3),
    ("bep", 3),
    ("brevet", 2),
    ("3eme", 2),
    ("4eme", 2),
)


def _education(items: list[Mapping[str, object]]) -> EducationNeed:
    """The lowest level among those required, else among those wished."""
    needs: list[EducationNeed] = []
    for item in items:
        label = fold(text_of(item, "niveauLibelle") or text_of(item, "libelle")).replace(" ", "")
        for words, level in _LEVELS:
            if words.replace(" ", "") in label:
                kind = Necessity.NONE if level is None else _need(item)
                needs.append(EducationNeed(level, kind))
                break
    if not needs:
        return EducationNeed()
    strength = (Necessity.REQUIRED, Necessity.WISHED, Necessity.NONE)
    return min(
        needs, key=lambda need: (strength.index(need.necessity or strength[2]), need.level or 0)
    )


def _licences(items: list[Mapping[str, object]]) -> tuple[LicenceNeed, ...]:
    needs: dict[str, LicenceNeed] = {}
    for item in items:
        label = text_of(item, "libelle")
        if "aucun" in fold(label):
            continue
        head = re.split(r"\s[-–(]|\(", label, maxsplit=1)[0]
        for code in licence_codes(head) or licence_codes(label):
            needs.setdefault(code, LicenceNeed(code, _need(item)))
    return tuple(needs.values())


def _skills(items: list[Mapping[str, object]]) -> tuple[SkillNeed, ...]:
    needs = {
        text_of(item, "libelle"): SkillNeed(text_of(item, "libelle"), _need(item)) for item in items
    }
    return tuple(need for label, need in needs.items() if label)


def _languages(items: list[Mapping[str, object]]) -> tuple[LanguageNeed, ...]:
    needs: dict[str, LanguageNeed] = {}
    for item in items:
        folded = fold(text_of(item, "libelle"))
        code = next(
            (LANGUAGE_CODES[word] for word in folded.split() if word in LANGUAGE_CODES), None
        )
        if code is not None:
            level = language_level(f"{folded} {fold(text_of(item, 'niveau'))}")
            needs.setdefault(code, LanguageNeed(code, level, _need(item)))
    return tuple(needs.values())


def _pay(salary: Mapping[str, object], day: date | None) -> tuple[Pay, list[OfferWarning]]:
    phrases = [
        text_of(salary, key) for key in ("libelle", "commentaire", "complement1", "complement2")
    ]
    found = pay_from_phrase(fold(phrases[0]))
    if found is None:
        words = cut("salaire : " + "\n".join(phrase for phrase in phrases if phrase))
        read = pay(words, day) if len(words) > 1 else None
        return (read.value if read else Pay()), []
    mended = normalise_pay(found)
    if mended == found:
        return found, []
    message = f"Le salaire « {phrases[0]} » ne tient pas debout : à vérifier."
    return mended, [OfferWarning("pay", message)]


def _conditions(fields: Mapping[str, object]) -> tuple[Condition, ...]:
    context = mapping_of(fields, "contexteTravail").get("conditionsExercice")
    listed = (
        [item for item in context if isinstance(item, str)] if isinstance(context, list) else []
    )
    words = cut("\n".join([*listed, text_of(fields, "conditionExercice")]))
    return tuple(found.value for found in named_conditions(words))
