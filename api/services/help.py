"""The guide of the service: which topics each role reads, and which one explains a page.

The words stand in templates, one a topic; no base is read.
"""

from dataclasses import dataclass
from fnmatch import fnmatchcase

from models.errors import NotFoundError
from models.vocabulary import Role

HOME = "/aide"


@dataclass(frozen=True, slots=True)
class Topic:
    """One task told in short sentences: its anchor, its title, the pages it explains.

    pages : addresses, `*` for any part of one
    """

    key: str
    title: str
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guide:
    """What one role reads: the end of its address, its name, whom it is for, its topics."""

    slug: str
    role: Role
    name: str
    lead: str
    topics: tuple[Topic, ...]

    @property
    def address(self) -> str:
        return f"{HOME}/{self.slug}"


DAY = Topic(
    "a-traiter",
    "Commencer sa journée",
    ("/", "/a-traiter", "/commencer", "/mes-messages", "/mon-compte"),
)
TAKE = Topic("saisir", "Saisir une offre", ("/offers/new",))
REVIEW = Topic("relire", "Relire et ouvrir une offre", ("/offers/*/review", "/offers/*/duplicates"))
OFFERS = Topic("offres", "Retrouver une offre", ("/offers", "/offers/*"))
CLOSE = Topic("clore", "Suivre une offre et la clore", ("/offers/*/close",))
LIST = Topic(
    "liste",
    "Lire la liste d’une offre",
    (
        "/offers/*/shortlist",
        "/offers/*/weights",
        "/offers/*/obstacles",
        "/offers/*/levers",
        "/offers/*/answer",
    ),
)
PEOPLE = Topic("personnes", "Partir d’une personne", ("/candidats", "/candidats/*", "/forgotten"))
INTRODUCTION = Topic("mise-en-relation", "Conduire une mise en relation", ("/mises-en-relation/*",))
LEVEL2 = Topic("niveau-2", "Tenir un entretien de niveau 2", ("/niveau-2*", "/entretiens/*"))
DISPATCH = Topic("envois", "Transmettre des profils", ("/envois*", "/offers/*/envoi"))
HIRE = Topic(
    "embauche",
    "Noter une embauche et suivre le contrat",
    ("/contrats*", "/mises-en-relation/*/embauche", "/mises-en-relation/*/essais"),
)
FOLLOW = Topic("suivi", "Appeler les personnes en emploi", ("/suivi*",))
EXITS = Topic("sorties", "Justifier une sortie positive", ("/sorties*", "/candidats/*/emploi"))
IMPORTS = Topic("imports", "Reprendre un fichier", ("/imports*",))
FIGURES = Topic("chiffres", "Lire les chiffres", ("/chiffres*",))
TRAVEL = Topic("trajets", "Lire les trajets", ("/territoire",))
STEERING = Topic(
    "pilotage",
    "Piloter : leviers, poids, équité",
    ("/levers", "/apprentissage", "/equite*"),
)
DELEGATIONS = Topic(
    "delegations", "Déléguer, réaffecter un portefeuille", ("/delegations", "/portefeuilles*")
)
ACCOUNTS = Topic("comptes", "Comptes et journal des accès", ("/comptes*", "/journal*"))
TOKENS = Topic("jetons", "Relier un programme", ("/jetons*", "/api/*"))
ABC = Topic("abc", "Remettre les actes à ABC", ("/abc*",))
DRIVES = Topic("recrutements", "Mener un recrutement en nombre", ("/recrutements*",))
CLAUSES = Topic("clauses", "Tenir les heures de clause", ("/clauses*",))
ANSWER = Topic("repondre", "Répondre à un envoi", ("/reponse/*",))

