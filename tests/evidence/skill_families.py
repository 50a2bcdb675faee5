"""Which families of occupations name a skill, counted on the development side of the real offers.

    python -m tests.evidence.skill_families DATA > ingestion/data/skills_families.csv

A family is the first letter of a ROME code. A skill that offers of `GROUPS` groups of near-copies
name, at least, is listed with the families where `LEAST` groups do; rarer skills and those that
all families name are left out: nothing is known of the ones, nothing is odd of the others.
"""

import sys
from collections import defaultdict
from pathlib import Path

from ingestion.lexicon import cut
from ingestion.offers.skill_needs import skill_needs
from ingestion.offers.squeezing import squeeze
from ingestion.skills import skills
from tests.evidence.pool import as_text, development_side

GROUPS = 8
LEAST = 2
FAMILIES = "ABCDEFGHIJKLMN"


def main(arguments: list[str]) -> None:
    """Count and print."""
    codes = {skill.label: skill.code for skill in skills().values()}
    seen: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    families = set()
    for offer in development_side(Path(arguments[0])):
        family = (offer["_romeParent"] or offer["romeCode"])[0]
        families.add(family)
        for found in skill_needs(cut(squeeze(as_text(offer).source_text).text)):
            seen[codes[found.value.label]][family].add(str(offer["_groupe"]))
    unread = "".join(sorted(set(FAMILIES) - families))
    print("code;families")
    for code, groups in sorted(seen.items()):
        known = "".join(sorted(name for name, of in groups.items() if len(of) >= LEAST))
        if sum(map(len, groups.values())) >= GROUPS and set(known) != families:
            print(f"{code};{''.join(sorted(known + unread))}")


if __name__ == "__main__":
    main(sys.argv[1:])
