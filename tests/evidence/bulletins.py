"""How well bulletins are cut: `python -m tests.evidence.bulletins [OFFERS.jsonl]`.

Bulletins are those that we wrote and those of the generator. With a file of single offers (France
Travail JSON, one a line, or gzipped), prints how many of them are wrongly cut as well.
"""

import gzip
import json
import random
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingestion.offers.bulletins import split
from ingestion.offers.mails import open_letter
from tests.samples.bulletin_manners import bulletins

WRITTEN = Path(__file__).parent.parent / "samples" / "bulletins"
MARK = "§"
SINGLE_OFFERS = 2_000


@dataclass(frozen=True, slots=True)
class Score:
    """Cuts (beginnings of offers) that are right, found and true; texts right as a whole."""

    right: int = 0
    found: int = 0
    true: int = 0
    whole: int = 0
    texts: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.right + other.right,
            self.found + other.found,
            self.true + other.true,
            self.whole + other.whole,
            self.texts + other.texts,
        )

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.true)
        return (
            f"{self.texts} textes, {self.whole} justes en entier ; coupures : précision "
            f"{precision:.3f}, rappel {recall:.3f} ({self.right}/{self.found}/{self.true})"
        )


def beginnings(text: str) -> list[str]:
    """The first line of every offer that a text is cut into."""
    body = open_letter(text).body
    return [body[start:end].strip().split("\n")[0] for start, end in split(body).blocks]


def score(text: str, true: list[str]) -> Score:
    """Compare the cuts of a text with the true first lines; a single offer counts as one."""
    found = beginnings(text)
    if len(true) <= 1:
        return Score(int(len(found) == 1), len(found), 1, int(len(found) == 1), 1)
    right = sum(line in true for line in found) if len(found) > 1 else 0
    claimed = len(found) if len(found) > 1 else 0
    return Score(right, claimed, len(true), int(found == true), 1)


def written() -> list[tuple[str, str, list[str]]]:
    """(name, text, first lines of its offers) of the texts that we wrote."""
    made = []
    for path in sorted(WRITTEN.glob("*.txt")):
        marked = path.read_text(encoding="utf-8").strip()
        true = [line[1:].strip() for line in marked.split("\n") if line.startswith(MARK)]
        made.append((path.stem, marked.replace(MARK, ""), true))
    return made


def generated() -> Score:
    """The score of the generator's bulletins."""
    total = Score()
    for each in bulletins():
        found = beginnings(each.text)
        right = sum(
            trade.lower() in " ".join(part.lower().split())
            for trade, part in zip(each.trades, _parts(each.text), strict=False)
        )
        is_whole = len(found) == len(each.trades) == right
        total += Score(right, len(found), len(each.trades), int(is_whole), 1)
    return total


def _parts(text: str) -> list[str]:
    body = open_letter(text).body
    return [body[start:end] for start, end in split(body).blocks]


def _drawn(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    offers = [json.loads(line) for line in text.split("\n") if line.strip()]
    random.Random(20261122).shuffle(offers)
    return offers[:SINGLE_OFFERS]


def single_offers(path: Path) -> str:
    """How many of the single offers of a file are cut, of 2,000 drawn with a fixed seed."""
    offers = _drawn(path)
    cut = [offer["id"] for offer in offers if len(beginnings(_words(offer))) > 1]
    share = len(cut) / len(offers)
    return f"{len(offers)} offres seules : {len(cut)} coupées à tort ({share:.2%}) {cut[:10]}"


JOINS: Mapping[str, Callable[[int, str, str], str]] = {
    "numéro": lambda rank, title, words: f"{rank}. {title}\n{words}\n",
    "offre n°": lambda rank, title, words: f"Offre n° {rank} : {title}\n{words}\n",
    "référence": lambda rank, title, words: f"Réf. PL-{rank}7\n{title}\n{words}\n",
    "tirets": lambda _, title, words: f"{title}\n{words}\n----------",
    "capitales": lambda _, title, words: f"{title.upper()}\n{words}\n",
    "titre": lambda _, title, words: f"{title}\n{words}\n",
}


def composed(path: Path) -> str:
    """How bulletins made of real offers, 2 to 5 each, are cut: one line a way of joining them."""
    offers = _drawn(path)
    told = []
    for name, join in JOINS.items():
        rng = random.Random(20261122)
        total = Score()
        for _ in range(100):
            few = rng.sample(offers, rng.randint(2, 5))
            pieces = [
                join(rank, " ".join(o["intitule"].split()), o["description"].strip())
                for rank, o in enumerate(few, start=1)
            ]
            text = "\n".join(pieces).replace("\r\n", "\n")
            true = [piece.split("\n")[0].strip() for piece in pieces]
            total += score(text, true)
        told.append(f"  {name:10s} {total}")
    return "bulletins composés d'offres réelles :\n" + "\n".join(told)


def _words(offer: dict[str, str]) -> str:
    return f"{offer['intitule']}\n{offer['description']}".replace("\r\n", "\n")


def main() -> None:
    """Print every figure."""
    total = Score()
    for name, text, true in written():
        one = score(text, true)
        total += one
        if not one.whole:
            print(f"  {name} : {beginnings(text)}")
    print("écrits   :", total)
    print("engendrés :", generated())
    for path in sys.argv[1:]:
        print(single_offers(Path(path)))
        print(composed(Path(path)))


if __name__ == "__main__":
    main()
