"""The packaged territory, read once."""

import pytest

from matching.territory import Territory, packaged_territory


@pytest.fixture(scope="package")
def territory() -> Territory:
    return packaged_territory()
