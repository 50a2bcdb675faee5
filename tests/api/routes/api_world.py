"""Programs that call the API of the small world."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from api.services import users
from api.services.tokens import NewToken, create_token
from models.database import transaction
from models.days import day_of
from models.tokens import ApiScope
from models.vocabulary import Role
from tests.api.routes.world import World, email_of


def make_token(world: World, scopes: Iterable[ApiScope] = ApiScope) -> str:
    """A good token with these rights, made by the administration today."""
    now = datetime.now(UTC)
    new = NewToken("Tableau de bord", frozenset(scopes), day_of(now) + timedelta(days=30))
    with transaction(world.sessions) as session:
        admin = users.find_user(session, email_of(Role.ADMIN))
        return create_token(session, admin, new, now)
