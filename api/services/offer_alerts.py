"""Alerts of an offer beside what people decided on them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from ingestion.offers.guard import Alert, alerts
from ingestion.plain import storable
from ingestion.records import ParsedOffer
from models.errors import InputRefusedError, NotFoundError, RoleRefusedError
from models.guards import AlertDecision, LegalGround, Severity
from models.merges import AlertRuling
from models.offers import Offer
from models.people import User
from models.transitions import INTAKE_ROLES

LONGEST_WORDS = 300
DECIDE = "Décider d’une alerte"


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert with the decision that holds on it; None while nobody decided."""

    alert: Alert
    ruling: AlertRuling | None

    @property
    def holds_back(self) -> bool:
        """True where the offer cannot open before somebody decides."""
        return self.ruling is None and self.alert.severity is Severity.SERIOUS


def alert_lines(
    session: Session, offer: Offer, parsed: ParsedOffer, today: date
) -> tuple[AlertLine, ...]:
    """Every alert of the offer as it stands, wording first, with its decision.

    A decision on other words at the same place, or on another value, is no decision on these.
    """
    rulings = session.scalars(
        select(AlertRuling)
        .where(AlertRuling.offer_id == offer.id)
        .options(joinedload(AlertRuling.actor))
        .order_by(AlertRuling.id)
    )
    decided = {(each.kind, each.span_start, each.span_end, each.words): each for each in rulings}
    return tuple(
        AlertLine(alert, decided.get((alert.kind, alert.start, alert.end, _kept_words(alert))))
        for alert in alerts(parsed, today)
    )


def newly_undecided(
    session: Session, offer: Offer, change: tuple[ParsedOffer, ParsedOffer], today: date
) -> bool:
    """Whether a change (before, after) raised a serious alert that nobody decided on."""
    old, new = change
    known = {alert.said for alert in alerts(old, today)}
    lines = alert_lines(session, offer, new, today)
    return any(line.holds_back and line.alert.said not in known for line in lines)


def undecided(session: Session, offer: Offer, parsed: ParsedOffer, today: date) -> tuple[str, ...]:
    """What keeps the offer from opening, in French: serious alerts that nobody decided on."""
    return tuple(
        f"une alerte attend une décision ({words_of(line.alert)})"
        for line in alert_lines(session, offer, parsed, today)
        if line.holds_back
    )


def rule_on(
    session: Session,
    offer: Offer,
    alert: Alert,
    ruling: tuple[AlertDecision, LegalGround | None],
    user: User,
    now: datetime,
) -> AlertRuling:
    """Keep what `user` decided on an alert; the latest decision holds, all are kept.

    Raises
    ------
    InputRefusedError : kept without the legal ground
    RoleRefusedError : the role takes no offers in
    """
    decision, ground = ruling
    if user.role not in INTAKE_ROLES:
        raise RoleRefusedError(DECIDE, user.role.label)
    if decision is AlertDecision.KEPT and ground is None:
        raise InputRefusedError("choisissez le motif légal qui permet de garder ces mots", "Alerte")
    made = AlertRuling(
        offer_id=offer.id,
        kind=alert.kind,
        span_start=alert.start,
        span_end=alert.end,
        words=_kept_words(alert),
        decision=decision,
        ground=ground if decision is AlertDecision.KEPT else None,
        at=now,
        actor_id=user.id,
    )
    session.add(made)
    session.flush()
    return made


def alert_of(parsed: ParsedOffer, key: str, today: date) -> Alert:
    """The alert of this key (`Alert.key`).

    Raises
    ------
    NotFoundError : the offer raises no such alert, or no longer
    """
    for alert in alerts(parsed, today):
        if alert.key == key:
            return alert
    raise NotFoundError("Alerte", key)


def words_of(alert: Alert) -> str:
    """The words of an alert, or its reason where it is about a fact."""
    words = " ".join(alert.text.split())
    return f"« {words} »" if words else alert.reason


def _kept_words(alert: Alert) -> str:
    """What a decision says it is about: it holds for these words, or this value, alone."""
    return storable(alert.said)[:LONGEST_WORDS]
