"""Commands on what was computed before: a past list made again."""

from api.commands.base import base
from api.services.learning_replay import Outcome, Replay, replay
from api.services.shortlists import matcher_of
from api.settings import Settings
from models.database import reading

FAITHFUL = frozenset({Outcome.SAME, Outcome.CHANGED_SAME})


def replay_list(key: str) -> int:
    """`replay`: 0 where every number and sentence is the same, 1 otherwise."""
    settings = Settings()
    ranker = matcher_of(settings.encoder, settings.territory).ranker
    with base(settings) as sessions, reading(sessions) as session:
        found = replay(session, key, ranker)
    print("\n".join(in_words(key, found)))
    return 0 if found.outcome in FAITHFUL else 1


def in_words(key: str, found: Replay) -> list[str]:
    """What a replay found, line by line."""
    lines = [f"Liste {key} : {found.outcome.value}."]
    if found.outcome is not Outcome.LOST:
        lines.append(f"{found.rows} lignes comparées, {found.different} écarts.")
    if found.changed:
        lines.append(f"A changé depuis : {', '.join(found.changed)}.")
    lines += [f"- {each}" for each in found.differences]
    return lines
