"""An offer as the France Travail "Offres d'emploi v2" object that we read ourselves.

Values go under the keys of the format; what it has no key for stands in words under the
description, each on its line.
"""

from datetime import datetime
from typing import Any

from api.services.offer_out_words import condition_words, out_text, pattern_words
from ingestion.licences import licence_label
from ingestion.offers.needs import LANGUAGE_CODES
from ingestion.records import Contract, ParsedOffer, Pay
from models.fiche import DisabilityAccess
from models.vocabulary import ContractType, Necessity, PayPeriod

LINES = (
    *("Accès", "Agence", "Début", "Horaires", "Niveau (1/2)"),
    *("Clause (heures)", "Date limite"),
)
"""What the format has no key for, by header of the common sheet."""
CONTRACTS = {
    ContractType.CDI: ("CDI", "CDI", "Contrat à durée indéterminée"),
    ContractType.CDD: ("CDD", "CDD", "Contrat à durée déterminée"),
    ContractType.TEMP: ("MIS", "Mission intérimaire", "Contrat travail"),
    ContractType.SEASONAL: ("SAI", "Contrat travail saisonnier", "Contrat travail"),
    ContractType.CDDI: ("DDI", "CDD insertion", "Insertion par l'activité économique"),
    ContractType.WORK_STUDY: ("CDD", "Contrat en alternance", "Contrat apprentissage"),
    ContractType.SUBSIDISED: ("CDD", "Contrat aidé", "Parcours emploi compétences"),
    ContractType.SELF_EMPLOYED: ("LIB", "Profession libérale", "Emploi non salarié"),
    ContractType.OTHER: ("", "Autre contrat", ""),
}
"""Code, words and nature of each contract."""
LEVELS = {
    2: "3ème achevée ou Brevet",
    3: "CAP, BEP et équivalents",
    4: "Bac ou équivalent",
    5: "Bac+2 ou équivalents",
    6: "Bac+3, Bac+4 ou équivalents",
    7: "Bac+5 et plus ou équivalents",
    8: "Bac+5 et plus ou équivalents",
}
PERIODS = {PayPeriod.HOUR: "Horaire", PayPeriod.MONTH: "Mensuel", PayPeriod.YEAR: "Annuel"}
MARKS = {Necessity.REQUIRED: "E", Necessity.WISHED: "S", Necessity.NONE: "D"}
Plain = dict[str, Any]


def to_france_travail(offer: ParsedOffer, created: datetime, updated: datetime) -> Plain:
    """The object of one offer; keys that the offer says nothing of are left out."""
    level_is_high = offer.education.level == 8
    headers = (*LINES, *(("Formation",) if level_is_high else ()))
    plain: Plain = {
        "id": offer.reference,
        "intitule": offer.title,
        "description": out_text(offer, headers),
        "dateCreation": f"{created:%Y-%m-%dT%H:%M:%SZ}",
        "dateActualisation": f"{updated:%Y-%m-%dT%H:%M:%SZ}",
        "lieuTravail": _place(offer),
        "romeCode": offer.occupation.rome,
        "romeLibelle": offer.occupation.label,
        "entreprise": _filled({"nom": offer.employer.name, "siret": offer.employer.siret}),
        "secteurActiviteLibelle": offer.employer.sector,
        **_contract(offer.contract),
        **_needs(offer),
        **_hours(offer),
        "salaire": _filled({"libelle": _pay(offer.pay)}),
        "nombrePostes": offer.positions,
        "contact": _contact(offer),
        "accessibleTH": offer.details.disability_access is DisabilityAccess.ACCESSIBLE or None,
        "qualitesProfessionnelles": [{"libelle": each} for each in offer.details.soft_skills],
    }
    return _filled(plain)


def _filled(plain: Plain) -> Plain:
    return {key: value for key, value in plain.items() if value not in (None, "", [], {})}


def _place(offer: ParsedOffer) -> Plain:
    place = offer.workplace
    department = (place.insee or place.postal_code or "")[:2]
    label = f"{department} - {place.name}" if place.name and department else place.name
    return _filled(
        {
            "libelle": label,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "codePostal": place.postal_code,
            "commune": place.insee,
        }
    )


def _contract(contract: Contract) -> Plain:
    if contract.type is None:
        return {}
    code, words, nature = CONTRACTS[contract.type]
    length = _length(contract.duration_days)
    return {
        "typeContrat": code,
        "typeContratLibelle": f"{words} - {length}" if length else words,
        "natureContrat": nature,
        "alternance": contract.type is ContractType.WORK_STUDY,
    }


def _length(days: int | None) -> str | None:
    if not days:
        return None
    for size, unit in ((365, "An(s)"), (30, "Mois"), (7, "Semaine(s)")):
        if days % size == 0:
            return f"{days // size} {unit}"
    return f"{days} Jour(s)"


def _needs(offer: ParsedOffer) -> Plain:
    experience, education = offer.experience, offer.education
    plain: Plain = {
        "experienceExige": MARKS.get(experience.necessity) if experience.necessity else None,
        "experienceLibelle": _experience(offer),
        "permis": [
            {"libelle": licence_label(each.code), "exigence": MARKS[each.necessity]}
            for each in offer.licences
            if each.necessity in MARKS
        ],
        "competences": [
            {"libelle": each.label, "exigence": MARKS[each.necessity]}
            for each in offer.skills
            if each.necessity in MARKS
        ],
        "langues": [
            _filled(
                {
                    "libelle": language_name(each.code),
                    "niveau": each.level,
                    "exigence": MARKS.get(each.necessity, "E"),
                }
            )
            for each in offer.languages
        ],
    }
    if education.necessity is Necessity.NONE:
        plain["formations"] = [{"niveauLibelle": "Aucune formation scolaire"}]
    elif education.level is not None:
        mark = MARKS.get(education.necessity or Necessity.REQUIRED, "E")
        plain["formations"] = [{"niveauLibelle": LEVELS[education.level], "exigence": mark}]
    return plain


def language_name(code: str) -> str:
    """`Anglais` for `en`; the code where it has no name."""
    return next((name for name, known in LANGUAGE_CODES.items() if known == code), code).title()


def _experience(offer: ParsedOffer) -> str | None:
    need = offer.experience
    if need.necessity is None:
        return None
    if need.necessity is Necessity.NONE:
        return "Débutant accepté"
    if need.months is None:
        return "Expérience souhaitée" if need.necessity is Necessity.WISHED else "Expérience exigée"
    years, months = divmod(need.months, 12)
    return f"{years} An(s)" if not months else f"{need.months} Mois"


def _hours(offer: ParsedOffer) -> Plain:
    time = offer.working_time
    hours = None
    if time.weekly_hours is not None:
        whole, minutes = divmod(round(time.weekly_hours * 60), 60)
        hours = f"{whole}H{minutes:02d}/semaine"
    full = {True: "Temps plein", False: "Temps partiel", None: None}[time.full_time]
    return {
        "dureeTravailLibelle": hours,
        "dureeTravailLibelleConverti": full,
        "contexteTravail": _filled(
            {
                "horaires": pattern_words(offer),
                "conditionsExercice": condition_words(offer),
            }
        ),
    }


def _pay(pay: Pay) -> str | None:
    if pay.min is None or pay.period is None:
        return None
    upper = f" à {pay.max} Euros" if pay.max not in (None, pay.min) else ""
    return f"{PERIODS[pay.period]} de {pay.min} Euros{upper}"


def _contact(offer: ParsedOffer) -> Plain:
    contact = offer.details.contact
    return _filled({"nom": contact.name, "telephone": contact.phone, "courriel": contact.email})
