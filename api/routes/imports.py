"""The import assistant: a file put aside, its columns, a trial, the import, its undo."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from sqlalchemy.orm import Session

from api.boxes import FormError
from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import page
from api.schemas import Form as BaseForm
from api.schemas import Line, Search, Version, storable
from api.services import import_assistant as assistant
from api.services import import_lists as lists
from api.services import import_preview as previews
from api.services import import_profiles as profiles
from api.services import import_undo as undoing
from api.services.import_assistant import Clerk
from ingestion.candidates.rejects import note_file
from ingestion.table_reading import Delimiter, Encoding, TableReading
from models.errors import InputRefusedError
from models.imports import ImportDraft
from models.journal import ImportKind

router = APIRouter()

KINDS = {ImportKind.CANDIDATES: "Candidats", ImportKind.OFFERS: "Offres"}
NO_FILE = "Choisissez un fichier."
TOO_LARGE = (
    "Ce fichier dépasse 50 Mo : coupez-le en plusieurs, ou retirez-en les colonnes inutiles."
)
NOTICES = {
    "dropped": "Fichier abandonné : rien n’en est gardé.",
    "read": "Le fichier est relu. Vérifiez les accents et les colonnes.",
    "renamed": "Réglage renommé.",
    "deleted": "Réglage supprimé. Les imports faits avec lui restent.",
    "done": "Import enregistré.",
    "undone": "Import annulé.",
}
LEAVE_REST = "leave_rest"
SHOWN_KEPT = 50
MOST_COLUMNS = 1_000
Choice = Annotated[str, StringConstraints(max_length=100), AfterValidator(storable)]
Choices = Annotated[list[Choice], Field(max_length=MOST_COLUMNS)]


def _none(text: object) -> object:
    return text or None


class ReadingForm(BaseForm):
    """How to read the file; empty: found by itself."""

    version: Version
    encoding: Annotated[Encoding | None, BeforeValidator(_none)] = None
    delimiter: Annotated[Line, StringConstraints(strip_whitespace=False)] = ""


class ColumnsForm(BaseForm):
    """A decision for each column, in the order of the file."""

    version: Version
    column: Choices = Field(default_factory=list)
    save_as: Line = ""
    action: Line = ""


class VersionForm(BaseForm):
    version: Version


class ProfileForm(BaseForm):
    action: Line
    name: Line = ""


@router.get("/imports", response_class=HTMLResponse)
def show_imports(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, done: Search = ""
) -> Response:
    """Where a file is given, the files that wait, and what was imported."""
    return _imports_page(request, session, Clerk(user, now), notice=NOTICES.get(done, ""))


@router.post("/imports", response_class=HTMLResponse)
def receive(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    kind: Annotated[ImportKind, Form()] = ImportKind.CANDIDATES,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Keep the file aside; where its columns are known, go on to the trial at once."""
    clerk = Clerk(user, now)
    if file is None or not file.filename:
        return _imports_page(request, session, clerk, message=NO_FILE)
    data = file.file.read(assistant.MOST_BYTES + 1)
    if len(data) > assistant.MOST_BYTES:
        return _imports_page(request, session, clerk, message=TOO_LARGE)
    try:
        draft = assistant.keep_file(session, kind, file.filename, data, clerk)
    except InputRefusedError as error:
        return _imports_page(request, session, clerk, message=str(error))
    step = "/trial" if _is_decided(draft) else ""
    return RedirectResponse(f"/imports/{draft.key}{step}", status_code=303)


@router.get("/imports/profiles", response_class=HTMLResponse)
def show_profiles(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, done: Search = ""
) -> Response:
    """The columns saved under a name."""
    saved = profiles.list_profiles(session, Clerk(user, now).kinds)
    facts = {"profiles": saved, "kinds": KINDS, "notice": NOTICES.get(done, "")}
    return page(request, "import_profiles.html", facts)


