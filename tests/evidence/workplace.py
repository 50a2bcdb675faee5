"""Where the work is, read from text alone, against the commune that the form declares.

    python -m tests.evidence.workplace DATA [--development] [--wrong]

Counted: offers whose text holds, as whole words, whatever the case and accents, the name of
their own commune, or that of a commune of departments 59 and 62 where they lie there. Right is
the same INSEE code (boroughs count as their town); where the shipped tables do not know the
commune, the same name. `--wrong` lists the misses by id, with what was said instead.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from ingestion.folding import squash
from ingestion.lexicon import cut
from ingestion.offers import parse_offers
from ingestion.offers.place import candidates, rivals
from ingestion.offers.squeezing import squeeze
from ingestion.records import ParsedOffer, Workplace
from ingestion.territory import territory
from tests.evidence.pool import Offer, as_text, development_side, test_side
from tests.ingestion.offers.coder import SmallCoder

_LABEL = re.compile(r"^\s*(?:2[AB]|\d{2,3})\s*-\s*(.+)$")
_BOROUGH = re.compile(r"\s(?:\d{1,2}|er|e|eme|ieme|arrondissement|cedex)(?=\s|$)")
_TOWNS = {"751": "75056", "6938": "69123", "132": "13055"}


def town(insee: str) -> str:
    """The commune of a borough: 75101 to 75120, 69381 to 69389, 13201 to 13216."""
    return next((whole for part, whole in _TOWNS.items() if insee.startswith(part)), insee)


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
        return "insee" if town(place.insee) == town(offer["lieuTravail"]["commune"]) else "wrong"
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
    ranked = candidates(words, len(raw.title))
    is_seen = any(verdict(offer, each.place) in ("insee", "name") for each in ranked)
    if result == "wrong":
        return "another place weighs more" if is_seen else "the commune is not seen as a place"
    if not ranked:
        return "named by no words that announce a place (in the name of a firm, a hospital...)"
    return "two places as likely" if rivals(ranked) else "only the town of an agency or office"


def main(arguments: list[str]) -> None:
    data = Path(arguments[0])
    offers = (development_side if "--development" in arguments else test_side)(data)
    parsed = parse_offers([as_text(offer) for offer in offers], SmallCoder())
    counts: dict[str, Counter[str]] = {}
    causes: Counter[str] = Counter()
    for offer, read in zip(offers, parsed, strict=True):
        kind = names(offer) or "not named"
        result = verdict(offer, read.workplace) if own_name(offer) else "no commune in the form"
        near = "59-62" if (offer["lieuTravail"].get("commune") or "")[:2] in ("59", "62") else "far"
        counts.setdefault(f"{kind}, {near}", Counter())[result] += 1
        missed = kind != "not named" and result in ("silent", "wrong")
        if missed:
            causes[f"{result}: {cause(offer, result)}"] += 1
        if "--wrong" in arguments and missed:
            print(offer["id"], result, own_name(offer), "<-", said(read), sep="\t")
    for kind, found in sorted(counts.items()):
        total = sum(found.values())
        right = found["insee"] + found["name"]
        print(f"{kind:22s} right {right:5d}/{total:5d} = {right / total:.3f}  {dict(found)}")
    for why, number in causes.most_common():
        print(f"{number:5d}  {why}")


def said(offer: ParsedOffer) -> str:
    """What was read, and from which words."""
    evidence = offer.evidence.get("workplace")
    return f"{offer.workplace.insee} {offer.workplace.name} ({evidence.text if evidence else ''})"


if __name__ == "__main__":
    main(sys.argv[1:])
