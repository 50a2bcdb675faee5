"""How people write what is true of them and of their posts.

Our own words: a test checks that no phrase is an entry of the lexicons of the readers. Names of
titles ("CACES R489 3"), of contracts and of the columns' own lists cannot be other than they are.
"""

from tests.hard_cases.facts import EXPIRED, FOREIGN, FORMER, HELD, PROGRESS, SUSPENDED

OFFER_NAMES: dict[str, tuple[str, ...]] = {
    "B": ("permis B", "permis de conduire B", "permis voiture (B)"),
    "C": ("permis C", "permis poids lourd (C)", "permis C (camion)"),
    "CACES R489 3": ("CACES R489 catégorie 3", "CACES 3 (R489)", "CACES R489 cat. 3"),
    "CACES R489 5": ("CACES R489 catégorie 5", "CACES 5 (R489)", "CACES R489 cat. 5"),
    "CACES R482 A": ("CACES R482 catégorie A", "CACES R482 cat. A"),
    "CACES R486 B": ("CACES R486 catégorie B", "CACES nacelle R486 cat. B"),
    "SST": ("SST", "certificat SST", "formation SST à jour"),
    "HACCP": ("HACCP", "attestation HACCP"),
    "FIMO": ("FIMO", "FIMO marchandises"),
    "AIPR": ("AIPR", "AIPR opérateur"),
    "B1V": ("habilitation électrique B1V", "habilitation B1V"),
    "CQP APS": ("CQP APS", "CQP APS (agent de prévention et de sécurité)"),
}
PERSON_NAMES: dict[str, tuple[str, ...]] = {
    "B": ("B", "permis B", "Permis B"),
    "C": ("C", "permis C", "Permis C"),
    "CACES R489 3": ("CACES R489 3", "Caces R489 cat. 3", "CACES R489 catégorie 3"),
    "CACES R489 5": ("CACES R489 5", "Caces R489 cat. 5", "CACES R489 catégorie 5"),
    "CACES R482 A": ("CACES R482 A", "Caces R482 cat. A"),
    "CACES R486 B": ("CACES R486 B", "Caces R486 cat. B"),
    "SST": ("SST", "sst"),
    "HACCP": ("HACCP", "haccp"),
    "FIMO": ("FIMO", "Fimo"),
    "AIPR": ("AIPR", "aipr"),
    "B1V": ("B1V", "habilitation B1V", "habilitation électrique B1V"),
    "CQP APS": ("CQP APS", "cqp aps"),
}
STATES: dict[str, tuple[str, ...]] = {
    HELD: (
        "{}",
        "{} (→ 06/2030)",
        "{} (→ 09/2029)",
        "{} valable jusqu'au 30/06/2030",
        "{} (fin 2030)",
    ),
    EXPIRED: (
        "{} (→ 06/2024)",
        "{} (périmé 2019)",
        "{} (expiré depuis 2022)",
        "{} (fin 03/2023)",
        "{} - plus à jour, à repasser",
        "{} (dépassé depuis 2021)",
        "{} n'est plus valide",
    ),
    PROGRESS: (
        "{} en cours",
        "{} (en formation, examen en janvier)",
        "{} en préparation",
        "inscription au {} faite",
        "{} : passe l'examen en décembre",
    ),
    SUSPENDED: (
        "{} (suspendu jusqu'au 05/2027)",
        "{} (retiré en 2025)",
        "{} annulé par le juge",
        "{} suspendu",
    ),
    FOREIGN: (
        "{} (permis étranger, échange demandé)",
        "{} étranger non échangé",
        "{} (obtenu hors Europe, pas encore échangé)",
    ),
    FORMER: (
        "{} (donnée par l'ancien employeur)",
        "{} délivrée par mon ex-employeur",
        "{} (employeur précédent)",
        "{} du temps de mon ancienne entreprise",
    ),
}
ASKED: dict[str, tuple[str, ...]] = {
    "required": (
        "{} exigé.",
        "{} obligatoire.",
        "Vous avez impérativement : {}.",
        "Sans {}, pas de candidature.",
        "{} indispensable pour ce poste.",
        "Il vous faut : {}.",
    ),
    "wished": (
        "{} apprécié.",
        "{} serait un plus.",
        "L'idéal : {}.",
        "{} souhaité mais non éliminatoire.",
        "{} bienvenu.",
    ),
    "trained": (
        "{} : formation assurée par nos soins.",
        "Nous vous faisons passer {} à l'embauche.",
        "Pas encore {} ? Nous finançons la formation.",
    ),
}
SHIFT_WORDS: dict[str, tuple[str, ...]] = {
    "day": ("Horaires de journée.", "Travail en journée, du lundi au vendredi."),
    "early": (
        "Prise de poste très tôt le matin.",
        "Vous travaillez du matin tôt.",
        "Équipe du petit matin.",
    ),
    "two": (
        "Travail en 2x8.",
        "Postes en 2X8 : une semaine du matin, une semaine d'après-midi.",
        "Rythme : deux équipes (2x8).",
    ),
    "three": (
        "Travail en 3x8.",
        "Vous tournez en 3X8, nuits comprises.",
        "Rythme : trois équipes (3 x 8).",
    ),
    "night": ("Poste de nuit.", "Vous travaillez de nuit.", "Équipe de nuit fixe."),
    "split": (
        "Horaires coupés.",
        "Journée en deux fois, avec coupure l'après-midi.",
        "Service du midi et du soir, avec coupure.",
    ),
}
HOURS: dict[str, tuple[str, ...]] = {
    "day": ("de 8h30 à 16h30", "8h30-16h30"),
    "early": ("de 5h à 12h", "5h00-12h00"),
    "two": ("5h-13h / 13h-21h", "de 5h à 13h ou de 13h à 21h"),
    "three": ("5h-13h, 13h-21h, 21h-5h",),
    "night": ("de 21h à 5h", "21h-5h"),
    "split": ("9h-14h et 17h-20h", "de 9h à 14h puis de 17h à 20h"),
}
NOT_BEFORE = (
    "pas avant {}",
    "ne peut pas commencer avant {}",
    "garde d'enfants jusqu'à {}",
    "disponible à partir de {}",
    "dépose son fils, libre après {}",
    "impossible de prendre son poste avant {}",
)
NOT_AFTER = (
    "pas après {}",
    "doit avoir fini à {}",
    "doit partir au plus tard à {}",
    "impossible de finir après {}",
    "libre jusqu'à {}",
)
NO_NIGHT = (
    "pas de nuit",
    "ne travaille plus la nuit",
    "aucun travail nocturne",
    "refuse les nuits",
    "nuits exclues",
)
CANNOT: dict[str, tuple[str, ...]] = {
    "load": (
        "pas de port de charges > {} kg",
        "ne doit pas soulever plus de {} kg",
        "port limité à {} kg",
        "charges de {} kilos au maximum",
    ),
    "height": ("pas de travail en hauteur", "vertige", "ne monte pas sur une échelle"),
    "standing": ("pas de station debout prolongée", "ne peut pas rester debout"),
    "noise": ("pas de lieu bruyant", "ne supporte pas le bruit", "éviter le bruit"),
    "cold": ("ne supporte pas le froid", "pas de travail au froid"),
    "chemicals": ("allergie aux produits chimiques", "pas de contact avec des produits chimiques"),
    "dust": ("pas de poussière (asthme)", "éviter les poussières"),
    "repetitive": ("pas de gestes répétitifs", "éviter les gestes répétés"),
}
DEMANDS: dict[str, tuple[str, ...]] = {
    "load": (
        "Vous portez des charges de {} kg.",
        "Manutention de sacs de {} kg.",
        "Port de charges jusqu'à {} kg.",
    ),
    "height": (
        "Une partie du travail se fait en hauteur.",
        "Vous intervenez sur échafaudage.",
        "Travail sur toiture.",
    ),
    "standing": ("Station debout toute la journée.", "Vous restez debout tout le poste."),
    "noise": ("L'atelier est bruyant.", "Beaucoup de bruit sur le poste."),
    "cold": ("Travail au froid (2 °C).", "Vous travaillez en chambre froide."),
    "chemicals": ("Vous manipulez des produits chimiques.", "Vous maniez des produits chimiques."),
    "dust": ("Vous travaillez dans la poussière.", "Vous êtes exposé aux poussières de bois."),
    "repetitive": ("Les gestes sont répétitifs.", "Travail répétitif à la chaîne."),
}
SAID_CONTRACT: dict[str, tuple[str, ...]] = {
    "CDI": ("CDI", "Contrat à durée indéterminée"),
    "CDD": ("CDD de 6 mois", "Contrat à durée déterminée de 4 mois"),
    "Intérim": ("Mission d'intérim", "Intérim, 3 mois"),
    "CDDI": ("CDDI", "Contrat d'insertion (CDDI)"),
    "Saisonnier": ("Contrat saisonnier", "Emploi saisonnier"),
    "Alternance": ("Contrat en alternance", "Alternance (contrat de professionnalisation)"),
}
ENGLISH = ("Anglais {} exigé.", "Anglais niveau {} obligatoire.", "Niveau {} en anglais exigé.")
MEANS = {"car": "voiture", "bus": "bus", "bike": "vélo", "foot": "à pied"}


def tables() -> tuple[tuple[str, ...], ...]:
    """Every phrase that is ours to choose, for the test on the lexicons."""
    free = (STATES, ASKED, SHIFT_WORDS, HOURS, CANNOT, DEMANDS)
    return (*(words for table in free for words in table.values()), NOT_BEFORE, NOT_AFTER, NO_NIGHT)
