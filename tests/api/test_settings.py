"""Settings come from the environment, and a bad one is named without being shown."""

from pathlib import Path

import pytest

from api.settings import Settings
from models.errors import InputRefusedError


def test_the_base_is_a_file_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Settings().database_url == f"sqlite:///{tmp_path}/candidatheque/candidatheque.sqlite3"


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", "postgresql://h/b")
    monkeypatch.setenv("CANDIDATHEQUE_PORT", "8123")
    monkeypatch.setenv("CANDIDATHEQUE_ENCODER", "")
    settings = Settings()
    assert (settings.database_url, settings.port) == ("postgresql://h/b", 8123)
    assert settings.encoder is None


def test_a_bad_value_is_named_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANDIDATHEQUE_PORT", "quatre-vingts")
    with pytest.raises(InputRefusedError, match="CANDIDATHEQUE_PORT : valeur refusée") as told:
        Settings()
    assert "quatre-vingts" not in str(told.value)
