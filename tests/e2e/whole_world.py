"""The small world with something behind every address: each page has an object to show."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from api.services.answers_links import create_link
from api.services.portfolios import portfolio_key
from models.contracts import FollowUp
from models.database import transaction
from models.days import day_of
from models.dispatch_lists import CardAnswer
from models.dispatches import Dispatch, DispatchCard
from models.documents import Document
from models.drives import DriveGuest, DriveSession
from models.exits import Exit
from models.interviews import InterviewResult
from models.offers import Offer
from models.shortlists import Shortlist
from models.vocabulary import IntroductionAction, Role
from tests.api.level2_world import Desk, user_of, wait_for_level2
from tests.api.routes.test_clauses import add_line, create_market
from tests.api.routes.test_contracts import hired, send
from tests.api.routes.test_drives import add_session, create, invite
from tests.api.routes.test_fairness import fill
from tests.api.routes.test_imports import decide, give
from tests.api.routes.world import NAMES, World
from tests.e2e.test_offer_life import add_mail, add_twin

CONTACT = "elodie.marquis@interim-littoral.example"


@dataclass(frozen=True, slots=True)
class Objects:
    """The address of one object of each kind; the offer has its list and its people."""

    offer: str
    person: str
    introduction: str
    contract: str
    call: str
    exit: str
    case: str
    interview: str
    synthesis: str
    dispatch: str
    answer: str
    card: str
    document: str
    draft: str
    run: str
    report: str
    batch: str
    drive: str
    meeting: str
    market: str
    account: str
    portfolio: str


def fill_world(world: World) -> Objects:
    """Play a little of everything; what it left."""
    introduction = send(world, 0)
    contract = _work(world)
    dispatch, answer, card = _dispatch(world)
    case, interview, synthesis = _interviews(world)
    add_twin(world)
    document = _document(world, add_mail(world))
    draft, run = _imports(world)
    with world.sessions() as session:
        call = session.scalars(select(FollowUp).order_by(FollowUp.due_on)).first()
        exit_ = session.scalars(select(Exit)).first()
        assert call is not None
        assert exit_ is not None
        keys = str(call.key), str(exit_.key)
        caseworker = user_of(session, Role.CASEWORKER).key
    with world.browser(Role.MANAGER) as manager:
        batch = str(manager.post("/abc").headers["location"])
    drive, meeting = _drive(world)
    market = _market(world)
    report = _report(world)
    return Objects(
        offer=f"/offers/{world.offer_key}",
        person=f"/candidats/{world.candidate_keys[0]}",
        introduction=f"/mises-en-relation/{introduction}",
        contract=contract,
        call=f"/suivi/{keys[0]}",
        exit=f"/sorties/{keys[1]}",
        case=f"/niveau-2/{case}",
        interview=f"/entretiens/{interview}",
        synthesis=f"/entretiens/{synthesis}",
        dispatch=dispatch,
        answer=answer,
        card=card,
        document=document,
        draft=draft,
        run=run,
        report=report,
        batch=batch,
        drive=drive,
        meeting=meeting,
        market=market,
        account=f"/comptes/{caseworker}",
        portfolio=f"/portefeuilles/{portfolio_key(NAMES[Role.CASEWORKER])}",
    )


def _work(world: World) -> str:
    """Somebody hired last week, and a person whose earlier contract makes an exit."""
    today = day_of(datetime.now(UTC))
    key = send(world, 2)
    with world.browser(Role.MANAGER) as manager:
        contract = hired(manager, key, start_on=(today - timedelta(days=5)).isoformat())
        earlier = {
            "kind": "cdi",
            "job_title": "cariste",
            "employer": "Halles du Port",
            "start_on": (today - timedelta(days=120)).isoformat(),
            "hours": "20",
        }
        person = world.candidate_keys[0]
        added = manager.post(f"/candidats/{person}/emploi/contrats", data=earlier)
        assert added.status_code == 303, added.text
    return contract


def _dispatch(world: World) -> tuple[str, str, str]:
    """Two people sent, one met on a day: the dispatch, the link of the contact, the card."""
    keys = [send(world, place, until=IntroductionAction.AGREE) for place in (1, 3)]
    tomorrow = day_of(datetime.now(UTC)) + timedelta(days=1)
    form: dict[str, str | list[str]] = {
        "introductions": keys,
        "recipient": "Intérim Littoral",
        "contact_email": CONTACT,
        "reply_by": (tomorrow + timedelta(days=2)).isoformat(),
    }
    with world.browser(Role.ADVISOR) as advisor:
        made = advisor.post(f"/offers/{world.offer_key}/envoi", data=form)
        path = str(made.headers["location"])
        assert advisor.post(f"{path}/send").status_code == 303
    with transaction(world.sessions) as session:
        dispatch = session.scalars(select(Dispatch)).one()
        link = f"/reponse/{create_link(session, dispatch.id, datetime.now(UTC))}"
        card = str(session.scalars(select(DispatchCard.key).order_by(DispatchCard.id)).first())
    meeting = {
        "card": card,
        "answer": CardAnswer.MEET.value,
        "meet_on": tomorrow.isoformat(),
        "meet_at": "10:00",
        "meet_place": "Agence, 1er étage",
    }
    with world.browser() as contact:
        assert contact.post(link, data=meeting).status_code == 303
        assert contact.post(f"{link}/confirmer", data={"card": card}).status_code == 303
    return path, link, card


def _interviews(world: World) -> tuple[str, str, str]:
    """One interview to come, another held: the case, both interviews."""
    planned, held = wait_for_level2(world, (4, 6))
    with transaction(world.sessions) as session:
        advisor = user_of(session, Role.ADVISOR)
        interview = str(Desk(session, advisor, planned).plan(day=1).key)
        synthesis = str(Desk(session, advisor, held).hold(InterviewResult.VALIDATED).key)
    return planned, interview, synthesis


def _drive(world: World) -> tuple[str, str]:
    """A drive whose session of today is full: who is expected, who waits, a seat that freed."""
    with world.browser(Role.ADVISOR) as advisor:
        drive = create(advisor)
        meeting = add_session(advisor, drive, seats=2)
        later = add_session(advisor, drive, seats=1, days=4)
        invite(advisor, drive, later, *world.candidate_keys[4:6])
        invite(advisor, drive, meeting, *world.candidate_keys[:3])
        guest = next(key for key, held in _seats(world).items() if later.endswith(held))
        gone = advisor.post(f"{drive}/personnes/{guest}/desistement")
        assert gone.status_code == 303, gone.text
    return drive, meeting


def _seats(world: World) -> dict[str, str]:
    """The cards that have a seat: their key, and that of the session."""
    with world.sessions() as session:
        found = session.execute(
            select(DriveGuest.key, DriveSession.key).join(
                DriveSession, DriveSession.id == DriveGuest.session_id
            )
        )
        return {str(guest): str(held) for guest, held in found}


def _market(world: World) -> str:
    """A market with a line, the offer of the world, and people whose papers are to be seen."""
    with world.browser(Role.OFFICE) as office:
        market = create_market(office)
        add_line(office, market)
        tied = office.post(f"{market}/offres", data={"reference": "DK-0001"})
        assert tied.status_code == 303, tied.text
    return market


def _document(world: World, offer_key: str) -> str:
    with world.sessions() as session:
        key = session.scalar(select(Document.key))
    return f"/offers/{offer_key}/documents/{key}"


def _report(world: World) -> str:
    """A report on equity, made on invented lists that nobody looks at afterwards."""
    with world.sessions() as session:
        ours = list(session.scalars(select(Offer.id)))
    fill(world)
    with world.browser(Role.MANAGER) as manager:
        report = str(manager.post("/equite").headers["location"])
    with transaction(world.sessions) as session:
        invented = select(Offer.id).where(Offer.id.not_in(ours))
        session.execute(delete(Shortlist).where(Shortlist.offer_id.in_(invented)))
        session.execute(delete(Offer).where(Offer.id.not_in(ours)))
    return report


def _imports(world: World) -> tuple[str, str]:
    """A file that waits for its columns to be decided on, and one that came in."""
    with world.browser(Role.MANAGER) as manager:
        path = give(manager)
        decide(manager, path)
        done = manager.post(f"{path}/commit", data={"version": "2"})
        run = str(done.headers["location"]).partition("?")[0]
        draft = give(manager, name="autre.csv")
        decide(manager, draft, save_as="Export ABC")
    return draft, run
