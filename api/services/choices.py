"""Occupations that officers choose: kept, taken back, and heard by the next proposals.

The shipped coder never changes: what officers chose for like titles, above all for the same
employer, is weighed against what it says (docs/decisions/0008).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.services.proposals import RomeProposals, packaged_proposals
from ingestion.normalise import squash
from ingestion.offers import title_to_code
from ingestion.records import Occupation, OccupationGuess, ParsedOffer
from matching.choices import Choice, Memory, Proposal, proposals_with_memory
from matching.encoder import packaged_encoder
from matching.ngrams import plain
from models.choices import OccupationChoice
from models.offers import Offer
from models.people import User

MOST_REMEMBERED = 20_000
"""Different choices that are heard, the latest first."""
LONGEST_TITLE = 300
_FORMS = (
    "sa sas sasu sarl eurl sci snc scop scic scp selarl gie ets etablissements societe ste groupe"
    " entreprise association asso agence"
)
_LEGAL_FORMS = frozenset(_FORMS.split())


def employer_key(parsed: ParsedOffer) -> str | None:
    """Name of the employer, or else of the agency, without accents, case and legal form."""
    for name in (parsed.employer.name, parsed.agency):
        words = squash((name or "").replace(".", "")).split()
        key = " ".join(word for word in words if word not in _LEGAL_FORMS) or " ".join(words)
        if key:
            return key
    siret = "".join(filter(str.isdigit, parsed.employer.siret or ""))
    return siret[:9] or None


def remember_choice(
    session: Session, offer: Offer, parsed: ParsedOffer, user: User, now: datetime
) -> OccupationChoice | None:
    """Keep the occupation of `parsed` as the choice of `user`; one an offer, the last one.

    An offer without an occupation, or without a word in its title, teaches nothing: None.
    """
    retract_choice(session, offer)
    words = _title_words(parsed)
    if parsed.occupation.rome is None or not words:
        return None
    choice = OccupationChoice(
        offer_id=offer.id,
        user_id=user.id,
        at=now,
        employer_key=employer_key(parsed),
        title_words=words,
        rome=parsed.occupation.rome,
        proposed=[guess.rome for guess in parsed.occupation.alternatives],
    )
    session.add(choice)
    session.flush()
    return choice


def retract_choice(session: Session, offer: Offer) -> None:
    """Forget what was chosen for this offer; nothing where nothing was."""
    session.execute(delete(OccupationChoice).where(OccupationChoice.offer_id == offer.id))


def remember_review(
    session: Session,
    offer: Offer,
    old: ParsedOffer,
    new: ParsedOffer,
    user: User,
    now: datetime,
    is_confirmed: bool = False,
) -> None:
    """Learn from a review: the occupation was corrected, taken away, or confirmed as it stands.

    What a review leaves untouched without confirming it teaches nothing.
    """
    if new.occupation.rome is None:
        retract_choice(session, offer)
    elif is_confirmed or new.occupation.rome != old.occupation.rome:
        remember_choice(session, offer, new, user, now)


def load_memory(session: Session, but: Offer | None = None) -> Memory | None:
    """What officers chose, but for the offer `but` itself; None while nobody chose anything."""
    last = func.max(OccupationChoice.id)
    columns = (OccupationChoice.employer_key, OccupationChoice.title_words, OccupationChoice.rome)
    query = select(*columns, func.count()).group_by(*columns).order_by(last.desc())
    if but is not None:
        query = query.where(OccupationChoice.offer_id.is_distinct_from(but.id))
    rows = session.execute(query.limit(MOST_REMEMBERED)).all()
    if not rows:
        return None
    return Memory((Choice(*row) for row in rows), packaged_encoder())


def with_memory(
    parsed: ParsedOffer, memory: Memory, proposals: RomeProposals | None = None
) -> ParsedOffer:
    """The offer with its proposals as the choices make them; a declared code stays first."""
    proposals = proposals or packaged_proposals()
    guesses = _heard(parsed, parsed.occupation.alternatives, memory, proposals)
    if guesses == parsed.occupation.alternatives:
        return parsed
    if parsed.occupation.declared or not guesses:
        return replace(parsed, occupation=replace(parsed.occupation, alternatives=guesses))
    best, old = guesses[0], parsed.occupation.rome
    domain = parsed.domain
    if old is None or domain is proposals.domain(old):
        domain = proposals.domain(best.rome)
    occupation = Occupation(best.rome, best.label, best.confidence, guesses)
    return replace(parsed, occupation=occupation, domain=domain)


def fresh_guesses(
    session: Session, offer: Offer, parsed: ParsedOffer, proposals: RomeProposals | None = None
) -> tuple[OccupationGuess, ...]:
    """Five occupations for an offer under review, by what officers chose up to now.

    The choice made for this offer itself is not heard: it would only repeat itself.
    """
    proposals = proposals or packaged_proposals()
    found = proposals.propose([title_to_code(parsed.title)], [parsed.description])[0]
    memory = load_memory(session, but=offer)
    return tuple(found) if memory is None else _heard(parsed, found, memory, proposals)


def _heard(
    parsed: ParsedOffer,
    guesses: Sequence[OccupationGuess],
    memory: Memory,
    proposals: RomeProposals,
) -> tuple[OccupationGuess, ...]:
    said = [Proposal(guess.rome, guess.confidence) for guess in guesses]
    heard = proposals_with_memory(said, _title_words(parsed), employer_key(parsed), memory)
    if heard == said:
        return tuple(guesses)
    return tuple(
        OccupationGuess(
            each.rome, proposals.label(each.rome) or each.rome, round(each.probability, 4)
        )
        for each in heard
    )


def _title_words(parsed: ParsedOffer) -> str:
    return " ".join(plain(title_to_code(parsed.title[:LONGEST_TITLE])).split())
