"""Commands that prepare and run the service."""

from datetime import UTC, datetime, timedelta
from threading import Thread

from api.commands.base import base
from api.services.schema import current_revision, head_revision, upgrade
from api.services.users import NewUser, add_user, create_link
from api.settings import Settings
from models.database import transaction
from models.days import day_of
from models.people import User
from models.vocabulary import Role

FIRST_EMAIL = "administration@candidatheque.local"
FIRST_LINK_LASTS = timedelta(days=1)


def prepare() -> None:
    """`init`: tables, and a first account where there is none."""
    settings = Settings()
    upgrade(settings.database_url)
    now = datetime.now(UTC)
    with base(settings) as sessions, transaction(sessions) as session:
        if session.query(User.id).first() is not None:
            print("La base est prête ; elle a déjà des comptes.")
            return
        user = add_user(session, NewUser(FIRST_EMAIL, "Administration", Role.ADMIN), now)
        token = create_link(session, user, now, FIRST_LINK_LASTS)
    site = settings.public_url or f"http://{settings.host}:{settings.port}"
    print("La base est prête.")
    print(f"Premier compte : {FIRST_EMAIL}")
    print(f"Lien de connexion, une seule fois, un jour : {site.rstrip('/')}/sign-in/link/{token}")


def bring_up_to_date() -> None:
    """`migrate`: tables to the version of the programme."""
    settings = Settings()
    before = current_revision(settings.database_url)
    upgrade(settings.database_url)
    after = head_revision()
    print("La base était à jour." if before == after else f"La base est à jour ({after}).")


def serve_forever(port: int | None) -> None:
    """`serve`: the screens, on the base of the settings."""
    import uvicorn

    from api.app import create_app, settle
    from api.services.reading_ahead import read_ahead
    from api.services.shortlists import matcher_of
    from api.worker import Worker

    settings = Settings()
    with base(settings):
        pass
    app = create_app(settings)
    worker = Worker(settings, app.state.sessions) if settings.worker_in_serve else None
    if worker is not None:
        worker.start()
    settle()
    matcher = matcher_of(settings.encoder, settings.territory)
    told = (app.state.sessions, matcher, day_of(datetime.now(UTC)))
    Thread(target=read_ahead, args=told, daemon=True).start()
    try:
        uvicorn.run(
            app,
            host=settings.host,
            port=port or settings.port,
            log_level="warning",
            access_log=False,
        )
    finally:
        if worker is not None:
            worker.stop()


def work_forever(*, once: bool) -> None:
    """`worker`: the background tasks alone; `once` does each of them and stops."""
    from api.tasks import TASKS
    from api.worker import Worker

    settings = Settings()
    with base(settings) as sessions:
        worker = Worker(settings, sessions)
        if not once:
            print("Tâches de fond en route ; Ctrl-C pour arrêter.")
            worker.run()
            return
        for task in TASKS:
            worker.do(task)
            print(f"{task.name} : fait.")
