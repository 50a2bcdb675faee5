"""Raw offers to parsed offers: the keys first, then the words for what the keys lack."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ingestion.lexicon import Words, cut
from ingestion.offers.cell_evidence import cell_evidence, exact_evidence
from ingestion.offers.cell_words import complete_from_cells, still_unread
from ingestion.offers.cells import read_cells
from ingestion.offers.coder import OccupationCoder
from ingestion.offers.details.companies import is_siret
from ingestion.offers.details.read import read_details, with_employer_kind
from ingestion.offers.france_travail import read_keys
from ingestion.offers.given import Given
from ingestion.offers.guard import guard_warnings
from ingestion.offers.guard_facts import odd_facts
from ingestion.offers.job_posting import read_posting
from ingestion.offers.mended import mended
from ingestion.offers.not_offers import doubt_of_offer
from ingestion.offers.place import UNSURE, doubt
from ingestion.offers.questions import contradictions, questions
from ingestion.offers.raw import Origin, RawOffer
from ingestion.offers.squeezing import squeeze
from ingestion.offers.wording import complete
from ingestion.records import Occupation, OccupationGuess, OfferWarning, ParsedOffer
from models.vocabulary import Domain

DECLARED_CONFIDENCE = 0.9
"""A code typed by the employer is right nine times in ten."""
ALTERNATIVES = 5
LONGEST_READ = 50_000
"""Characters of a description that are read; the longest of 10,907 real ones has 5,000."""
MOST_ITEMS = 100
"""Skills, licences or languages kept of one offer."""


def parse_offer(raw: RawOffer, coder: OccupationCoder) -> ParsedOffer:
    """Parse one offer; never raises, whatever its content."""
    return parse_offers([raw], coder)[0]


def parse_offers(raws: Sequence[RawOffer], coder: OccupationCoder) -> list[ParsedOffer]:
    """Parse offers, in the order given; their titles are coded in one batch."""
    if not raws:
        return []
    wholes = [mended(raw) for raw in raws]
    raws = [_within_reason(raw) for raw in wholes]
    givens = [read_given(raw) for raw in raws]
    titles = [title_to_code(raw.title) for raw in raws]
    guesses = coder.propose(titles, [raw.prose for raw in raws], ALTERNATIVES)
    return [
        _whole(whole, _assemble(raw, given, proposed, coder))
        for whole, raw, given, proposed in zip(wholes, raws, givens, guesses, strict=True)
    ]


def _within_reason(raw: RawOffer) -> RawOffer:
    if len(raw.description) <= LONGEST_READ:
        return raw
    return replace(raw, description=raw.description[:LONGEST_READ])


def _whole(raw: RawOffer, offer: ParsedOffer) -> ParsedOffer:
    """The offer with its whole text, and with lists that a person could read."""
    warnings = list(offer.warnings)
    if offer.description != raw.description:
        said = f"texte très long : seuls les {LONGEST_READ} premiers caractères sont lus"
        warnings.append(OfferWarning("description", said))
    lists = {"skills": offer.skills, "licences": offer.licences, "languages": offer.languages}
    for name, items in lists.items():
        if len(items) > MOST_ITEMS:
            said = f"{len(items)} éléments : seuls les {MOST_ITEMS} premiers sont gardés"
            warnings.append(OfferWarning(name, said))
    kept = {
        field: found
        for field, found in offer.evidence.items()
        if not field.rpartition(".")[2].isdigit() or int(field.rpartition(".")[2]) < MOST_ITEMS
    }
    if len(warnings) == len(offer.warnings):
        return offer
    return replace(
        offer,
        description=raw.description,
        source_text=raw.source_text,
        skills=offer.skills[:MOST_ITEMS],
        licences=offer.licences[:MOST_ITEMS],
        languages=offer.languages[:MOST_ITEMS],
        evidence=kept,
        warnings=tuple(warnings),
    )


def read_given(raw: RawOffer) -> Given:
    """What the keys of the source say, whatever the source."""
    if raw.origin is Origin.FRANCE_TRAVAIL:
        return read_keys(raw.fields)
    if raw.origin is Origin.SHEET:
        return read_cells(raw.fields)
    if raw.origin is Origin.POSTING:
        return read_posting(raw.fields)
    return Given()


def _assemble(
    raw: RawOffer, given: Given, guesses: list[OccupationGuess], coder: OccupationCoder
) -> ParsedOffer:
    occupation = _occupation(given, guesses, coder)
    offer = ParsedOffer(
        reference=raw.reference,
        title=raw.title,
        description=raw.description,
        source_text=raw.source_text,
        employer=given.employer,
        occupation=occupation,
        domain=coder.domain(occupation.rome) if occupation.rome else Domain.OTHER,
        workplace=given.workplace,
        contract=given.contract,
        working_time=given.working_time,
        vehicle=given.vehicle,
        pay=given.pay,
        positions=given.positions,
        experience=given.experience,
        education=given.education,
        licences=given.licences,
        skills=given.skills,
        languages=given.languages,
        constraints=given.constraints,
        level=given.level,
        clause_hours=given.clause_hours,
        agency=given.agency,
        deadline=given.deadline,
        details=given.details
        if given.details.channel is raw.channel
        else replace(given.details, channel=raw.channel),
    )
    seen = cell_evidence(raw, offer)
    if raw.origin is Origin.SHEET:
        offer, more = complete_from_cells(raw, offer, given.created)
        seen = {**more, **seen}
    post = squeeze(raw.read_text)
    heard = squeeze(raw.heard_text) if raw.unread else post
    words = cut(post.text)
    whole = cut(heard.text) if raw.unread else words
    title_length = len(squeeze(raw.title).text)
    offer = complete(offer, words, title_length, given.created)
    details, told, contact = read_details(offer.details, words, whole, given.created)
    evidence = {
        **seen,
        **post.evidence({**offer.evidence, **told}, raw.source_text),
        **heard.evidence(contact, raw.source_text),
    }
    offer = with_employer_kind(
        replace(offer, details=details, evidence=exact_evidence(evidence, raw.source_text))
    )
    doubts = _doubts(offer, words, title_length)
    told_of = given.warnings
    if raw.origin is Origin.SHEET:
        told_of = tuple(each for each in told_of if still_unread(each.field, offer))
    warnings = [*told_of, *doubts, *contradictions(offer, given.created)]
    warnings += [*odd_facts(offer), *guard_warnings(offer, words)]
    if raw.origin is Origin.TEXT and (other := doubt_of_offer(offer, words)) is not None:
        warnings.append(other)
    if raw.mended:
        said = f"Des accents abîmés ont été remis en état à {raw.mended} endroits du texte."
        warnings.append(OfferWarning("description", said))
    return replace(
        offer,
        questions=questions(offer),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _doubts(offer: ParsedOffer, words: Words, title_length: int) -> list[OfferWarning]:
    """What the words leave open, and a SIRET that cannot be one."""
    found = []
    read = offer.evidence.get("workplace")
    is_silent = offer.workplace.name is None and offer.workplace.insee is None
    if is_silent or (read is not None and read.confidence < UNSURE):
        said = doubt(words, title_length)
        if said is not None:
            found.append(OfferWarning("workplace", said))
    if offer.employer.siret is not None and not is_siret(offer.employer.siret):
        said = f"Le SIRET {offer.employer.siret} n'a pas la bonne clé : à vérifier."
        found.append(OfferWarning("employer.siret", said))
    return found


def _occupation(given: Given, guesses: list[OccupationGuess], coder: OccupationCoder) -> Occupation:
    alternatives = tuple(guesses[:ALTERNATIVES])
    if given.rome is not None:
        label = coder.label(given.rome) or given.rome_label
        return Occupation(given.rome, label, DECLARED_CONFIDENCE, alternatives, declared=True)
    if not alternatives:
        return Occupation()
    best = alternatives[0]
    return Occupation(best.rome, best.label, best.confidence, alternatives)


_GENDER = re.compile(r"\(?\s?\b[hfmx]\s?[/-]\s?[hfmx](?:\s?[/-]\s?[hfxdn])?\b\s?\)?", re.IGNORECASE)
_ENDING = re.compile(r"\((?:e|ne|euse|trice|ere|ère|rice|se|le)s?\)|·e\b|\.e\b", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:en |de )?(?:CDI|CDD|int[ée]rim|temps (?:plein|partiel|complet)|urgent|alternance"
    r"|saisonnier)\b"
    r"|\b\d{1,2}\s?h(?:\d{2})?\b(?:\s?/\s?semaine)?|\(\s?\d{2,5}\s?\)|\b\d{5}\b|\b\d{1,3}\s?%"
    r"|^\s*(?:recrute|recherche|nous recherchons|offre d'emploi|poste|intitul[ée])\s*(?::"
    r"|-)?\s*(?:une?\b)?",
    re.IGNORECASE,
)


def title_to_code(title: str) -> str:
    """The title without what says nothing of the trade: H/F, contract, hours, place code."""
    short = _AROUND.sub(" ", _ENDING.sub("", _GENDER.sub(" ", title)))
    short = " ".join(short.split()).strip(" -–/|:,.()*")
    return short or title
