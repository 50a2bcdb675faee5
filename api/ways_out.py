"""After a refusal: what to do, and the nearest page that helps, which the reader may open."""

from collections.abc import Iterator

from starlette.requests import Request

from api.security import POLICIES
from models.vocabulary import Role

ADVICE: dict[int, str] = {
    400: "Revenez en arrière et recommencez. Si vous avez suivi un lien, il est peut-être coupé.",
    401: "Demandez un nouveau lien de connexion à la personne qui administre le service.",
    403: "Cette page est celle d’un autre rôle. Si vous en avez besoin, parlez-en à votre "
    "responsable.",
    404: "L’adresse est peut-être incomplète, ou la fiche n’est pas de votre portefeuille. "
    "Repartez de la recherche.",
    405: "Revenez à la page et servez-vous de ses boutons.",
    409: "Rien n’a changé. Revenez à la page pour voir où l’on en est ; si c’est encore utile, "
    "recommencez.",
    410: "Ce qui était ici n’est plus à prendre. Repartez de la page d’où vous venez.",
    413: "Un fichier peut être coupé en plusieurs ; un texte aussi.",
    422: "Revenez en arrière avec votre navigateur : ce que vous avez saisi y est encore. "
    "Corrigez, puis recommencez.",
    429: "Attendez quelques minutes avant de recommencer. Rien d’autre n’est bloqué.",
    500: "Rien n’est enregistré à moitié. Si cela recommence, notez l’heure et dites-la à la "
    "personne qui administre le service.",
}
"""What to do, by status."""
LISTS: dict[str, str] = {
    "/offers": "Chercher une offre",
    "/candidats": "Chercher une personne",
    "/contrats": "Voir les contrats",
    "/suivi": "Voir les appels du jour",
    "/sorties": "Voir les sorties",
    "/envois": "Voir les envois",
    "/niveau-2": "Voir qui attend un entretien",
    "/imports": "Voir les imports",
    "/equite": "Voir les rapports",
    "/recrutements": "Voir les recrutements",
    "/clauses": "Voir les marchés",
    "/comptes": "Voir les comptes",
    "/portefeuilles": "Voir les portefeuilles",
}
"""Pages to search from, and the words of the link."""
BY_ITS_SEARCH = frozenset({403, 404, 410})
"""What is asked for is not there, or not theirs: the page above it would not help either."""
OF_A_LINK = "/reponse/"
"""Whoever holds a link has no search to go back to: the page of the link says what is left."""
FOR_A_WHILE = frozenset({429, 500})
"""The same page may answer a little later."""
HOME = ("/", "Voir ce qui m’attend")
SIGN_IN = ("/sign-in", "Me connecter")
AGAIN = "Revenir à la page"


def way_out(request: Request, status: int) -> tuple[str, str]:
    """The address and words of the one link of a refusal, for the role that reads it."""
    user = getattr(request.state, "user", None)
    role = None if user is None else user.role
    paths = _above(request.url.path)
    if request.method == "GET" and status not in FOR_A_WHILE:
        next(paths)  # the page that has just refused
    for path in paths:
        if path in LISTS and _opens(path, role):
            return path, LISTS[path]
        is_again = status not in BY_ITS_SEARCH or path.startswith(OF_A_LINK)
        if is_again and _opens(path, role):
            return path, AGAIN
    return HOME if role is not None else SIGN_IN


def _above(path: str) -> Iterator[str]:
    """The path, then each one above it; a candidate of an offer leads to the list first."""
    parts = path.strip("/").split("/")
    if len(parts) > 3 and parts[0] == "offers" and parts[2] == "candidates":
        yield f"/offers/{parts[1]}/shortlist"
    for end in range(len(parts), 0, -1):
        yield "/" + "/".join(parts[:end])


def _opens(path: str, role: Role | None) -> bool:
    """True where a page is there for this role, as the table of permissions says."""
    return any(
        method == "GET"
        and _fits(known, path)
        and (policy.public or (role is not None and policy.admits(role)))
        for (method, known), policy in POLICIES.items()
    )


def _fits(known: str, path: str) -> bool:
    wanted, given = known.split("/"), path.split("/")
    return len(wanted) == len(given) and all(
        each.startswith("{") or each == part for each, part in zip(wanted, given, strict=True)
    )
