"""An offer as a schema.org JobPosting (JSON-LD) that search engines and our readers take.

Values go under the properties of the vocabulary; what it has none for stands in words.
"""

from datetime import date
from html import escape
from typing import Any

from api.services.offer_out_words import NEED_WORDS, condition_words, licence_lines, out_text
from api.services.offer_sheet import cells_of
from ingestion.records import ParsedOffer
from models.fiche import Remote
from models.vocabulary import ContractType, Necessity, PayPeriod

LINES = (
    *("Accès", "Agence", "Rythme", "Horaires", "Durée", "Langues"),
    *("Niveau (1/2)", "Clause (heures)"),
)
"""What the vocabulary has no property for, by header of the common sheet."""
STANDARD = {
    ContractType.TEMP: "TEMPORARY",
    ContractType.SELF_EMPLOYED: "CONTRACTOR",
    ContractType.WORK_STUDY: "APPRENTICESHIP",
    ContractType.SEASONAL: "SEASONAL",
}
UNITS = {PayPeriod.HOUR: "HOUR", PayPeriod.MONTH: "MONTH", PayPeriod.YEAR: "YEAR"}
DEGREES = {3: "professional certificate", 4: "high school", 5: "associate degree"}
DEGREES |= {6: "bachelor degree", 7: "postgraduate degree"}
Plain = dict[str, Any]


def to_job_posting(offer: ParsedOffer, posted: date) -> Plain:
    """The JobPosting of one offer; properties that the offer says nothing of are left out."""
    return {"@context": "https://schema.org", "@type": "JobPosting"} | _filled(
        {
            "identifier": _typed(
                "PropertyValue", {"name": "Référence", "value": offer.reference}, "value"
            ),
            "title": offer.title,
            "description": "<br>".join(map(escape, out_text(offer, LINES).split("\n"))),
            "datePosted": posted.isoformat(),
            "validThrough": None if offer.deadline is None else offer.deadline.isoformat(),
            "inLanguage": "fr",
            "hiringOrganization": _typed(
                "Organization",
                {"name": offer.employer.name, "identifier": offer.employer.siret},
                "name",
            ),
            "industry": offer.employer.sector,
            "occupationalCategory": offer.occupation.rome,
            "jobLocation": _place(offer),
            "jobLocationType": "TELECOMMUTE" if offer.details.remote is Remote.FULL else None,
            "baseSalary": _pay(offer),
            "totalJobOpenings": offer.positions,
            **_work(offer),
            **_needs(offer),
            "applicationContact": _contact(offer),
        }
    )


def _filled(plain: Plain) -> Plain:
    return {key: value for key, value in plain.items() if value not in (None, "", [], {})}


def _typed(kind: str, plain: Plain, needed: str) -> Plain | None:
    """A typed object; None where it lacks what makes it one."""
    return {"@type": kind, **_filled(plain)} if plain.get(needed) else None


def _place(offer: ParsedOffer) -> Plain | None:
    place = offer.workplace
    if place.name is None:
        return None
    address = {
        "@type": "PostalAddress",
        "streetAddress": offer.details.address,
        "addressLocality": place.name,
        "postalCode": place.postal_code,
        "addressCountry": "FR",
    }
    geo = {"latitude": place.latitude, "longitude": place.longitude}
    return _typed(
        "Place",
        {"address": _filled(address), "geo": _typed("GeoCoordinates", geo, "latitude")},
        "address",
    )


def _work(offer: ParsedOffer) -> Plain:
    time, contract = offer.working_time, offer.contract
    kinds = (
        [{True: "FULL_TIME", False: "PART_TIME"}.get(time.full_time)]
        if time.full_time is not None
        else []
    )
    if contract.type is not None:
        kinds += [STANDARD.get(contract.type), contract.type.label]
    hours = None if time.weekly_hours is None else f"{time.weekly_hours:g} h par semaine"
    return {
        "employmentType": list(filter(None, kinds)),
        "workHours": hours,
        "jobStartDate": None if contract.start_date is None else contract.start_date.isoformat(),
        "jobImmediateStart": offer.details.starts_soon,
    }


def _needs(offer: ParsedOffer) -> Plain:
    cells = cells_of(offer)
    experience, education = offer.experience, offer.education
    asked: Any = cells.get("Expérience")
    if experience.necessity is Necessity.REQUIRED and experience.months:
        asked = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": experience.months,
        }
    taught: Any = cells.get("Formation")
    if education.necessity is Necessity.REQUIRED and education.level in DEGREES:
        taught = {
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": DEGREES[education.level],
        }
    return {
        "experienceRequirements": asked,
        "educationRequirements": taught,
        "qualifications": licence_lines(offer),
        "physicalRequirement": condition_words(offer),
        "skills": [f"{each.label} ({NEED_WORDS[each.necessity]})" for each in offer.skills],
    }


def _pay(offer: ParsedOffer) -> Plain | None:
    pay = offer.pay
    if pay.min is None or pay.period is None:
        return None
    amounts = {"minValue": pay.min, "maxValue": pay.max, "unitText": UNITS[pay.period]}
    value = {"@type": "QuantitativeValue", **_filled(amounts)}
    return {"@type": "MonetaryAmount", "currency": "EUR", "value": value}


def _contact(offer: ParsedOffer) -> Plain | None:
    contact = offer.details.contact
    found = {"name": contact.name, "telephone": contact.phone, "email": contact.email}
    return {"@type": "ContactPoint", **_filled(found)} if _filled(found) else None
