"""What a person decides on an alert of an offer: kept for a ground, reworded, or no matter."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import NowDep, SessionDep, TodayDep, UserDep
from api.rendering import is_htmx, page
from api.schemas import AlertForm
from api.services.offer_alerts import alert_lines, alert_of, rule_on
from api.services.offer_lists import offer_of
from api.services.offers import parsed_offer
from models.guards import LegalGround

router = APIRouter()


@router.post("/offers/{key}/alerts/{alert_key}", response_class=HTMLResponse)
def decide(
    request: Request,
    session: SessionDep,
    user: UserDep,
    now: NowDep,
    today: TodayDep,
    key: str,
    alert_key: str,
    form: Annotated[AlertForm, Form()],
) -> Response:
    """Record the decision; for htmx, the alert as it then stands, the fiche left as typed."""
    offer = offer_of(session, key)
    parsed = parsed_offer(session, offer)
    alert = alert_of(parsed, alert_key, today)
    rule_on(session, offer, alert, (form.decision, form.ground), user, now)
    if not is_htmx(request):
        return RedirectResponse(f"/offers/{offer.key}/review#alertes", status_code=303)
    lines = alert_lines(session, offer, parsed, today)
    facts = {
        "offer": offer,
        "line": next(line for line in lines if line.alert.key == alert_key),
        "anchor": "",
        "grounds": list(LegalGround),
        "focus": True,
    }
    return page(request, "_alert_line.html", facts)
