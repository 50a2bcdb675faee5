"""The vehicle that the work needs, and whether a car is needed to come: two different facts.

Vehicles are also what people load, wash, repair and sell: a vehicle counts only where the
person is asked for one, or is given one.
"""

import re

from ingestion.lexicon import Words
from ingestion.offers.found import Found
from ingestion.phrases import Phrases
from models.vocabulary import SiteAccess, Vehicle

_NEEDED = (
    r"(?:indispensables?|obligatoires?|exige|requise?|imperati|necessaires?|souhait|apprecie"
    r"|recommande|conseille|demande|est un plus|serait un plus|un plus\b)"
)
_CAR = r"(?:vehicule|voiture)"
_NOT_GIVEN = (
    r"(?!\(?e\)|s?(?: \w+){0,2} (?:de (?:service|fonction|societe|l'|la |location|chantier"
    r"|livraison)|d'entreprise|fourni|mise? a|prete|utilitaire|adapte))"
)
_OWN = Phrases(
    rf"{_CAR}s? (?:personnel(?:le)?|perso|individuel(?:le)?)s?\b(?! (?:fourni|mis))"
    rf"|{_CAR}\s?(?:[:(]|est |serait |\+ ?)?\s?(?:fortement |vivement |imperativement )?{_NEEDED}"
    rf"|permis(?: de conduire)?(?: b| vl| b valide| valide)?\s?(?:,|et|\+|/|&|avec|- ?)\s?"
    rf"(?:un |une |le |la |votre |d'un )?{_CAR}s?\b{_NOT_GIVEN}(?! (?:leger|lourd|utilitaire)s?)"
    rf"|(?:avoir|posseder|possedez|ayez|ayant|possession d[e']|disposer? d[e']|disposez d[e']"
    rf"|disposant d[e']|munie?s? d[e']|equipee?s? d[e']|vous avez|besoin d[e']) ?"
    rf"(?:un |une |votre |son |sa |l'usage d'un )?(?:propre |permis b et (?:d'un |un )?)?"
    rf"{_CAR}\b{_NOT_GIVEN}"
    rf"|(?:avec|utiliser?|utilisation de|utilisant|prendre) (?:votre|leur|son|sa|ton|ta) "
    rf"(?:propre )?{_CAR}\b{_NOT_GIVEN}"
    rf"|(?:votre|son|leur|sa) propre {_CAR}"
    rf"|(?:exig|necessit|demand|impos|requier)\w* (?:d'avoir |de posseder )?"
    rf"(?:un |une |l'usage d'un ){_CAR}\b{_NOT_GIVEN}",
    "vehicule voiture permis avoir posseder ayez ayant possession disposer munie equipe vous"
    " besoin avec utiliser prendre votre son leur sa exige necessite demande impose requiert",
)
_DRIVEN = Phrases(r"vehicule(?:e|es|s|\(e\))?(?![a-z])", "vehicule")
_DRIVEN_BEFORE = re.compile(
    r"(?:\betre|\betes|\bsoyez|\bsuis|\bes|\best|\bsoit|personnes?|candidate?s?|profils?)"
    r"(?: (?:autonomes?|mobiles?|dynamiques?|imperativement|obligatoirement|egalement|bien|donc"
    r"|aussi|idealement|si possible))?(?: et| ,|,)? $"
)
_CARRIED_BEFORE = re.compile(
    r"(?:images?|valeurs?|messages?|marchandises?|idees?|informations?|culture|esprit|pathogenes?"
    r"|patrouilles?|equipes? |pedestre|garde dite)"
    r"(?: \w+){0,3} \"?$"
)
_MEANS = Phrases(
    r"moyens? de (?:locomotion|transport|deplacement)(?: (?:personnel|individuel|autonome)s?)?"
    r"|mobilite autonome|autonomie? (?:de|dans (?:les|vos)) (?:deplacements?|transports?)",
    "moyen mobilite autonome autonomie",
)
_MEANS_NEEDED = re.compile(r"indispensable|obligatoire|exige|imperati|necessaire|requis")
_NO_VEHICLE = Phrases(
    r"(?:vehicule|voiture)(?: personnel(?:le)?)? (?:n'est )?(?:pas|non) (?:\w+ )?(?:necessaire"
    r"|obligatoire|exigee?|requise?|indispensable)|pas besoin (?:de|d'une?) (?:vehicule|voiture)"
    r"|sans (?:vehicule|voiture)\b"
    r"|ni (?:de |d'un |d'une )?(?:vehicule|voiture)s?(?: personnel(?:le)?)?"
    r"(?: (?:n'est|ne sont))? (?:exige|obligatoire|necessaire|requis|demande|indispensable)"
    r"|(?:vehicule|voiture)(?: personnel(?:le)?)? ?: ?non\b",
    "vehicule voiture pas sans ni",
)
_TO_COME = re.compile(
    r"(?:pour|afin de) (?:venir|(?:vous |se )?rendre (?:au travail|sur (?:le site|place|votre lieu"
    r"|le lieu))|acceder)|non desservi"
    r"|pas (?:bien )?desservi|zone (?:industrielle )?(?:isolee|mal desservie|non)"
    r"|transports? en commun|difficile d'acces|horaires? (?:decale|d'equipe|poste)"
    r"|acces au site|site isole|mal desservi|aller sur (?:le|votre) lieu|ne residez pas"
)
_PROVIDED = Phrases(
    r"(?:vehicule|voiture|camion|utilitaire|fourgon|camionnette)s?"
    r"(?: (?!en\b|et\b|centre\b|etat|sont\b|pour\b|afin\b|dans\b|avec\b)\w{2,12}){0,3}?"
    r" (?:de (?:service|fonction|societe|l'entreprise|l'agence)|d'entreprise|fournie?s?\b"
    r"|mise?s? a (?:votre |la )?disposition|pretee?s?\b)"
    r"|mise a disposition d'une? (?:vehicule|voiture|camion|utilitaire)"
    r"|vehicules? et (?:telephone|outillage)\w{0,10} (?:fournis?|de)",
    "vehicule voiture camion utilitaire fourgon camionnette mise",
)
_WORKED_ON = re.compile(
    r"\b(?:entret(?:ien|enir|enez)|nettoy\w+|lav(?:er|age|ez)|repar\w+|mainten\w+|depann\w+"
    r"|prepar\w+|convoy\w+|charg(?:er|ez|ement)|decharg\w+|flotte|parc|gestion|gerer|gerez"
    r"|controle\w*|vente|vendre|louer|location|reception\w*|stationne\w*|verifi\w+|suivi\w*"
    r"|constructeur|monta\w+|assembla\w+|en cas d|tarifs?|remises?)\b[^.;:\n]{0,40}$"
)


