"""The settings, read from the environment (prefix CANDIDATHEQUE_); nothing else reads it."""

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.errors import InputRefusedError

PREFIX = "CANDIDATHEQUE_"
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
    """What an installation chooses. It needs no secret but the password of a mail server and the
    secret of a sign-on provider, where there is one: sessions and links are random tokens of
    which the base keeps the hash.

    `encoder` None is the packaged model; otherwise a folder or the name of a
    sentence-transformers model. `territory` None is the packaged territory of Dunkerque;
    otherwise a folder of the same files. `smtp_host` None writes messages as `.eml` files in
    `outbox_folder`, by default « courriels » beside the base; `mail_from` is their sender.

    Raises
    ------
    InputRefusedError : names the variables whose value cannot be taken, never the values
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
    )

    database_url: str = Field(default_factory=lambda: sqlite_url(data_folder() / DATABASE_NAME))
    encoder: str | None = None
    territory: Path | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    public_url: str | None = None
    demo: bool = False
    worker_in_serve: bool = True
    """Run the background tasks inside `serve`; otherwise `candidatheque worker` does."""
    smtp_host: str | None = None
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str = "Candidathèque <ne-pas-repondre@candidatheque.local>"
    outbox_folder: Path | None = None
    sso_issuer: str | None = None
    """Provider of the sign-on of the house (OpenID Connect); None: there is none."""
    sso_client_id: str | None = None
    sso_client_secret: SecretStr | None = None
    sso_name: str = "la connexion de la structure"
    sso_scope: str = "openid email profile"
    sso_trusts_email: bool = False
    """The e-mails of the provider are verified, though it does not say so (`email_verified`)."""
    local_sign_in: bool = True
    """Passwords sign in; closed, only the provider does, and the links that accounts are given."""
    rank_swaps: bool = False
    """Swap two rows in one list of ten, to learn which ranks are looked at."""

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            names = sorted({f"{PREFIX}{each['loc'][0]}".upper() for each in error.errors()})
            raise InputRefusedError("valeur refusée", ", ".join(names)) from None
