"""A refusal leads to a page that is there, for whoever reads it."""

import re

from api.security import POLICIES, STAFF
from tests.api.routes.world import World

KEY = "00000000-0000-4000-8000-000000000000"


def test_no_refusal_leads_to_another(world: World) -> None:
    """Every page refused to a role, by its rights or because nothing is there, has a good link."""
    refused = 0
    for role in sorted(STAFF.roles):
        with world.browser(role) as client:
            seen: set[str] = set()
            for (method, route), policy in POLICIES.items():
                if method != "GET" or policy.public:
                    continue
                answer = client.get(re.sub(r"\{\w+\}", KEY, route))
                if answer.status_code not in (403, 404):
                    continue
                link = re.search(r'<a class="btn btn-primary" href="([^"]+)"', answer.text)
                assert link is not None, (role, route)
                refused += 1
                if link[1] not in seen:
                    assert client.get(link[1]).status_code == 200, (role, route, link[1])
                    seen.add(link[1])
    assert refused > len(STAFF.roles)
