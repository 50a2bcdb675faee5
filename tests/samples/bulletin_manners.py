"""Bulletins of several offers, generated in many manners with a fixed seed; truth is known."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

TRADES = (
    ("Cariste", "CACES R489 cat. 3 exigé", "Chargement et déchargement de camions."),
    ("Maçon", "Permis B souhaité", "Montage de murs et coulage de dalles."),
    ("Soudeur TIG", "Licence à jour", "Soudage d'inox sur plans."),
    ("Agent de propreté", "Débutant accepté", "Entretien de bureaux le matin."),
    ("Préparateur de commandes", "CACES 1A souhaité", "Préparation à la commande vocale."),
    ("Aide à domicile", "Permis B exigé", "Ménage et repas chez des personnes âgées."),
    ("Serveur", "Expérience d'un an", "Service en salle sur la digue."),
    ("Électricien", "Habilitation B1V exigée", "Pose de chemins de câbles."),
    ("Conducteur de ligne", "Expérience en agroalimentaire", "Conduite et réglages simples."),
    ("Chauffeur PL", "Permis C et FIMO exigés", "Livraison de chantiers."),
    ("Peintre en bâtiment", "CAP souhaité", "Préparation des murs et peinture."),
    ("Manutentionnaire", "Sans diplôme", "Tri et conditionnement de colis."),
)
PLACES = ("Loon-Plage", "Dunkerque", "Grande-Synthe", "Bourbourg", "Gravelines", "Bergues")
CONTRACTS = ("CDI", "CDD 6 mois", "Intérim 3 mois", "Contrat saisonnier", "Intérim, longue mission")
HOURS = ("35h", "39 h par semaine", "2x8", "24h par semaine", "horaires de journée")
PAYS = ("12,14 € de l'heure", "1 900 € brut par mois", "SMIC", "13,20 €/h")


@dataclass(frozen=True, slots=True)
class Post:
    """One offer of a bulletin, in pieces."""

    trade: str
    need: str
    task: str
    place: str
    contract: str
    hours: str
    pay: str
    reference: str

    @property
    def facts(self) -> str:
        return f"{self.contract} - {self.place} - {self.hours} - {self.pay}"


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A text and the words by which each of its offers must be known."""

    manner: str
    text: str
    trades: tuple[str, ...]
    references: tuple[str, ...]


def _posts(rng: random.Random, count: int) -> list[Post]:
    return [
        Post(
            *trade,
            rng.choice(PLACES),
            rng.choice(CONTRACTS),
            rng.choice(HOURS),
            rng.choice(PAYS),
            f"DK{rng.randrange(1000, 9999)}-{rank}",
        )
        for rank, trade in enumerate(rng.sample(TRADES, count), start=1)
    ]


def _numbered(posts: Sequence[Post]) -> str:
    return "\n\n".join(
        f"{rank}. {p.trade} (H/F)\n{p.task}\n{p.facts}\n{p.need}."
        for rank, p in enumerate(posts, start=1)
    )


def _numbered_tight(posts: Sequence[Post]) -> str:
    return "\n".join(
        f"{rank}) {p.trade} : {p.facts}, {p.need}" for rank, p in enumerate(posts, start=1)
    )


def _offer_number(posts: Sequence[Post]) -> str:
    return "\n\n".join(
        f"Offre n° {rank}\n{p.trade}\n{p.task} {p.need}.\n{p.facts}"
        for rank, p in enumerate(posts, start=1)
    )


def _reference_first(posts: Sequence[Post]) -> str:
    return "\n\n".join(
        f"Réf. {p.reference}\n{p.trade} H/F\n{p.task}\n{p.facts}\nProfil : {p.need}" for p in posts
    )


def _reference_last(posts: Sequence[Post]) -> str:
    return "\n\n".join(
        f"{p.trade} H/F\n{p.task}\n{p.facts}\n{p.need}\nRéférence : {p.reference}" for p in posts
    )


def _reference_beside(posts: Sequence[Post]) -> str:
    return "\n".join(f"{p.trade} (réf : {p.reference})\n{p.task}\n{p.facts}" for p in posts)


def _capitals(posts: Sequence[Post]) -> str:
    return "\n\n".join(f"{p.trade.upper()}\n{p.task}\n{p.facts}\n{p.need}" for p in posts)


