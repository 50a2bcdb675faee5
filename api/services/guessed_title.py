"""Titles taken from the first words of a text: somebody must confirm them."""

from dataclasses import replace

from ingestion.records import Evidence, ParsedOffer

TITLE_TRUST = 0.85
"""Confidence in a title that is the first line of a text."""


def with_title_to_confirm(parsed: ParsedOffer) -> ParsedOffer:
    """The offer with evidence of a title that was taken from the first words of a text."""
    title = parsed.title
    is_given = parsed.reference is not None or "title" in parsed.evidence
    if is_given or not title or not parsed.source_text.startswith(title):
        return parsed
    seen = Evidence(0, len(title), title, TITLE_TRUST)
    return replace(parsed, evidence={"title": seen, **parsed.evidence})
