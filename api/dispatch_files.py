"""The cards of a dispatch as files: CSV in documented columns, facts for the PDF."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from api.rendering import date_fr
from api.services.cards import CardContent, content_from
from api.services.dispatches_texts import available, called, post_of
from ingestion.candidates.escaping import escape
from models.days import day_of
from models.dispatches import Dispatch, DispatchCard
from models.vocabulary import Labelled

COLUMNS = (
    "Profil",
    "Métier",
    "Projet validé",
    "Permis et titres",
    "Expérience",
    "Compétences",
    "Niveau de formation",
    "Langues",
    "Distance",
    "Transport",
    "Disponible le",
    "Contrats",
    "Temps de travail",
    "Rythmes",
    "Heures",
    "Réponse",
)
"""The columns of the file, stable; lists inside a cell are separated by `|`. An empty cell is
« non précisé », and « Disponible le » empty is « tout de suite »."""


def cards_csv(cards: Sequence[DispatchCard]) -> bytes:
    """The cards as CSV `;`, UTF-8 with BOM, cells that a spreadsheet would run escaped."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([escape(cell) for cell in _row(card)] for card in cards)
    return out.getvalue().encode("utf-8-sig")


def _row(card: DispatchCard) -> tuple[str, ...]:
    content = content_from(card.content)
    answer: Labelled | None = card.answer
    return (
        card.code,
        content.occupation,
        "oui" if content.is_validated else "non",
        " | ".join(licence_words(content)),
        " | ".join(content.experience),
        " | ".join(each.label for each in content.skills),
        content.education or "",
        " | ".join(content.languages),
        content.zone or "",
        content.travel or "",
        content.available_on or "",
        " | ".join(content.contracts),
        content.working_time or "",
        " | ".join(content.patterns),
        content.hours or "",
        "" if answer is None else answer.label,
    )


def licence_words(content: CardContent) -> list[str]:
    """Each licence with what is said of its end."""
    words = []
    for each in content.licences:
        until = None if each.until is None else date_fr(date.fromisoformat(each.until))
        if each.state == "à renouveler":
            words.append(f"{each.label} (à renouveler{f', fin le {until}' if until else ''})")
        elif each.state == "en cours":
            words.append(f"{each.label} (en cours)")
        else:
            words.append(f"{each.label}{f' (jusqu’au {until})' if until else ''}")
    return words


def pdf_facts(dispatch: Dispatch, cards: Sequence[DispatchCard]) -> dict[str, Any]:
    """What the layout `cards` shows: half a page a profile, with whom it is for."""
    return {
        "title": f"Profils pour {post_of(dispatch.offer)}",
        "handed": _handed(dispatch),
        "reply_by": date_fr(dispatch.reply_by),
        "cards": [
            {"name": called(card), "lines": card_lines(content_from(card.content))}
            for card in cards
        ],
    }


def _handed(dispatch: Dispatch) -> str:
    """To whom, and the day they were sent, where they were."""
    if dispatch.sent_at is None:
        return f"À remettre à {dispatch.recipient}"
    return f"Remis à {dispatch.recipient} le {date_fr(day_of(dispatch.sent_at))}"


def card_lines(content: CardContent) -> list[tuple[str, str]]:
    """A card as lines (heading, words), what is asked first; nothing for what is not known."""
    lines = [
        ("Métier", content.occupation),
        ("Projet", "validé par le programme" if content.is_validated else ""),
        ("Permis et titres", " ; ".join(licence_words(content))),
        ("Horaires", ", ".join(filter(None, (*content.patterns, content.hours)))),
        ("Disponibilité", available(content)),
        ("Expérience", " ; ".join(content.experience)),
        ("Compétences", " ; ".join(each.label for each in content.skills)),
        ("Formation", content.education or ""),
        ("Langues", ", ".join(content.languages)),
        ("Trajet", ", ".join(filter(None, (content.zone, content.travel)))),
        ("Contrat", ", ".join(filter(None, (*content.contracts, content.working_time)))),
    ]
    return [(heading, words) for heading, words in lines if words]
