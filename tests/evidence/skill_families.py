"""Which families of occupations name a skill, counted on the development side of the real offers.

    python -m tests.evidence.skill_families DATA > ingestion/data/skills_families.csv

A family is the first letter of a ROME code. A skill is listed with the families where `LEAST`
groups of near-copies name it; one that fewer than `GROUPS` groups name also with those that hold
`SHARE` of what is said of its domain. Those that all families name are left out: nothing is odd
of them.
"""

import sys
from collections import defaultdict
from pathlib import Path

from ingestion.lexicon import cut
from ingestion.offers.skill_needs import skill_needs
from ingestion.offers.squeezing import squeeze
from ingestion.skills import skill_code, skills
from tests.evidence.pool import as_text, development_side

GROUPS = 8
LEAST = 2
SHARE = 0.05
FAMILIES = "ABCDEFGHIJKLMN"
COMMON = "commun"
"""Domain of the skills of every trade."""


Groups = defaultdict[str, defaultdict[str, set[str]]]


def main(arguments: list[str]) -> None:
    """Count and print."""
    known = skills()
    seen: Groups = defaultdict(lambda: defaultdict(set))
    said: Groups = defaultdict(lambda: defaultdict(set))
    families = set()
    for offer in development_side(Path(arguments[0])):
        family = (offer["_romeParent"] or offer["romeCode"])[0]
        families.add(family)
        for found in skill_needs(cut(squeeze(as_text(offer).source_text).text)):
            skill = known[skill_code(found.value.label) or ""]
            seen[skill.code][family].add(str(offer["_groupe"]))
            said[skill.domain][family].add(f"{offer['_groupe']} {skill.code}")
    unread = set(FAMILIES) - families
    print("code;families")
    for code, skill in sorted(skills().items()):
        groups = seen[code]
        of = {name for name, those in groups.items() if len(those) >= LEAST}
        if sum(map(len, groups.values())) < GROUPS:
            of |= {"*"} if skill.domain == COMMON else _main_families(said[skill.domain])
        if not of >= families and "*" not in of:
            print(f"{code};{''.join(sorted(of | unread))}")


def _main_families(said: dict[str, set[str]]) -> set[str]:
    """The families that hold a fair share of what is said of a domain."""
    whole = sum(map(len, said.values()))
    return {name for name, those in said.items() if len(those) >= SHARE * whole}


if __name__ == "__main__":
    main(sys.argv[1:])