GUIDES: tuple[Guide, ...] = (
    Guide(
        "relation-entreprise",
        Role.OFFICER,
        "Chargé·e de mission RH",
        "Vous captez les offres, vous transmettez des profils, vous suivez l’embauche.",
        (
            DAY,
            TAKE,
            REVIEW,
            OFFERS,
            CLOSE,
            LIST,
            INTRODUCTION,
            DISPATCH,
            HIRE,
            FOLLOW,
            DRIVES,
            CLAUSES,
            IMPORTS,
            TRAVEL,
            FIGURES,
        ),
    ),
    Guide(
        "appui",
        Role.OFFICE,
        "Appui administratif",
        "Vous complétez les offres et vous reprenez les fichiers.",
        (
            DAY,
            TAKE,
            REVIEW,
            OFFERS,
            CLOSE,
            LIST,
            DISPATCH,
            DRIVES,
            CLAUSES,
            IMPORTS,
            ABC,
            TRAVEL,
            FIGURES,
        ),
    ),
    Guide(
        "referent",
        Role.CASEWORKER,
        "Référent·e de parcours",
        "Vous partez de vos participants : les proposer, recueillir leur accord, les suivre.",
        (
            DAY,
            PEOPLE,
            OFFERS,
            LIST,
            INTRODUCTION,
            LEVEL2,
            DISPATCH,
            HIRE,
            FOLLOW,
            EXITS,
            DRIVES,
            TRAVEL,
        ),
    ),
    Guide(
        "conseiller",
        Role.ADVISOR,
        "Conseiller·ère emploi",
        "Vous partez d’une offre : lire la liste, décider, recevoir, transmettre.",
        (
            DAY,
            OFFERS,
            LIST,
            INTRODUCTION,
            LEVEL2,
            DISPATCH,
            PEOPLE,
            HIRE,
            FOLLOW,
            EXITS,
            DRIVES,
            CLAUSES,
            ABC,
            TRAVEL,
            FIGURES,
        ),
    ),
    Guide(
        "responsable",
        Role.MANAGER,
        "Responsable",
        "Vous voyez tout le travail, vous déléguez, vous répondez des règles et des chiffres.",
        (
            DAY,
            STEERING,
            DELEGATIONS,
            FIGURES,
            EXITS,
            TAKE,
            REVIEW,
            OFFERS,
            CLOSE,
            LIST,
            INTRODUCTION,
            LEVEL2,
            DISPATCH,
            PEOPLE,
            HIRE,
            FOLLOW,
            DRIVES,
            CLAUSES,
            IMPORTS,
            ABC,
            TRAVEL,
        ),
    ),
    Guide(
        "administration",
        Role.ADMIN,
        "Administration",
        "Vous ouvrez les comptes, vous reprenez les fichiers, vous lisez les chiffres.",
        (DAY, ACCOUNTS, TOKENS, IMPORTS, TRAVEL, OFFERS, STEERING, FIGURES),
    ),
    Guide(
        "agence",
        Role.AGENCY,
        "Agence d’emploi, employeur",
        "Vous avez reçu un lien : des profils sans nom, et deux clics pour répondre.",
        (ANSWER,),
    ),
)


def guide_of(role: Role) -> Guide:
    """The guide of a role."""
    return next(guide for guide in GUIDES if guide.role is role)


def find_guide(slug: str) -> Guide:
    """The guide at an address.

    Raises
    ------
    NotFoundError : no guide has it
    """
    found = next((guide for guide in GUIDES if guide.slug == slug), None)
    if found is None:
        raise NotFoundError("Guide", slug[:50])
    return found


def topic_of(guide: Guide, path: str) -> Topic | None:
    """The topic of a guide that explains the page at `path`: the one that names it closest."""
    naming = [
        (len(pattern), topic)
        for topic in guide.topics
        for pattern in topic.pages
        if fnmatchcase(path, pattern)
    ]
    return max(naming, key=lambda pair: pair[0])[1] if naming else None


def help_href(role: Role | None, path: str) -> str:
    """Where « Aide » leads from a page; "" where nobody is signed in and nothing explains it."""
    guide = guide_of(role or Role.AGENCY)
    topic = topic_of(guide, path)
    if role is None and topic is None:
        return ""
    return f"{guide.address}#{topic.key}" if topic else guide.address