def _dashes(posts: Sequence[Post]) -> str:
    return "\n--------------------\n".join(f"{p.trade}\n\n{p.task}\n{p.facts}" for p in posts)


def _stars(posts: Sequence[Post]) -> str:
    return "\n\n* * * * *\n\n".join(
        f"{p.trade} H/F\n{p.contract} à {p.place}\n{p.task}\n{p.pay}" for p in posts
    )


def _titles(posts: Sequence[Post]) -> str:
    return "\n\n".join(f"{p.trade} (H/F)\n{p.task}\n{p.facts}" for p in posts)


def _plain_titles(posts: Sequence[Post]) -> str:
    return "\n\n".join(
        f"{p.trade}\n{p.task}\nLieu : {p.place}\nContrat : {p.contract}\n{p.hours}, {p.pay}"
        for p in posts
    )


def _forms(posts: Sequence[Post]) -> str:
    return "\n\n".join(
        f"Intitulé du poste : {p.trade}\nLieu : {p.place}\nContrat : {p.contract}\n"
        f"Horaires : {p.hours}\nSalaire : {p.pay}\nMissions : {p.task}"
        for p in posts
    )


def _forms_by_reference(posts: Sequence[Post]) -> str:
    return "\n".join(
        f"Référence : {p.reference}\nPoste : {p.trade}\nCommune : {p.place}\n"
        f"Type de contrat : {p.contract}\nRémunération : {p.pay}"
        for p in posts
    )


def _bullets(posts: Sequence[Post]) -> str:
    return "\n".join(
        f"- {1 + rank % 3} {p.trade.lower()}{'s' if rank % 3 else ''}, {p.contract}, {p.place}"
        for rank, p in enumerate(posts)
    )


def _bullet_dots(posts: Sequence[Post]) -> str:
    return "\n".join(f"• {p.trade} H/F - {p.contract} - {p.place} - {p.pay}" for p in posts)


def _spaced_sections(posts: Sequence[Post]) -> str:
    return "\n\n".join(
        f"{p.trade} - {p.place} (H/F)\n\nMissions :\n- {p.task}\n\nProfil :\n- {p.need}\n\n"
        f"Conditions :\n{p.contract}, {p.hours}, {p.pay}"
        for p in posts
    )


MANNERS: Mapping[str, Callable[[Sequence[Post]], str]] = {
    "numbered": _numbered,
    "numbered_tight": _numbered_tight,
    "offer_number": _offer_number,
    "reference_first": _reference_first,
    "reference_last": _reference_last,
    "reference_beside": _reference_beside,
    "capitals": _capitals,
    "dashes": _dashes,
    "stars": _stars,
    "titles": _titles,
    "plain_titles": _plain_titles,
    "forms": _forms,
    "forms_by_reference": _forms_by_reference,
    "bullets": _bullets,
    "bullet_dots": _bullet_dots,
    "spaced_sections": _spaced_sections,
}
HEADS = (
    "",
    "Agence Alpha Intérim Dunkerque\nNos offres de la semaine 48\n\n",
    "Bonjour,\n\nVeuillez trouver ci-dessous nos besoins du moment :\n\n",
    "BULLETIN D'OFFRES\nSemaine du 23 au 27 novembre 2026\n\n",
)
FEET = (
    "",
    "\n\nContact : Julie Roy, 03 28 00 00 00, julie@alpha.example",
    "\n\nCordialement,\nJulie Roy\nAlpha Intérim\n03 28 00 00 00",
    "\n\nPour postuler, envoyez votre CV à l'agence.",
)


def bulletins(each: int = 4, seed: int = 20261122) -> list[Bulletin]:
    """`each` bulletins of every manner, of 2 to 7 offers, with several heads and feet."""
    rng = random.Random(seed)
    made = []
    for manner, write in MANNERS.items():
        for rank in range(each):
            posts = _posts(rng, rng.randint(2, 7))
            text = HEADS[rank % len(HEADS)] + write(posts) + FEET[(rank // 2 + rank) % len(FEET)]
            names = tuple(post.trade for post in posts)
            made.append(Bulletin(manner, text, names, tuple(post.reference for post in posts)))
    return made
