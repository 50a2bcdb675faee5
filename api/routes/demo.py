"""The role switch of the demonstration; anywhere else these addresses do not exist."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from api.dependencies import NowDep, SessionDep
from api.routes.sign_in import welcome
from api.schemas import DemoRoleForm
from api.services.figures import first_of_role
from models.errors import NotFoundError

router = APIRouter()


@router.post("/demo/role")
def switch_role(
    request: Request, session: SessionDep, now: NowDep, form: Annotated[DemoRoleForm, Form()]
) -> Response:
    """Sign in as the fictitious person of a role.

    Raises
    ------
    NotFoundError : this is no demonstration, or it has nobody of that role
    """
    if not request.app.state.demo:
        raise NotFoundError("Page", "/demo/role")
    user = first_of_role(session, form.role)
    return welcome(request, session, user, now, "/")