@router.post("/imports/profiles/{profile_key}")
def change_profile(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    profile_key: str,
    form: Annotated[ProfileForm, Form()],
) -> Response:
    """Rename or delete a saved profile."""
    profile = profiles.find_profile(session, profile_key, Clerk(user, now).kinds)
    if form.action == "delete":
        session.delete(profile)
        return RedirectResponse("/imports/profiles?done=deleted", status_code=303)
    profiles.rename_profile(session, profile, form.name)
    return RedirectResponse("/imports/profiles?done=renamed", status_code=303)


@router.get("/imports/runs/{run_key}", response_class=HTMLResponse)
def show_run(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    run_key: str,
    done: Search = "",
) -> Response:
    """What an import did, and what taking it back would do."""
    run = undoing.find_run(session, run_key, Clerk(user, now).kinds)
    line = lists.run_line(session, run)
    may_undo = undoing.is_undoable(session, run, now)
    facts = {
        "line": line,
        "kinds": KINDS,
        "draft": assistant.draft_of_run(session, run, now) if run.refused else None,
        "plan": undoing.plan_undo(session, run, now) if may_undo else None,
        "kept": undoing.kept_people(session, run, SHOWN_KEPT) if line.undo else [],
        "notice": NOTICES.get(done, ""),
    }
    return page(request, "import_run.html", facts)


@router.post("/imports/runs/{run_key}/undo")
def undo(session: SessionDep, user: UserDep, now: NowDep, run_key: str) -> Response:
    """Take an import back."""
    undoing.find_run(session, run_key, Clerk(user, now).kinds)
    undoing.undo_import(session, run_key, user, now)
    return RedirectResponse(f"/imports/runs/{run_key}?done=undone", status_code=303)


@router.get("/imports/{key}", response_class=HTMLResponse)
def show_columns(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    key: str,
    done: Search = "",
) -> Response:
    """The first rows as they are read, and what each column is."""
    draft = assistant.find_draft(session, key, Clerk(user, now))
    if draft.run_id is not None:
        return RedirectResponse("/imports", status_code=303)
    facts = _columns_facts(draft, previews.preview_of(draft, today))
    return page(request, "import_columns.html", facts | {"notice": NOTICES.get(done, "")})


@router.post("/imports/{key}/reading")
def change_reading(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    form: Annotated[ReadingForm, Form()],
) -> Response:
    """Read the file in another encoding, or with another separator."""
    clerk = Clerk(user, now)
    draft = assistant.find_draft(session, key, clerk, is_locked=True)
    known = next((each for each in Delimiter if each.name == form.delimiter), None)
    reading = TableReading(form.encoding, known)
    assistant.change_reading(session, draft, reading, form.version, clerk)
    return RedirectResponse(f"/imports/{key}?done=read", status_code=303)


@router.post("/imports/{key}/columns", response_class=HTMLResponse)
def decide_columns(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    key: str,
    form: Annotated[ColumnsForm, Form()],
) -> Response:
    """Take the decision on each column, then try the import out."""
    clerk = Clerk(user, now)
    draft = assistant.find_draft(session, key, clerk, is_locked=True)
    preview = previews.preview_of(draft, today)
    chosen = list(form.column)
    if form.action == LEAVE_REST:
        chosen = [each or previews.NOT_TAKEN for each in chosen]
    if len(chosen) != len(preview.header):
        raise InputRefusedError("le fichier a d’autres colonnes : rechargez la page", "Colonnes")
    errors = [
        FormError(f"column-{at}", message)
        for at, message in previews.column_errors(draft.kind, preview.header, chosen)
    ]
    if not errors and form.save_as.strip():
        try:
            profiles.profile_name(form.save_as)
        except InputRefusedError as error:
            errors = [FormError("save_as", str(error))]
    if errors:
        facts = _columns_facts(draft, preview, chosen, form.save_as)
        return page(request, "import_columns.html", facts | {"errors": errors}, 422)
    decided = tuple(None if each == previews.NOT_TAKEN else each for each in chosen)
    assistant.decide(session, draft, (preview.header, decided), form.version, clerk, form.save_as)
    return RedirectResponse(f"/imports/{key}/trial", status_code=303)


