"""Files into the base, people and offers, behind one door.

A command that starts for one of them alone takes it from its own module.
"""

from api.services.import_offers import import_offers
from api.services.import_people import import_candidates, lock_people, take_candidates
from api.services.import_report import ImportReport

__all__ = [
    "ImportReport",
    "import_candidates",
    "import_offers",
    "lock_people",
    "take_candidates",
]
