"""Whether the two forms of every ROME 4 appellation get the same coding, to the last digit.

    python -m tests.evidence.gendered --rome FOLDER

FOLDER holds `referentiel_appellation_v460.csv.gz` (France Travail, ROME 4.60). Of each long label
with " / " are made the masculine, the feminine, the double and three inclusive writings; forms are
rebuilt from the label alone, with nothing of `matching.gender`. Labels whose two sides are not the
two genders of one name (a rewording, two trades) are listed apart.
"""

import argparse
import csv
import gzip
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.coder import OccupationCoder, packaged_coder
from matching.ngrams import plain, stems

_FILE = "referentiel_appellation_v460.csv.gz"
_LEAST_COMMON = 3
_PEOPLE = (
    frozenset(("garcon", "fille")),
    frozenset(("valet", "femme")),
    frozenset(("steward", "hotesse")),
    frozenset(("monsieur", "dame")),
    frozenset(("homme", "femme")),
    frozenset(("traminot", "employee")),
    frozenset(("man", "woman")),
    frozenset(("skiman", "skiwoman")),
)
"""Pairs of words that name a man and a woman without any letters in common."""
_SUFFIXES = (("teur", "trice", "trice"), ("eur", "euse", "euse"), ("er", "ere", "ère"))


@dataclass(frozen=True, slots=True)
class Forms:
    """The writings of one appellation."""

    label: str
    masculine: str
    feminine: str
    inclusive: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        return (
            self.masculine,
            self.feminine,
            self.label,
            f"{self.masculine} (H/F)",
            *self.inclusive,
        )


def labels(folder: Path) -> list[str]:
    """Long labels with two sides, in the order of the file."""
    with gzip.open(folder / _FILE, "rt", encoding="utf-8-sig", newline="") as handle:
        found = [row["libelle_appellation_long"] for row in csv.DictReader(handle)]
    return [label for label in found if " / " in label]


def forms_of(label: str) -> Forms | None:
    """The forms of a label, None when its sides are not the two genders of one name.

    The words that follow the feminine belong to both ("Vendeur / Vendeuse de marché"), those that
    come before the masculine too ("Artiste Plasticien / Plasticienne").
    """
    left, right = (side.split() for side in label.split(" / "))
    for shared in range(len(left)):
        named, said = left[shared:], right[: len(left) - shared]
        if len(said) == len(named) and all(map(_is_pair, named, said)):
            head, tail = left[:shared], right[len(named) :]
            return Forms(
                label,
                " ".join([*head, *named, *tail]),
                " ".join([*head, *said, *tail]),
                tuple(_inclusive(mark, head, named, said, tail) for mark in ("({})", "·{}", "/{}")),
            )
    return None


def _is_pair(masculine: str, feminine: str) -> bool:
    """Whether two words are one, or the genders of one: same beginning for each part."""
    if plain(masculine).replace("-", "") == plain(feminine).replace("-", ""):
        return True
    lefts, rights = (plain(word).replace("'", "-").split("-") for word in (masculine, feminine))
    return len(lefts) == len(rights) and all(map(_is_same_name, lefts, rights))


def _is_same_name(left: str, right: str) -> bool:
    if frozenset((left, right)) in _PEOPLE or left == right:
        return True
    common = min(_LEAST_COMMON, len(left), len(right))
    return left[:common] == right[:common] and not right.endswith("ing")


def _inclusive(
    mark: str, head: Sequence[str], named: Sequence[str], said: Sequence[str], tail: Sequence[str]
) -> str:
    words = [_joined(mark, *pair) for pair in zip(named, said, strict=True)]
    return " ".join([*head, *words, *tail])


def _joined(mark: str, masculine: str, feminine: str) -> str:
    """ "vendeur(euse)", "agent(e)"; the masculine alone where no short writing is usual."""
    left, right = plain(masculine), plain(feminine)
    if left == right:
        return masculine
    if right.startswith(left) and right[len(left) :] in ("e", "ne", "fe"):
        return masculine + mark.format(right[len(left) :])
    for ending, feminine_ending, written in _SUFFIXES:
        if left.endswith(ending) and right == left[: -len(ending)] + feminine_ending:
            return masculine + mark.format(written)
    return masculine


def differing(coder: OccupationCoder, found: Sequence[Forms]) -> list[Forms]:
    """The appellations of which some writing has another vector, code or probability."""
    first = [forms.masculine for forms in found]
    vectors, coding = coder.encoder.encode(first), coder.code(first)
    same = np.ones(len(found), dtype=bool)
    for writing in zip(*(forms.all()[1:] for forms in found), strict=True):
        other, others = coder.encoder.encode(writing), coder.code(writing)
        same &= (vectors == other).all(axis=1)
        same &= (coding.indices == others.indices).all(axis=1)
        same &= (coding.probabilities == others.probabilities).all(axis=1)
        same &= coding.confidence == others.confidence
    return [forms for forms, is_same in zip(found, same, strict=True) if not is_same]


def main() -> int:
    """0 when every appellation with two genders has one coding."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rome", type=Path, required=True, metavar="FOLDER")
    every = labels(parser.parse_args().rome)
    made = {label: forms_of(label) for label in every}
    found = [forms for forms in made.values() if forms]
    bad = differing(packaged_coder(), found)
    print(f"intitulés à deux membres : {len(every)}, dont {len(made)} distincts")
    print(f"deux genres d'un même nom : {len(found)}, {len(found[0].all())} écritures chacun")
    print(f"codage différent d'une écriture à l'autre : {len(bad)}")
    for forms in bad:
        print("  ", " | ".join(forms.all()), [stems(text) for text in forms.all()])
    print("membres qui ne sont pas les deux genres d'un même nom :")
    for label in (label for label, forms in made.items() if forms is None):
        print("  ", label)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
