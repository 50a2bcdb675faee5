"""The small world of `world.py` over a fresh base."""

from collections.abc import Iterator

import pytest

from tests.api.routes.world import World, make_world


@pytest.fixture
def world(sqlite_url: str) -> Iterator[World]:
    made = make_world(sqlite_url)
    yield made
    made.sessions.kw["bind"].dispose()


@pytest.fixture
def demo_world(sqlite_url: str) -> Iterator[World]:
    made = make_world(sqlite_url, is_demo=True)
    yield made
    made.sessions.kw["bind"].dispose()
