"""schema.org JobPosting objects: their keys to values, their other words to the description.

Nothing here raises on odd content: a key that cannot be understood is as good as absent. A term
of the vocabulary that says less than a French contract (TEMPORARY may be a CDD or a mission) is
left to the words of the text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from ingestion.details import Contact
from ingestion.lexicon import read_rows
from ingestion.normalise import fold, read_date, squash
from ingestion.offers.cells import read_cells
from ingestion.offers.given import Given, mapping_of, number_of, text_of
from ingestion.offers.pay import normalise_pay
from ingestion.offers.plain_html import plain
from ingestion.offers.raw import Origin, RawOffer
from ingestion.offers.sites import read_site
from ingestion.records import EducationNeed, Employer, ExperienceNeed, OfferWarning, Pay
from models.fiche import Channel, Remote
from models.vocabulary import ContractType, Necessity, PayPeriod

Posting = Mapping[str, object]
SECTIONS: Mapping[str, str] = {
    "responsibilities": "Missions",
    "qualifications": "Profil",
    "experienceRequirements": "Expérience",
    "educationRequirements": "Formation",
    "skills": "Compétences",
    "workHours": "Horaires",
    "physicalRequirement": "Conditions physiques",
    "specialCommitments": "Particularités",
    "jobBenefits": "Avantages",
    "incentiveCompensation": "Primes",
    "employerOverview": "Employeur",
    "applicationInstructions": "Pour postuler",
}
"""Keys whose words go under the description, each after its French name."""
MOST_SECTION = 20_000


def is_posting(item: Posting) -> bool:
    """Whether an object is a JobPosting, by its type or by its keys."""
    kinds = item.get("@type", item.get("type"))
    named = kinds if isinstance(kinds, list) else [kinds]
    if any(isinstance(kind, str) and kind.rsplit("/", 1)[-1] == "JobPosting" for kind in named):
        return True
    return "title" in item and bool(_TELLING & item.keys())


_TELLING = frozenset({"hiringOrganization", "jobLocation", "datePosted", "employmentType"})


def postings_in(item: object, depth: int = 6) -> Iterator[Posting]:
    """The JobPosting objects of a JSON value: itself, or those of its lists and graphs."""
    if depth == 0:
        return
    if isinstance(item, list):
        for each in item:
            yield from postings_in(each, depth - 1)
    elif isinstance(item, dict):
        if is_posting(item):
            yield item
            return
        for key in ("@graph", "itemListElement", "item", "mainEntity"):
            if key in item:
                yield from postings_in(item[key], depth - 1)


def posting_offer(item: Posting, row: int = 1) -> RawOffer:
    """The raw offer of a JobPosting: its words in the description, its keys in `fields`."""
    description = plain(_words(item.get("description")))
    parts = [description] if description else []
    for key, name in SECTIONS.items():
        words = plain(_words(item.get(key)))[:MOST_SECTION]
        if words and words not in description:
            parts.append(f"{name} : {words}")
    reference = _words(item.get("identifier")) or _words(item.get("@id"))
    return RawOffer(
        title=" ".join(plain(_words(item.get("title") or item.get("name"))).split()),
        description="\n".join(parts),
        origin=Origin.POSTING,
        reference=reference[:150] or None,
        row=row,
        fields=item,
        channel=Channel.SITE,
    )


def _words(value: object) -> str:
    """Words of a value: text, number, list of them, or an object's telling keys."""
    if isinstance(value, str):
        return text_of({"v": value}, "v")
    if isinstance(value, list):
        return "\n".join(filter(None, (_words(each) for each in value)))
    if isinstance(value, dict):
        return next((words for key in _NAMING if (words := _words(value.get(key)))), "")
    return text_of({"v": value}, "v")


_NAMING = ("value", "name", "description", "credentialCategory", "monthsOfExperience")


def read_posting(fields: Posting) -> Given:
    """Read the keys of a JobPosting; never raises."""
    created = read_date(text_of(fields, "datePosted"))
    address = _address(fields)
    cells = read_cells(
        {
            "Nombre de postes": text_of(fields, "totalJobOpenings"),
            "Heures par semaine": _words(fields.get("workHours")),
            "Compétences": _list(fields.get("skills")),
            "ROME": _words(fields.get("occupationalCategory")),
            "Début": text_of(fields, "jobStartDate"),
            "Date limite": text_of(fields, "validThrough"),
        }
    )
    site, warnings = read_site(_place(fields, address))
    contact = mapping_of(fields, "applicationContact")
    soon = fields.get("jobImmediateStart") is True
    remote = "telecommute" in fold(_words(fields.get("jobLocationType")))
    full = _full_time(fields)
    return replace(
        cells,
        employer=_employer(fields),
        workplace=site,
        contract=replace(cells.contract, type=_contract(fields)),
        working_time=replace(
            cells.working_time, full_time=cells.working_time.full_time if full is None else full
        ),
        pay=_pay(fields),
        experience=_experience(fields.get("experienceRequirements")),
        education=_education(fields.get("educationRequirements")),
        created=created,
        details=replace(
            cells.details,
            contact=Contact(
                name=text_of(contact, "name") or None,
                phone=text_of(contact, "telephone") or None,
                email=text_of(contact, "email") or None,
            ),
            address=text_of(address, "streetAddress") or None,
            starts_soon=True if soon else cells.details.starts_soon,
            remote=Remote.FULL if remote else None,
        ),
        warnings=(*warnings, *_odd_amounts(fields)),
    )


