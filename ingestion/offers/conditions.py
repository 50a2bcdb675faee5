"""Physical conditions of the post, vehicle and access to the site, in words."""

import re
from functools import lru_cache

from ingestion.lexicon import Lexicon, Words, read_rows, split_list
from ingestion.offers.found import Found
from models.vocabulary import Condition, SiteAccess, Vehicle

_DENIED = re.compile(
    r"(?:pas de|sans|aucune?|pas d'|ni|limite les|evite\w{0,3} les?)\s?(?:de |d')?$"
)
_NOT_CONDITION = re.compile(
    r"(?:prime|indemnit|panier|compens|protec|lutte|equipement)[^\n.]{0,25}$"
)


_BY_CODE = {condition.value: condition for condition in Condition}


@lru_cache(maxsize=1)
def _conditions() -> Lexicon[Condition]:
    return Lexicon(
        (phrase, _BY_CODE[row["code"]])
        for row in read_rows("conditions.csv")
        for phrase in split_list(row["phrases"])
    )


def constraints(words: Words) -> list[Found[Condition]]:
    """Physical conditions named by the text, each once."""
    found: dict[Condition, Found[Condition]] = {}
    for hit in _conditions().find(words):
        start, end = words.starts[hit.first], words.ends[hit.last]
        before = words.folded[max(0, start - 30) : start]
        if hit.value in found or _DENIED.search(before) or _NOT_CONDITION.search(before):
            continue
        found[hit.value] = Found(hit.value, start, end, 0.8)
    return list(found.values())


_PROVIDED = re.compile(
    r"(?:vehicule|voiture|camion|utilitaire|fourgon"
    r"|camionnette)s?(?: \w{2,12}){0,3}? (?:de (?:service|fonction|societe|l'entreprise"
    r"|l'agence)|d'entreprise|fourni|mise? a (?:votre )?disposition|prete|individuel)"
    r"|mise a disposition d'un(?:e)? (?:vehicule|voiture|camion)|vehicule(?:s)? et (?:telephone"
    r"|outillage)\w{0,10} (?:fournis?|de)"
)
_OWN = re.compile(
    r"vehiculee?s?\b|vehicule\(e\)|vehicule (?:personnel|indispensable|obligatoire|exige|requis"
    r"|souhaite|necessaire|imperatif|est)"
    r"|(?:votre|propre|son) (?:propre )?(?:vehicule|voiture)|(?:avoir|disposer d'|posseder"
    r"|possedez|muni d'|permis b et|permis b \+|permis et|permis b,"
    r"|permis b avec|permis b /|permis \+|permis / ?|disposez d')\s?(?:un |une )?(?:vehicule"
    r"|voiture)|voiture (?:indispensable|obligatoire|exigee|personnelle)"
    r"|moyens? de (?:locomotion|transport|deplacement)|\bmobilite autonome|permis b et vehicule"
    r"|etre mobile|indemnites? kilometriques"
)
_NO_VEHICLE = re.compile(
    r"(?:vehicule|voiture) (?:n'est )?(?:pas|non) (?:necessaire|obligatoire|exigee?|requise?)"
    r"|pas besoin de (?:vehicule|voiture)|sans (?:vehicule|voiture)"
)
_TO_COME = re.compile(
    r"pour (?:venir|vous rendre sur (?:le site|place|votre lieu)|se rendre (?:sur (?:le site"
    r"|place)|au travail|sur le lieu)|acceder)|non desservi"
    r"|pas desservi|zone (?:industrielle )?(?:isolee|mal desservie|non)|transports? en commun"
    r"|difficile d'acces|horaires? (?:decale|d'equipe|poste)"
    r"|acces au site|site isole|mal desservi|aller sur (?:le|votre) lieu"
)


def vehicle(words: Words) -> tuple[Found[Vehicle] | None, Found[SiteAccess] | None]:
    """The vehicle that the work needs, and whether the site can only be reached by car.

    A vehicle asked "pour venir" is a matter of access, not of the work.
    """
    text = words.folded
    denied = _NO_VEHICLE.search(text)
    if denied:
        return Found(Vehicle.NONE, denied.start(), denied.end(), 0.85), None
    provided = _PROVIDED.search(text)
    own: Found[Vehicle] | None = None
    access: Found[SiteAccess] | None = None
    for match in _OWN.finditer(text):
        around = text[max(0, match.start() - 80) : match.end() + 90]
        if _TO_COME.search(around):
            access = access or Found(SiteAccess.CAR_ONLY, match.start(), match.end(), 0.75)
        else:
            trust = 0.6 if match[0].startswith(("moyen", "mobil", "etre", "indemn")) else 0.82
            own = own or Found(Vehicle.OWN, match.start(), match.end(), trust)
    if provided:
        return Found(Vehicle.PROVIDED, provided.start(), provided.end(), 0.82), access
    return own, access


_ACCESS: tuple[tuple[SiteAccess, re.Pattern[str]], ...] = (
    (
        SiteAccess.SHUTTLE,
        re.compile(
            r"navettes? (?:de l'(?:entreprise|usine|employeur)|gratuite|mise|d'entreprise"
            r"|du personnel|depuis|est|entreprise)|(?:ramassage|transport) du personnel"
            r"|bus d'entreprise"
        ),
    ),
    (
        SiteAccess.BUS,
        re.compile(
            r"(?<!non )(?<!pas )(?<!mal )(?:desservie?|accessible)s? (?:par |en |avec )?(?:les "
            r"|le |des )?(?:bus|transports?|metro|tram\w{0,3}|ligne)|arrets? (?:de |du )?bus"
            r"|ligne de bus"
            r"|proche (?:des )?(?:transports?|bus|gare|metro|tram)|a proximite (?:des transports"
            r"|de la gare|du tram|d'un arret)"
        ),
    ),
    (
        SiteAccess.NO_PARKING,
        re.compile(
            r"(?:pas|absence|sans) (?:de )?(?:parking|stationnement)|stationnement difficile"
        ),
    ),
    (
        SiteAccess.BICYCLE,
        re.compile(
            r"accessible (?:a |en )velo|piste cyclable|local (?:a )?velos?|garage a velos?"
            r"|parking velos?"
        ),
    ),
    (
        SiteAccess.CAR_ONLY,
        re.compile(
            r"(?:non|pas|mal) desservie?s? (?:par )?(?:les |en )?(?:transports?|bus)"
            r"|pas de transports? en commun|voiture indispensable pour"
            r"|accessible (?:uniquement )?en voiture uniquement|hors transports? en commun"
        ),
    ),
)


def site_access(words: Words) -> list[Found[SiteAccess]]:
    """How the site is said to be reached, each way once."""
    found = []
    for access, expression in _ACCESS:
        match = expression.search(words.folded)
        if match:
            found.append(Found(access, match.start(), match.end(), 0.82))
    return found
