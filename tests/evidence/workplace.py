"""Where the work is, read from text alone, against the commune that the form declares.

    python -m tests.evidence.workplace DATA [--side dev|test] [--wrong]

Counted: offers whose text holds, as whole words, whatever the case and accents, the name of
their own commune, or that of a commune of departments 59 and 62 where they lie there. Right is
the same INSEE code (boroughs count as their town); where the shipped tables do not know the
commune, the same name. Then what a confidence is worth: share right of the places given, and of
those whose text names the commune of the form; share in the department of the form. The weights
are tuned on the side `dev` alone; `test` is the default. `--wrong` lists the
misses by id, with what was said instead.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from ingestion.folding import squash
from ingestion.lexicon import cut
from ingestion.national import town_of
from ingestion.offers import parse_offers
from ingestion.offers.place import candidates, rivals
from ingestion.offers.squeezing import squeeze
from ingestion.records import ParsedOffer, Workplace
from ingestion.territory import territory
from tests.evidence.pool import Offer, as_text, development_side, test_side
from tests.ingestion.offers.coder import SmallCoder

_LABEL = re.compile(r"^\s*(?:2[AB]|\d{2,3})\s*-\s*(.+)$")
_BOROUGH = re.compile(r"\s(?:\d{1,2}|er|e|eme|ieme|arrondissement|cedex)(?=\s|$)")
_BANDS = (0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


def own_name(offer: Offer) -> str | None:
    """The name of the commune that the form declares, as compared; None where it has none."""
    place = offer.get("lieuTravail") or {}
    label = _LABEL.match(place.get("libelle") or "")
    if not label or not place.get("commune"):
        return None
    return _BOROUGH.sub("", squash(re.sub(r"\(.*", "", label[1]))).strip() or None


def names(offer: Offer) -> str:
    """`own`, `territory` (another commune of 59 and 62, where the offer lies there) or ''."""
    name = own_name(offer)
    if name is None:
        return ""
    text = f" {squash(offer['intitule'])} {squash(offer['description'])} "
    if f" {name} " in text or f" {_bare(name)} " in text.replace(" st ", " saint "):
        return "own"
    if offer["lieuTravail"]["commune"][:2] not in ("59", "62"):
        return ""
    known = (squash(place.match.name) for place in territory().communes.values())
    return "territory" if any(f" {other} " in text for other in known) else ""


def verdict(offer: Offer, place: Workplace) -> str:
    """`insee`, `name` (right, the tables do not know the code), `silent` or `wrong`."""
    if place.insee is not None:
        return (
            "insee" if town_of(place.insee) == town_of(offer["lieuTravail"]["commune"]) else "wrong"
        )
    if place.name is None:
        return "silent"
    return "name" if _bare(squash(place.name)) == _bare(own_name(offer) or "") else "wrong"


def _bare(name: str) -> str:
    """A name as forms cut it: `Creusot (Le)` is `creusot`; `st` and `saint` are one."""
    words = [{"st": "saint", "ste": "sainte"}.get(word, word) for word in name.split()]
    return " ".join(words[1:] if words[0] in ("le", "la", "les", "l") else words)


def cause(offer: Offer, result: str) -> str:
    """Why a place that the text names was not given."""
    raw = as_text(offer)
    words = cut(squeeze(raw.source_text).text)
    ranked = candidates(words, len(squeeze(raw.title).text))
    if not any(verdict(offer, each.place) in ("insee", "name") for each in ranked):
        return "the commune is not seen as a place" if ranked else "no place is seen"
    if result == "silent":
        return "a place is seen, none likely enough"
    if rivals(ranked):
        return "two places as likely, the other taken"
    right = next(each for each in ranked if verdict(offer, each.place) in ("insee", "name"))
    if right.clues.get("agency_only"):
        return "only told as an agency's or office's, another place taken"
    return "another place weighs more"


def main(arguments: list[str]) -> None:
    data = Path(arguments[0])
    is_development = arguments[1:3] == ["--side", "dev"]
    offers = (development_side if is_development else test_side)(data)
    parsed = parse_offers([as_text(offer) for offer in offers], SmallCoder())
    counts: dict[str, Counter[str]] = {}
    causes: Counter[str] = Counter()
    trusted: dict[float, Counter[str]] = {}
    for offer, read in zip(offers, parsed, strict=True):
        kind = names(offer) or "not named"
        result = verdict(offer, read.workplace) if own_name(offer) else "no commune in the form"
        near = "59-62" if (offer["lieuTravail"].get("commune") or "")[:2] in ("59", "62") else "far"
        counts.setdefault(f"{kind}, {near}", Counter())[result] += 1
        if own_name(offer) and "workplace" in read.evidence:
            _trust(trusted, offer, read, result)
        if kind != "not named" and result in ("silent", "wrong"):
            causes[f"{result}: {cause(offer, result)}"] += 1
            if "--wrong" in arguments:
                print(offer["id"], result, own_name(offer), "<-", said(read), sep="\t")
    _print(counts, causes, trusted)


def _trust(
    trusted: dict[float, Counter[str]], offer: Offer, read: ParsedOffer, result: str
) -> None:
    """Count one place given under the band of its confidence."""
    least = max(each for each in _BANDS if each <= read.evidence["workplace"].confidence)
    found = trusted.setdefault(least, Counter())
    is_right, is_own = result in ("insee", "name"), names(offer) == "own"
    found["all"] += 1
    found["right"] += is_right
    found["own"] += is_own
    found["own right"] += is_own and is_right
    found["near"] += (read.workplace.insee or "")[:2] == offer["lieuTravail"]["commune"][:2]


def _print(
    counts: dict[str, Counter[str]], causes: Counter[str], trusted: dict[float, Counter[str]]
) -> None:
    for kind, found in sorted(counts.items()):
        total = sum(found.values())
        right = found["insee"] + found["name"]
        print(f"{kind:22s} right {right:5d}/{total:5d} = {right / total:.3f}  {dict(found)}")
    for why, number in causes.most_common():
        print(f"{number:5d}  {why}")
    print("confidence  given  right  where named  right  same department")
    for least, found in sorted(trusted.items()):
        shares = found["right"] / found["all"], found["own right"] / max(1, found["own"])
        near = found["near"] / found["all"]
        print(
            f"from {least:.2f}   {found['all']:5d}  {shares[0]:.3f}  {found['own']:11d}"
            f"  {shares[1]:.3f}  {near:.3f}"
        )


def said(offer: ParsedOffer) -> str:
    """What was read, and from which words."""
    evidence = offer.evidence.get("workplace")
    return f"{offer.workplace.insee} {offer.workplace.name} ({evidence.text if evidence else ''})"


if __name__ == "__main__":
    main(sys.argv[1:])
