"""What pages say of what blocks, weighs or is only told for one offer, and by whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.services.offer_forces import choices_of, fed_gates, law_words, may_choose
from api.services.offers import parsed_offer
from api.services.offers_sides import profile_of
from api.services.profiles import ARRANGED, may_be_arranged
from api.services.ranking import Ranker
from api.services.shortlists import current_shortlist
from ingestion.records import ParsedOffer
from matching.forces import force_of
from matching.profiles import OfferProfile
from models.forces import OfferForce
from models.offers import Offer
from models.people import User
from models.shortlists import Shortlist
from models.vocabulary import Force, Gate

WORDS = {
    Force.WEIGHS: "pèse, ne bloque pas",
    Force.TOLD: "indiqué, ne bloque pas et ne change pas le rang",
}
MEANINGS = {
    Gate.CREDENTIAL: "Le permis ou le titre demandé n’est pas détenu",
    Gate.SCHEDULE: "Les horaires du poste ne sont pas ceux que la personne peut tenir",
    Gate.TRAVEL: "Aucun de ses moyens de déplacement ne convient",
    Gate.RESTRICTION: "Une restriction déclarée rencontre une condition du poste",
    Gate.CONTRACT: "Ce contrat n’est pas de ceux que la personne cherche",
    Gate.AVAILABILITY: "La personne est libre longtemps après le début",
    Gate.LANGUAGE: "La langue exigée n’est pas parlée au niveau demandé",
}


@dataclass(frozen=True, slots=True)
class GateRow:
    """A gate that the offer feeds: how it counts, who chose so, and why it may not be chosen.

    force : what counts; choice : the last one made, None where nobody made any
    said : what the fiche says that counts where nobody chose, "" where nothing
    law : why it cannot be loosened, "" where it can
    """

    gate: Gate
    meaning: str
    force: Force
    choice: OfferForce | None
    said: str
    law: str


@dataclass(frozen=True, slots=True)
class ForcesView:
    """The page of an offer.

    is_list_older : whether the current list was made before the last choice
    """

    rows: tuple[GateRow, ...]
    may_choose: bool
    is_list_older: bool


@dataclass(frozen=True, slots=True)
class ToldForce:
    """A gate that does not block, as the list says it; `is_later` : since the list was made.

    who, at : None where the fiche says so and nobody chose
    """

    words: str
    motive: str
    who: str | None
    at: datetime | None
    is_later: bool


def forces_view(session: Session, offer: Offer, user: User, ranker: Ranker) -> ForcesView:
    """What the offer feeds, how each gate counts, and whether the user may change it."""
    profile, choices = profile_of(session, offer, ranker), choices_of(session, offer)
    shortlist = current_shortlist(session, offer)
    said = arrangement(parsed_offer(session, offer))
    rows = tuple(_row(profile, gate, choices.get(gate), said) for gate in fed_gates(profile))
    return ForcesView(
        rows=rows,
        may_choose=may_choose(session, user, offer),
        is_list_older=shortlist is not None
        and any(_is_later(each, shortlist) for each in choices.values()),
    )


def told_forces(
    session: Session, offer: Offer, shortlist: Shortlist | None, ranker: Ranker
) -> tuple[ToldForce, ...]:
    """What does not block for this offer, in the order of the gates; nothing where all blocks."""
    choices = choices_of(session, offer)
    said = arrangement(parsed_offer(session, offer))
    if not said and not any(each.force is not Force.BLOCKS for each in choices.values()):
        return ()
    profile = profile_of(session, offer, ranker)
    loose = {gate: force_of(profile, gate) for gate in fed_gates(profile)}
    return tuple(
        _told(gate, force, choices.get(gate), said, shortlist)
        for gate, force in loose.items()
        if force is not Force.BLOCKS
    )


def arrangement(offer: ParsedOffer) -> str:
    """What the fiche says of a post that may be arranged; "" where it says nothing of it."""
    if not may_be_arranged(offer):
        return ""
    access, details = offer.details.disability_access, offer.details
    head = f"Poste annoncé {access.label.lower()}" if access in ARRANGED else "Poste aménageable"
    kinds = ", ".join(each.label.lower() for each in details.adaptations)
    return f"{head} : {kinds}" if kinds else head


def _told(
    gate: Gate, force: Force, choice: OfferForce | None, said: str, shortlist: Shortlist | None
) -> ToldForce:
    words = f"{gate.label} : {WORDS[force]}."
    if choice is None:
        return ToldForce(words, said, None, None, is_later=False)
    is_later = shortlist is not None and _is_later(choice, shortlist)
    return ToldForce(words, choice.motive, choice.actor.name, choice.at, is_later)


def _is_later(choice: OfferForce, shortlist: Shortlist) -> bool:
    return choice.offer_version > shortlist.offer_version


def _row(profile: OfferProfile, gate: Gate, choice: OfferForce | None, said: str) -> GateRow:
    law = law_words(profile) if gate is Gate.CREDENTIAL else ""
    force = force_of(profile, gate)
    is_said = gate is Gate.RESTRICTION and choice is None and force is not Force.BLOCKS
    return GateRow(gate, MEANINGS[gate], force, choice, said if is_said else "", law)
