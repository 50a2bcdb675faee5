"""Keys of the France Travail "Offres d'emploi v2" format, read one family at a time.

Nothing here raises on odd content: a key that cannot be understood is as good as absent, and
says so in a warning where a person could mend it.
"""

import re
from collections.abc import Mapping
from datetime import date

from ingestion.lexicon import cut
from ingestion.normalise import fold, read_date, rome_code
from ingestion.offers.details.keys import read_key_details
from ingestion.offers.facts import is_temp_agency
from ingestion.offers.france_travail_needs import (
    conditions_of,
    education_of,
    experience_of,
    languages_of,
    licences_of,
    skills_of,
)
from ingestion.offers.france_travail_terms import contract_of, working_time_of
from ingestion.offers.given import Given, items_of, mapping_of, number_of, text_of
from ingestion.offers.key_shapes import in_shape
from ingestion.offers.pay import normalise_pay, pay, pay_from_phrase
from ingestion.offers.sites import read_site
from ingestion.records import Employer, OfferWarning, Pay

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
        contract=contract_of(fields),
        working_time=working_time_of(fields),
        pay=salary,
        positions=int(posts) if posts and 0 < posts < 1000 else None,
        experience=experience_of(fields),
        education=education_of(items_of(fields, "formations")),
        licences=licences_of(items_of(fields, "permis")),
        skills=skills_of(items_of(fields, "competences")),
        languages=languages_of(items_of(fields, "langues")),
        constraints=conditions_of(fields),
        created=created,
        details=read_key_details(fields),
        warnings=(*odd, *site_warnings, *salary_warnings),
    )


def _employer(fields: Mapping[str, object]) -> tuple[Employer, str | None]:
    company = mapping_of(fields, "entreprise")
    name = text_of(company, "nom") or None
    digits = re.sub(r"\D", "", text_of(company, "siret"))
    sector = text_of(fields, "secteurActiviteLibelle") or None
    employer = Employer(name, digits if len(digits) == 14 else None, sector)
    is_agency = name is not None and is_temp_agency(name, text_of(fields, "codeNAF"))
    return employer, name if is_agency else None


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
