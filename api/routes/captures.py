"""Taking an offer in: pasted, dropped or chosen; what was read of each document."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, UserDep
from api.drafts import facts_of
from api.rendering import page
from api.schemas import MAX_OFFER_TEXT, Line, OfferTextForm, storable
from api.services.capture import MOST_BYTES, Capture, Intake, Received, capture
from api.services.reading import read_offer_words
from ingestion.offers.questions import questions
from ingestion.records import ParsedOffer
from models.errors import InputRefusedError
from models.fiche import Channel

router = APIRouter()

EMPTY = "Collez le texte de l’offre, ou choisissez un fichier."
TOO_LONG = (
    "Ce texte dépasse 100 000 caractères. Collez-le en plusieurs fois, ou enregistrez-le dans un "
    "fichier .txt et choisissez-le."
)
ACCEPTED = ".txt,.eml,.html,.htm,.pdf,.docx,.odt,.rtf,.xlsx,.xls,.csv,.tsv,.json,.jsonl"


@router.get("/offers/new", response_class=HTMLResponse)
def new_offer(request: Request) -> Response:
    """Where the text of an offer is pasted, or its documents chosen."""
    return capture_page(request, "", None, Capture())


@router.post("/offers/preview", response_class=HTMLResponse)
def preview(request: Request, form: Annotated[OfferTextForm, Form()]) -> Response:
    """What is read of the text so far; nothing is kept."""
    offers = offers_in(form.text)
    if not offers:
        return page(request, "_preview.html", {"found": [], "questions": [], "others": 0})
    first = offers[0]
    facts = {"found": facts_of(first), "questions": questions(first), "others": len(offers) - 1}
    return page(request, "_preview.html", facts)


@router.post("/offers", response_class=HTMLResponse)
def create_offer(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    text: Annotated[str, Form()] = "",
    channel: Annotated[Line, Form()] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Take everything in; a single offer goes on to its review, several to their list."""
    chosen = next((each for each in Channel if each == channel), None)
    received = [received_of(file) for file in files or () if file.filename]
    text = pasted(text)
    if len(text) > MAX_OFFER_TEXT:
        return capture_page(request, text, chosen, Capture(), TOO_LONG)
    if not text.strip() and not received:
        return capture_page(request, text, chosen, Capture(), EMPTY)
    done = capture(session, text, received, Intake(user, now, chosen))
    if not done.taken:
        return capture_page(request, text, chosen, done)
    if len(done.taken) == 1 and not done.refused and not done.notes:
        path = f"/offers/{done.taken[0].offer.key}/review?done=read"
        return RedirectResponse(path, status_code=303)
    return page(request, "offers_read.html", {"done": done})


def pasted(text: str) -> str:
    """The text with plain line ends, without the null characters that some programs copy."""
    return storable(text.replace("\x00", ""))


def offers_in(text: str) -> list[ParsedOffer]:
    """The offers of a text that may not be whole yet: what cannot be read says nothing."""
    try:
        return read_offer_words(text).offers if text.strip() else []
    except InputRefusedError:
        return []


def received_of(file: UploadFile) -> Received:
    """The file as it came, unread where it is too large."""
    is_small = file.size is None or file.size <= MOST_BYTES
    data = file.file.read(MOST_BYTES + 1) if is_small else None
    if data is not None and len(data) > MOST_BYTES:
        data = None
    return Received(file.filename or "", file.content_type or "", data)


def capture_page(
    request: Request, text: str, channel: Channel | None, done: Capture, message: str = ""
) -> Response:
    """The page where offers are pasted, with what was refused of the last attempt."""
    facts = {
        "text": text,
        "channel": channel,
        "channels": list(Channel),
        "accepted": ACCEPTED,
        "refused": done.refused,
        "message": message,
    }
    status = 422 if message or done.refused else 200
    return page(request, "offer_new.html", facts, status)
