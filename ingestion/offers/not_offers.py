"""Texts that are no offers: an invoice, a CV, a newsletter, a word of thanks."""

from collections.abc import Mapping
from functools import lru_cache

from ingestion.lexicon import Lexicon, Words, read_rows, split_list
from ingestion.offers.titles import is_title
from ingestion.records import OfferWarning, ParsedOffer

TABLE = "not_offers.csv"
NOTHING_READ = (
    "Ce texte ne ressemble pas à une offre : rien n'y a été lu, hormis un titre. "
    "Vérifiez qu'il s'agit bien d'un poste à pourvoir."
)


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, Mapping[str, str]]:
    return {row["kind"]: row for row in read_rows(TABLE)}


@lru_cache(maxsize=1)
def _phrases() -> Lexicon[str]:
    return Lexicon(
        (phrase, kind) for kind, row in _kinds().items() for phrase in split_list(row["phrases"])
    )


def doubt_of_offer(offer: ParsedOffer, words: Words) -> OfferWarning | None:
    """A warning where a text reads as something else than an offer; None where it may be one.

    A kind of text is known by several of its own phrases (`least`), where the text does not
    state a type of contract.
    """
    if offer.contract.type is not None:
        return None
    said: dict[str, set[tuple[str, ...]]] = {}
    for hit in _phrases().find(words):
        said.setdefault(hit.value, set()).add(tuple(words.stems[hit.first : hit.last + 1]))
    for kind, row in _kinds().items():
        if len(said.get(kind, ())) >= int(row["least"]):
            return OfferWarning("description", row["message"])
    return None if _states_something(offer) else OfferWarning("description", NOTHING_READ)


def _states_something(offer: ParsedOffer) -> bool:
    work = offer.working_time
    return any(
        (
            offer.workplace.name or offer.workplace.insee or offer.workplace.postal_code,
            offer.contract.start_date or offer.contract.duration_days,
            work.weekly_hours or work.full_time is not None or work.patterns,
            offer.pay.min or offer.pay.max,
            offer.positions or offer.vehicle or offer.agency,
            offer.experience.necessity or offer.education.level,
            offer.licences or offer.skills or offer.languages or offer.constraints,
            is_title(offer.title),
        )
    )