_OUT_OF_REACH = re.compile(r"\b(?:(?:non|pas|difficilement|peu) |in)accessible $")
"""`Non accessible sans voiture` asks for one."""


def vehicle(words: Words) -> tuple[Found[Vehicle] | None, Found[SiteAccess] | None]:
    """The vehicle that the work needs, and whether the site can only be reached by car.

    A vehicle asked "pour venir" is a matter of access, not of the work.
    """
    denied = _NO_VEHICLE.first(words)
    if denied and not _OUT_OF_REACH.search(words.folded, 0, denied.start()):
        return Found(Vehicle.NONE, denied.start(), denied.end(), 0.85), None
    own: Found[Vehicle] | None = None
    access = _by_any_means(words)
    for start, end in _asked(words):
        around = words.folded[max(0, start - 80) : end + 90]
        if _TO_COME.search(around):
            access = access or Found(SiteAccess.CAR_ONLY, start, end, 0.75)
        else:
            own = own or Found(Vehicle.OWN, start, end, 0.85)
    return _provided(words) or own, access


def _asked(words: Words) -> list[tuple[int, int]]:
    """Where the person is asked for a vehicle."""
    spans = [
        match.span()
        for match in _OWN.find(words)
        if not _worked_on(words, match.start()) and not _to_drive(words, match.start())
    ]
    for match in _DRIVEN.find(words):
        before = words.folded[max(0, match.start() - 45) : match.start()]
        accented = words.text[match.start() + 7].lower() == "é" or len(match[0]) > len("vehicules")
        claimed = _DRIVEN_BEFORE.search(before) is not None
        if (accented or claimed) and not _CARRIED_BEFORE.search(before):
            spans.append(match.span())
    return sorted(spans)


def _by_any_means(words: Words) -> Found[SiteAccess] | None:
    """`Moyen de locomotion indispensable`: needed to come, whatever it is."""
    for match in _MEANS.find(words):
        around = words.folded[max(0, match.start() - 60) : match.end() + 60]
        if _MEANS_NEEDED.search(around) and _TO_COME.search(around):
            return Found(SiteAccess.CAR_ONLY, match.start(), match.end(), 0.6)
    return None


_REFUSED = re.compile(r"(?:\bpas (?:de |d')|\bsans |\baucun |\bni )$")


def _provided(words: Words) -> Found[Vehicle] | None:
    for match in _PROVIDED.find(words):
        if _REFUSED.search(words.folded, max(0, match.start() - 25), match.start()):
            continue
        given = "fourni" in match[0] or "disposition" in match[0]
        if given or not _worked_on(words, match.start()):
            return Found(Vehicle.PROVIDED, match.start(), match.end(), 0.82)
    return None


def _to_drive(words: Words, start: int) -> bool:
    """`Conduite de véhicule : nécessaire` says that one drives, not in whose vehicle."""
    return words.folded[max(0, start - 14) : start].endswith(("conduite de ", "conduite du "))


def _worked_on(words: Words, start: int) -> bool:
    """Whether the vehicle is what the work is done on: `entretien des véhicules`."""
    return _WORKED_ON.search(words.folded[max(0, start - 60) : start]) is not None
