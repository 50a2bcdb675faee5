"""What could change of the persons, or be answered by them, for one offer."""

from matching.levers.changes import PersonChange
from matching.levers.person_titles import language, titles
from matching.levers.person_trips import limits, means
from matching.levers.person_wishes import contract, schedule, start
from matching.levers.settings import Settings
from matching.score import Scores


def person_changes(scores: Scores, settings: Settings) -> list[PersonChange]:
    """Every single change of the persons of the comparison that the offer could notice.

    Restrictions are no such change: health is not a lever, the post is to be adapted.
    """
    makers = (titles, limits, means, schedule, contract, start, language)
    return [change for make in makers for change in make(scores, settings)]
