"""The settings, read from the environment (prefix CANDIDATHEQUE_); nothing else reads it."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DATABASE_NAME = "candidatheque.sqlite3"


def data_folder() -> Path:
    """Where a user's own data stand: the XDG data folder, or `AppData` on Windows."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "candidatheque"


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path.resolve().as_posix()}"


class Settings(BaseSettings):
    """What an installation chooses. Secrets have no default: `serve` refuses to start without.

    `encoder` None is the packaged model; otherwise a folder or the name of a
    sentence-transformers model. `territory` None is the packaged territory of Dunkerque;
    otherwise a folder of the same files.
    """

    model_config = SettingsConfigDict(
        env_prefix="CANDIDATHEQUE_", extra="ignore", frozen=True, str_strip_whitespace=True
    )

    database_url: str = Field(default_factory=lambda: sqlite_url(data_folder() / DATABASE_NAME))
    secret_key: SecretStr | None = None
    encoder: str | None = None
    territory: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    public_url: str | None = None
    demo: bool = False
