"""The facts of an offer in words, for pages that only show them."""

from api.rendering import date_fr, number_fr
from ingestion.details import OfferDetails
from ingestion.licences import licence_label
from ingestion.offers.pay_equivalents import Range, pay_equivalents
from ingestion.records import ParsedOffer
from models.vocabulary import PayPeriod


def facts_of(offer: ParsedOffer) -> list[tuple[str, str]]:
    """Every known fact of an offer, as (label, words), in the order of the form."""
    facts = [
        ("Intitulé", offer.title),
        ("Employeur", offer.employer.name or ""),
        ("Métier", _occupation(offer)),
        ("Domaine", offer.domain.label),
        ("Lieu", offer.workplace.name or offer.workplace.postal_code or ""),
        ("Contrat", _contract(offer)),
        ("Temps de travail", _working_time(offer)),
        ("Expérience", _experience(offer)),
        ("Titres", _licences(offer)),
        ("Compétences", ", ".join(need.label for need in offer.skills)),
        *other_facts(offer),
        ("Postes", number_fr(offer.positions, missing="")),
        ("Date limite", date_fr(offer.deadline, missing="")),
    ]
    return [(label, words) for label, words in facts if words]


def other_facts(offer: ParsedOffer) -> list[tuple[str, str]]:
    """The facts that not every offer has, as (label, words)."""
    facts = [
        ("Salaire", _pay(offer)),
        ("Formation", _education(offer)),
        ("Langues", ", ".join(f"{n.code} {n.level or ''}".strip() for n in offer.languages)),
        ("Conditions", ", ".join(condition.label for condition in offer.constraints)),
        ("Véhicule", offer.vehicle.label if offer.vehicle else ""),
        ("Accès", ", ".join(access.label for access in offer.workplace.access)),
        ("Agence", offer.agency or ""),
        ("Clause d’insertion", f"{offer.clause_hours:g} heures" if offer.clause_hours else ""),
        *detail_facts(offer.details),
    ]
    return [(label, words) for label, words in facts if words]


def detail_facts(details: OfferDetails) -> list[tuple[str, str]]:
    """What the fiche holds beyond the exchange format, as (label, words)."""
    contact = details.contact
    how = (contact.name, contact.role, contact.phone, contact.email, contact.preferred)
    return [
        ("Arrivée", details.channel.label if details.channel else ""),
        ("Contact", ", ".join(words for words in how if words)),
        ("Entreprise utilisatrice", details.user_company or ""),
        ("Adresse", ", ".join(filter(None, (details.site, details.address)))),
        ("Début souhaité", "dès que possible" if details.starts_soon else ""),
        ("Suite", details.prospect.label if details.prospect else ""),
        ("Jours", ", ".join(day.label for day in details.weekdays)),
        ("Rythmes", ", ".join(rhythm.label for rhythm in details.rhythms)),
        ("Avantages", ", ".join(benefit.label for benefit in details.benefits)),
        ("Missions", " ; ".join(details.tasks)),
        ("Savoir-être", ", ".join(details.soft_skills)),
        ("Équipements", ", ".join(each.label for each in details.equipment)),
        ("Présentation", details.positioning.label if details.positioning else ""),
    ]


def _occupation(offer: ParsedOffer) -> str:
    if offer.occupation.rome is None:
        return ""
    return f"{offer.occupation.label or 'métier'} ({offer.occupation.rome})"


def _contract(offer: ParsedOffer) -> str:
    contract = offer.contract
    words = [contract.type.label] if contract.type else []
    if contract.duration_days:
        words.append(f"{contract.duration_days} jours")
    if contract.start_date:
        words.append(f"à partir du {date_fr(contract.start_date)}")
    return ", ".join(words)


def _working_time(offer: ParsedOffer) -> str:
    time = offer.working_time
    words = [f"{number_fr(time.weekly_hours)} h par semaine"] if time.weekly_hours else []
    words += [pattern.label for pattern in time.patterns]
    if time.start_time:
        words.append(f"à partir de {time.start_time:%H h %M}")
    if time.end_time:
        words.append(f"jusqu’à {time.end_time:%H h %M}")
    return ", ".join(words)


def _experience(offer: ParsedOffer) -> str:
    need = offer.experience
    words = [need.necessity.label] if need.necessity else []
    if need.months:
        words.append(f"{need.months} mois")
    return ", ".join(words)


def _licences(offer: ParsedOffer) -> str:
    return ", ".join(
        f"{licence_label(need.code)} ({need.necessity.label})" for need in offer.licences
    )


def _pay(offer: ParsedOffer) -> str:
    pay = offer.pay
    amounts = [number_fr(amount, 2) for amount in (pay.min, pay.max) if amount is not None]
    if not amounts:
        return ""
    unit = pay.period.label if pay.period else ""
    told = f"{' à '.join(dict.fromkeys(amounts))} € {unit}".strip()
    return ", ".join(filter(None, (told, equivalent_words(offer))))


def equivalent_words(offer: ParsedOffer) -> str:
    """`soit 1 881 € par mois pour 35 h`: the pay by the hour and by the month, where it can be
    said; but for the unit that the offer tells itself.
    """
    hours = offer.working_time.weekly_hours
    made = pay_equivalents(offer.pay, hours)
    if made is None:
        return ""
    others = [
        (PayPeriod.HOUR, _range_words(made.hour, 2), "de l’heure"),
        (PayPeriod.MONTH, _range_words(made.month, 0), "par mois"),
    ]
    words = [f"{w} {unit}" for period, w, unit in others if w and period is not offer.pay.period]
    if not words:
        return ""
    week = f" pour {number_fr(hours)} h" if hours else ""
    return f"soit {', '.join(words)}{week}"


def _range_words(amounts: Range | None, digits: int) -> str:
    if amounts is None:
        return ""
    told = dict.fromkeys(number_fr(round(each, digits), digits) for each in amounts)
    return f"{' à '.join(told)} €"


def _education(offer: ParsedOffer) -> str:
    need = offer.education
    if need.level is None:
        return ""
    return f"niveau {need.level}" + (f" ({need.necessity.label})" if need.necessity else "")
