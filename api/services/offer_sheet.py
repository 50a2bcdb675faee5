"""An offer as a row of the common offer sheet, in words that reading the sheet takes back."""

from collections.abc import Iterable, Mapping

from ingestion.licences import licence_label
from ingestion.offers.needs import LANGUAGE_CODES
from ingestion.records import ParsedOffer
from models.vocabulary import Necessity, Vehicle

HEADERS = (
    "Référence", "Collecté par", "Employeur", "SIRET", "Agence", "Contact", "Téléphone", "Email",
    "Intitulé", "ROME", "Missions", "Commune", "Adresse", "Accès", "Type de contrat", "Durée",
    "Début", "Heures par semaine", "Rythme", "Horaires", "Salaire", "Nombre de postes",
    "Expérience", "Formation", "Permis et titres", "Compétences", "Langues",
    "Conditions physiques", "Niveau (1/2)", "Clause (heures)", "Date limite", "Remarques",
)  # fmt: skip

_NEEDS = {
    Necessity.REQUIRED: "exigé",
    Necessity.WISHED: "souhaité",
    Necessity.TRAINING_OFFERED: "formation prévue",
    Necessity.NONE: "non exigé",
}
_VEHICLES = {Vehicle.OWN: "véhicule personnel exigé", Vehicle.PROVIDED: "véhicule fourni"}


def row_of(offer: ParsedOffer, collector: str | None) -> list[str]:
    """Cells in the order of `HEADERS`; empty where the offer does not say."""
    cells = cells_of(offer) | ({"Collecté par": collector} if collector else {})
    return [cells.get(header, "") for header in HEADERS]


def cells_of(offer: ParsedOffer) -> dict[str, str]:
    """Cells by header, unknown ones left out."""
    cells: dict[str, str | None] = {
        "Référence": offer.reference,
        "Employeur": offer.employer.name,
        "SIRET": offer.employer.siret,
        "Agence": offer.agency,
        "Intitulé": offer.title,
        "ROME": offer.occupation.rome,
        "Missions": offer.description,
        "Nombre de postes": _number(offer.positions),
        "Compétences": _listed((each.label, each.necessity) for each in offer.skills),
        "Permis et titres": _listed(
            (licence_label(each.code), each.necessity) for each in offer.licences
        ),
        "Langues": _listed(
            (" ".join(filter(None, (_language(each.code), each.level))), each.necessity)
            for each in offer.languages
        ),
        "Conditions physiques": " | ".join(each.label for each in offer.constraints),
        "Expérience": _experience(offer),
        "Formation": _education(offer),
        "Niveau (1/2)": _number(offer.level),
        "Clause (heures)": _number(offer.clause_hours),
        "Date limite": None if offer.deadline is None else f"{offer.deadline:%d/%m/%Y}",
        **_place(offer),
        **_work(offer),
    }
    return {header: cell for header, cell in cells.items() if cell}


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:g}"


def _listed(items: Iterable[tuple[str, Necessity]]) -> str:
    return " | ".join(f"{label} ({_NEEDS[necessity]})" for label, necessity in items)


def _language(code: str) -> str:
    names: Mapping[str, str] = LANGUAGE_CODES
    return next((name for name, known in names.items() if known == code), code)


def _place(offer: ParsedOffer) -> dict[str, str | None]:
    place = offer.workplace
    words = [access.label for access in place.access]
    if offer.vehicle in _VEHICLES:
        words.append(_VEHICLES[offer.vehicle])
    name = " ".join(filter(None, (place.postal_code, place.name)))
    return {"Commune": name, "Accès": " | ".join(words)}


def _work(offer: ParsedOffer) -> dict[str, str | None]:
    contract, hours, pay = offer.contract, offer.working_time, offer.pay
    full = {True: "temps plein", False: "temps partiel", None: None}[hours.full_time]
    rhythm = [each.label for each in hours.patterns] + ([full] if full else [])
    day = None
    if hours.start_time is not None and hours.end_time is not None:
        day = f"de {hours.start_time:%Hh%M} à {hours.end_time:%Hh%M}"
    elif hours.start_time is not None:
        day = f"prise de poste à {hours.start_time:%Hh%M}"
    wage = None
    if pay.min is not None and pay.period is not None:
        high = f" à {pay.max:g}" if pay.max not in (None, pay.min) else ""
        wage = f"{pay.min:g}{high} € {pay.period.label}"
    return {
        "Type de contrat": None if contract.type is None else contract.type.label,
        "Durée": None if contract.duration_days is None else f"{contract.duration_days} jours",
        "Début": None if contract.start_date is None else f"{contract.start_date:%d/%m/%Y}",
        "Heures par semaine": _number(hours.weekly_hours),
        "Rythme": " | ".join(rhythm),
        "Horaires": day,
        "Salaire": wage,
    }


def _experience(offer: ParsedOffer) -> str | None:
    need = offer.experience
    if need.necessity is Necessity.NONE:
        return "débutant accepté"
    if need.necessity is None:
        return None
    months = f"{need.months} mois " if need.months else ""
    return f"{months}{_NEEDS[need.necessity]}"


def _education(offer: ParsedOffer) -> str | None:
    need = offer.education
    if need.level is None:
        return "aucun" if need.necessity is Necessity.NONE else None
    words = {3: "CAP", 4: "Bac", 5: "Bac+2", 6: "Bac+3", 7: "Bac+5", 8: "Doctorat"}
    name = words.get(need.level, f"niveau {need.level}")
    return f"{name} {_NEEDS[need.necessity or Necessity.REQUIRED]}"
