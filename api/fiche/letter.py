"""The questions an offer leaves open, as a polite e-mail to whoever gave it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ingestion.records import ParsedOffer

LONGEST_LINK = 1_900
"""Characters of a mailto link that every mail program takes."""


@dataclass(frozen=True, slots=True)
class Letter:
    """`to` is "" where no address is known; `link` opens the reader's own mail program."""

    to: str
    subject: str
    body: str

    @property
    def link(self) -> str:
        """The mailto address; a text that is too long for one is left to be copied."""
        start = f"mailto:{quote(self.to, safe='@')}?subject={quote(self.subject, safe='')}"
        whole = f"{start}&body={quote(self.body.replace(chr(10), chr(13) + chr(10)), safe='')}"
        return whole if len(whole) <= LONGEST_LINK else start


def letter_of(parsed: ParsedOffer, questions: Sequence[str], sender: str) -> Letter | None:
    """The e-mail that asks `questions`; None where there is nothing to ask."""
    if not questions:
        return None
    contact = parsed.details.contact
    reference = parsed.details.agency_reference or parsed.reference
    named = f"« {parsed.title} »" + (f" (référence {reference})" if reference else "")
    asked = "\n".join(f"{place}. {question}" for place, question in enumerate(questions, 1))
    one = len(questions) == 1
    body = (
        f"{greeting(contact.name)}\n\n"
        f"Merci de nous avoir confié l’offre {named}. Pour vous proposer les bonnes personnes, "
        f"il nous manque {'une précision' if one else f'{len(questions)} précisions'} :\n\n"
        f"{asked}\n\n"
        "Une réponse en quelques mots suffit.\n\n"
        f"Bien cordialement,\n{sender}"
    )
    subject = f"Votre offre {parsed.title} : {'une question' if one else 'quelques questions'}"
    return Letter(contact.email or "", " ".join(subject.split()), body)


def greeting(name: str | None) -> str:
    """`Bonjour Mme Duval,`: the name as it was given, nobody's title guessed."""
    return f"Bonjour {' '.join(name.split())}," if name and name.strip() else "Bonjour,"
