"""The worker: the tasks of `api.tasks` on a huey queue beside the base, in threads.

`candidatheque worker` runs it alone; `serve` runs one inside, unless a setting says otherwise.
Two workers at once are harmless: a task that runs already is left to whoever runs it.
"""

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.consumer import Consumer
from huey.exceptions import TaskLockedException
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session, sessionmaker

from api.services.messages_mail import Smtp, Transport, folder_transport, smtp_transport
from api.services.messages_sending import Post
from api.settings import Settings, data_folder
from api.tasks import TASKS, Task, Tools
from models.database import journal_mode, transaction

QUEUE = "candidatheque"
QUEUE_FILE = "taches.sqlite3"
OUTBOX = "courriels"
CONSUMER = {"workers": 1, "scheduler_interval": 1, "max_delay": 1.0, "flush_locks": True}
"""Locks left by a worker that died are freed as the next one starts."""

logger = logging.getLogger(__name__)


def base_folder(settings: Settings) -> Path:
    """Where the SQLite base stands; the folder of the user for another base."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).parent
    return data_folder()


def site_of(settings: Settings) -> str:
    """The address of the service, as links name it."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def transport_of(settings: Settings) -> Transport:
    """SMTP where a server is named, else a folder of `.eml` beside the base."""
    if settings.smtp_host is None:
        return folder_transport(settings.outbox_folder or base_folder(settings) / OUTBOX)
    password = settings.smtp_password
    return smtp_transport(
        Smtp(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_security,
            settings.smtp_user,
            None if password is None else password.get_secret_value(),
        )
    )


def post_of(settings: Settings) -> Post:
    """How mail leaves with these settings."""
    return Post(transport_of(settings), settings.mail_from, site_of(settings))


def make_queue(settings: Settings) -> Huey:
    """The queue, beside the SQLite base or in the PostgreSQL one."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(QUEUE, dsn=dsn, results=False, blocking=False)
    folder = base_folder(settings)
    folder.mkdir(parents=True, exist_ok=True)
    mode = journal_mode(sqlite3.sqlite_version_info[:3]).lower()
    path = str(folder / QUEUE_FILE)
    return SqliteHuey(QUEUE, filename=path, journal_mode=mode, fsync=True, results=False)


class Worker:
    """A consumer of the queue, with its periodic tasks."""

    def __init__(self, settings: Settings, factory: sessionmaker[Session]) -> None:
        self._tools = Tools(lambda: transaction(factory), settings, post_of(settings))
        self._queue = make_queue(settings)
        self._calls = {task.name: self._add(task) for task in TASKS}
        self._consumer: Consumer | None = None

    def start(self) -> None:
        """Begin in threads of this process; what is to be done at once is queued."""
        self._consumer = _ThreadConsumer(self._queue, **CONSUMER)
        self._consumer.start()
        self._queue_first()

    def stop(self) -> None:
        """Let the task under way end, and take up no other."""
        if self._consumer is not None:
            self._consumer.stop(graceful=True)
            self._consumer.scheduler.join()
            self._consumer = None
        self._queue.storage.close()

    def run(self) -> None:
        """Work in the foreground until a signal says to stop."""
        self._queue_first()
        Consumer(self._queue, **CONSUMER).run()
        self._queue.storage.close()

    def _queue_first(self) -> None:
        for task in TASKS:
            if task.at_start:
                self._calls[task.name]()

    def _add(self, task: Task) -> Callable[[], object]:
        def call() -> None:
            try:
                with self._queue.lock_task(task.name):
                    self.do(task)
            except TaskLockedException:
                logger.info("task %s runs already", task.name)

        queued: Callable[[], object]
        queued = self._queue.periodic_task(crontab(**task.when), name=task.name)(call)
        return queued

    def do(self, task: Task) -> None:
        """Run one task now, in this thread."""
        done = task.run(self._tools, datetime.now(UTC))
        if any(done.values()):
            logger.info("task %s: %s", task.name, dict(done))


class _ThreadConsumer(Consumer):  # type: ignore[misc]  # huey is not typed
    """A consumer inside another service, which minds the signals itself."""

    def _set_signal_handlers(self) -> None:
        return None
