"""The card of a profile as our screens and the page of a contact draw it."""

from api.dispatch_files import card_lines
from api.rendering import environment
from api.services.cards import CardContent, CardLicence

CONTENT = CardContent(
    occupation="Cariste",
    is_validated=True,
    licences=(CardLicence("CACES R489 cat. 3", "2029-05-31", "détenu", True),),
    experience=(),
    skills=(),
    education=None,
    languages=(),
    zone=None,
    travel=None,
    available_on=None,
    contracts=("CDI",),
    working_time=None,
    patterns=("travail de nuit",),
    hours="de 21 h à 5 h",
)


def drawn(content: CardContent) -> str:
    """The chips and the lines, as a page has them."""
    page = environment().from_string(
        '{% from "_card.html" import card_head, card_facts %}'
        "{{ card_head(content) }}{{ card_facts(content, lines) }}"
    )
    return page.render(content=content, lines=card_lines(content)[1:])


def test_what_the_chips_say_is_not_said_again_below() -> None:
    text = drawn(CONTENT)
    for words in ("CACES R489 cat. 3", "travail de nuit", "de 21 h à 5 h", "CDI"):
        assert text.count(words) == 1, words
    assert "jusqu’au 31/05/2029" in text
