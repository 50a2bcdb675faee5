"""Where to begin with the service, and the sign of life."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from api.dependencies import SessionDep, TodayDep, UserDep
from api.rendering import page
from api.services.figures import landing_figures
from api.services.offer_life import due_today
from models.transitions import INTAKE_ROLES
from models.vocabulary import Role

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Door:
    """What one role comes to do, in steps, and where it begins."""

    role: Role
    title: str
    steps: tuple[str, ...]
    action: str
    link: str


DOORS = (
    Door(
        Role.OFFICER,
        "Je capte des offres",
        (
            "Collez une annonce, un courriel ou vos notes de téléphone.",
            "Relisez les champs à côté du texte et posez les questions qui manquent.",
            "Ouvrez l’offre : la liste se fait toute seule, vous voyez combien de profils.",
        ),
        "Saisir une offre",
        "/offers/new",
    ),
    Door(
        Role.ADVISOR,
        "Je place des personnes",
        (
            "Choisissez une offre ouverte de votre domaine.",
            "Lisez pourquoi chacun est à sa place, et ce qui reste à demander.",
            "Retenez ou écartez avec un motif ; « Annuler » reprend la décision.",
        ),
        "Voir les offres ouvertes",
        "/offers?domain=miens&state=open",
    ),
    Door(
        Role.CASEWORKER,
        "Je suis un portefeuille",
        (
            "Ouvrez la liste d’une offre et choisissez « Mes participants ».",
            "Regardez les leviers : un permis, un horaire, un trajet.",
            "Retenez ou écartez les personnes que vous suivez.",
        ),
        "Voir les offres ouvertes",
        "/offers?state=open",
    ),
    Door(
        Role.MANAGER,
        "Je pilote",
        (
            "Regardez les offres à relire et celles qui attendent une décision.",
            "Ouvrez une liste et comparez l’ordre proposé à l’ordre brut des points.",
            "Voyez qui a décidé quoi, quand, et pour quel motif.",
        ),
        "Voir les offres",
        "/offers",
    ),
)


@router.get("/commencer", response_class=HTMLResponse)
def start(request: Request, session: SessionDep, user: UserDep, today: TodayDep) -> Response:
    """Par où commencer, and what waits for whoever takes offers in."""
    doors = sorted(DOORS, key=lambda door: door.role is not user.role)
    facts = {
        "doors": doors,
        "mine": user.role,
        "figures": landing_figures(session),
        "due": due_today(session, today) if user.role in INTAKE_ROLES else None,
    }
    return page(request, "start.html", facts)


@router.get("/health", response_class=PlainTextResponse)
def health() -> str:
    """Answers while the service stands."""
    return "ok"