@lru_cache(maxsize=1)
def _terms() -> Mapping[tuple[str, str], str]:
    return {(row["kind"], row["term"]): row["value"] for row in read_rows("posting_terms.csv")}


def _said(kind: str, value: object) -> Iterator[str]:
    """What the table says of each term of a key, in order."""
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        for words in re.split(r"[,;|]", _words(entry)[:500]):
            term = squash(words.rsplit("/", 1)[-1])
            if (kind, term) in _terms():
                yield _terms()[kind, term]


def _contract(fields: Posting) -> ContractType | None:
    return next((ContractType(v) for v in _said("contract", fields.get("employmentType"))), None)


def _full_time(fields: Posting) -> bool | None:
    said = set(_said("full_time", fields.get("employmentType")))
    return said == {"oui"} if len(said) == 1 else None


def _employer(fields: Posting) -> Employer:
    company = fields.get("hiringOrganization")
    name = _words(company)
    digits = ""
    if isinstance(company, dict):
        name = text_of(company, "legalName") or text_of(company, "name") or name
        digits = re.sub(r"\D", "", _words(company.get("identifier")) or text_of(company, "taxID"))
    sector = _words(fields.get("industry"))
    return Employer(name or None, digits if len(digits) == 14 else None, sector or None)


def _address(fields: Posting) -> Posting:
    place = _first(fields.get("jobLocation"))
    address = place.get("address", place)
    if isinstance(address, str):
        return {"addressLocality": address}
    return _first(address)


def _first(value: object) -> Posting:
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, dict)), None)
    return value if isinstance(value, dict) else {}


def _place(fields: Posting, address: Posting) -> Mapping[str, object]:
    geo = mapping_of(_first(fields.get("jobLocation")), "geo")
    code = text_of(address, "postalCode")
    locality = text_of(address, "addressLocality")
    inside = re.search(r"(?<!\d)\d{5}(?!\d)", locality)
    return {
        "libelle": locality,
        "codePostal": code or (inside[0] if inside else ""),
        "latitude": number_of(geo.get("latitude")),
        "longitude": number_of(geo.get("longitude")),
    }


def _pay(fields: Posting) -> Pay:
    salary = fields.get("baseSalary") or fields.get("estimatedSalary")
    whole = _first(salary)
    value = whole.get("value", salary)
    inside = _first(value)
    low = number_of(inside.get("minValue", inside.get("value", value)))
    high = number_of(inside.get("maxValue", inside.get("value", value)))
    unit = inside.get("unitText", whole.get("unitText"))
    period = next(_said("period", unit), None)
    currency = text_of(whole, "currency") or text_of(whole, "salaryCurrency") or "EUR"
    low = high if low is None else low
    if low is None or low <= 0 or period is None or currency.upper() not in ("EUR", "€"):
        return Pay()
    return normalise_pay(Pay(low, high if high is not None else low, PayPeriod(period)))


def _odd_amounts(fields: Posting) -> Iterator[OfferWarning]:
    """Ends of a range of pay that are no numbers: the other end is kept."""
    inside = _first(_first(fields.get("baseSalary") or fields.get("estimatedSalary")).get("value"))
    for key in ("minValue", "maxValue", "value"):
        said = _words(inside.get(key))
        if said and number_of(inside.get(key)) is None:
            yield OfferWarning("pay", f"Clé « {key} » : « {said[:60]} » n'a pas été compris.")


def _experience(value: object) -> ExperienceNeed:
    months = number_of(_first(value).get("monthsOfExperience"))
    if months is not None and 0 <= months < 600:
        kind = Necessity.REQUIRED if months else Necessity.NONE
        return ExperienceNeed(kind, int(months) or None)
    return read_cells({"Expérience": _words(value)[:500]}).experience


def _education(value: object) -> EducationNeed:
    said = next(_said("education", _first(value).get("credentialCategory", value)), None)
    if said is None:
        return read_cells({"Formation": _words(value)[:500]}).education
    if not said.isdigit():
        return EducationNeed(None, Necessity.NONE)
    return EducationNeed(int(said), Necessity.REQUIRED)


def _list(value: object) -> str:
    """Items of a list as a cell of the sheet writes them."""
    if isinstance(value, list):
        return "|".join(filter(None, (_words(each).replace("|", " ") for each in value)))
    return _words(value)[:2000]
