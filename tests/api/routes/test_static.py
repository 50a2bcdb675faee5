"""Style sheets, scripts and fonts: small on the wire, kept by browsers; pages are neither."""

import gzip

from models.vocabulary import Role
from tests.api.routes.world import World

SHEET = "/static/vendor/bootstrap/bootstrap.min.css"


def test_style_sheets_travel_compressed_and_are_kept(world: World) -> None:
    with world.browser() as client:
        plain = client.get(SHEET, headers=_ASKS["identity"])
        with client.stream("GET", SHEET, headers=_ASKS["gzip"]) as small:
            sent = b"".join(small.iter_raw())
    assert gzip.decompress(sent) == plain.content
    assert len(sent) < len(plain.content) / 4
    assert "immutable" in small.headers["cache-control"]
    assert "accept-encoding" in small.headers["vary"].lower()


def test_a_page_is_not_compressed(world: World) -> None:
    with world.browser(Role.ADVISOR) as client:
        page = client.get("/offers", headers=_ASKS["gzip"])
    assert "content-encoding" not in page.headers


_ASKS = {name: {"accept-encoding": name} for name in ("identity", "gzip")}
