"""Details of the fiche that the keys of the France Travail format give outright."""

from collections.abc import Mapping

from ingestion.details import Contact, OfferDetails
from ingestion.lexicon import cut
from ingestion.normalise import fold
from ingestion.offers.details import contact as words_of_contact
from ingestion.offers.given import items_of, mapping_of, text_of
from models.fiche import DisabilityAccess, Scheme, Travel

_TRAVELS = (
    ("jamais", Travel.NONE),
    ("departement", Travel.LOCAL),
    ("region", Travel.REGIONAL),
    ("national", Travel.LONG),
    ("ponctuel", Travel.LOCAL),
    ("frequent", Travel.LOCAL),
    ("quotidien", Travel.LOCAL),
)
"""Words of `deplacementLibelle`; without an area, the least that its frequency means."""
_SCHEMES = (
    ("parcours emploi", Scheme.PEC),
    ("pec", Scheme.PEC),
    ("cui", Scheme.PEC),
    ("profession", Scheme.PROFESSIONALISATION),
)


def read_key_details(fields: Mapping[str, object]) -> OfferDetails:
    """Contact, moves, qualities, scheme and access for disabled people; never raises."""
    nature = fold(text_of(fields, "natureContrat"))
    moves = fold(text_of(fields, "deplacementLibelle"))
    qualities = (text_of(each, "libelle") for each in items_of(fields, "qualitesProfessionnelles"))
    return OfferDetails(
        contact=_contact(mapping_of(fields, "contact"), mapping_of(fields, "agence")),
        travel=next((value for word, value in _TRAVELS if word in moves), None),
        scheme=next((value for word, value in _SCHEMES if word in nature), None),
        soft_skills=tuple(dict.fromkeys(quality for quality in qualities if quality)),
        disability_access=_access(fields),
    )


def _access(fields: Mapping[str, object]) -> DisabilityAccess | None:
    """What is said of the post; an employer who is committed says nothing of the post yet."""
    if fields.get("accessibleTH") is True:
        return DisabilityAccess.ACCESSIBLE
    return DisabilityAccess.TO_STUDY if fields.get("employeurHandiEngage") is True else None


def _contact(contact: Mapping[str, object], agency: Mapping[str, object]) -> Contact:
    """The employer's contact, else the agency's; an address may hide in the other lines."""
    lines = [text_of(each, f"coordonnees{n}") for each in (contact, agency) for n in (1, 2, 3)]
    words = cut("\n".join(line for line in lines if line))
    phone = text_of(contact, "telephone") or text_of(agency, "telephone")
    email = text_of(contact, "courriel") or text_of(agency, "courriel")
    said_phone = words_of_contact.phone(cut(phone)) or words_of_contact.phone(words)
    said_email = words_of_contact.email(cut(email)) or words_of_contact.email(words)
    return Contact(
        name=text_of(contact, "nom") or None,
        phone=said_phone.value if said_phone else phone or None,
        email=said_email.value if said_email else email or None,
    )