@router.get("/imports/{key}/trial", response_class=HTMLResponse)
def show_trial(
    request: Request, session: SessionDep, user: UserDep, now: NowDep, key: str
) -> Response:
    """What the import would do, without doing it."""
    clerk = Clerk(user, now)
    draft = assistant.find_draft(session, key, clerk)
    if draft.run_id is not None or not _is_decided(draft):
        return RedirectResponse(f"/imports/{key}", status_code=303)
    taken = assistant.try_out(session, draft, clerk)
    report = taken.report
    facts = {
        "draft": draft,
        "kind": KINDS[draft.kind],
        "report": report,
        "refused": previews.lines_of(taken, report.refused[: previews.SHOWN_LINES]),
        "notes": previews.lines_of(taken, report.notes[: previews.SHOWN_LINES]),
        "changes": previews.changes_of(session, taken),
        "missing": taken.sheet.columns.missing if taken.sheet and report.updated else (),
    }
    return page(request, "import_trial.html", facts)


@router.get("/imports/{key}/rejects")
def give_rejects(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """The refused rows whole, with cause and cure, to be corrected and imported again."""
    clerk = Clerk(user, now)
    draft = assistant.find_draft(session, key, clerk)
    return _csv(assistant.rejects_of(session, draft, clerk), "rejets.csv")


@router.get("/imports/{key}/notes")
def give_notes(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Every value that could not be read, with its place, cause and cure."""
    clerk = Clerk(user, now)
    draft = assistant.find_draft(session, key, clerk)
    if draft.run_id is not None:
        return RedirectResponse("/imports", status_code=303)
    return _csv(note_file(assistant.try_out(session, draft, clerk).report.notes), "remarques.csv")


@router.post("/imports/{key}/commit")
def commit(
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    key: str,
    form: Annotated[VersionForm, Form()],
) -> Response:
    """Import the file, once."""
    run = assistant.commit(session, key, form.version, Clerk(user, now))
    return RedirectResponse(f"/imports/runs/{run.key}?done=done", status_code=303)


@router.post("/imports/{key}/drop")
def drop(session: SessionDep, user: UserDep, now: NowDep, key: str) -> Response:
    """Forget the file."""
    draft = assistant.find_draft(session, key, Clerk(user, now), is_locked=True)
    if draft.run_id is None:
        assistant.drop_draft(session, draft)
    return RedirectResponse("/imports?done=dropped", status_code=303)


def _is_decided(draft: ImportDraft) -> bool:
    """True where the columns can be tried out."""
    return draft.columns is not None


def _imports_page(
    request: Request, session: Session, clerk: Clerk, message: str = "", notice: str = ""
) -> Response:
    drafts = assistant.list_drafts(session, clerk)
    facts = {
        "kinds": {kind: KINDS[kind] for kind in clerk.kinds},
        "drafts": drafts,
        "names": lists.draft_names(session, drafts),
        "lines": lists.list_runs(session, clerk.kinds),
        "has_profiles": bool(profiles.list_profiles(session, clerk.kinds)),
        "message": message,
        "notice": notice,
    }
    return page(request, "imports.html", facts, 422 if message else 200)


def _columns_facts(
    draft: ImportDraft,
    preview: previews.Preview,
    chosen: list[str] | None = None,
    save_as: str = "",
) -> dict[str, object]:
    return {
        "draft": draft,
        "kind": KINDS[draft.kind],
        "is_people": draft.kind is ImportKind.CANDIDATES,
        "preview": preview,
        "chosen": chosen or [line.chosen for line in preview.columns],
        "encodings": list(Encoding),
        "delimiters": list(Delimiter),
        "save_as": save_as or draft.profile_name or "",
        "errors": [],
        "notice": "",
    }


def _csv(content: bytes, name: str) -> Response:
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
