"""`python -m tests.hard_cases`: draw hard cases, rank them as files, tell what is wrong.

    python -m tests.hard_cases [--offers 2000] [--people 60] [--seed 1] [--show 5]

Prints false blocks and passes gate by gate, dominance, facts taken away, and the invariance of
every number over 1,000 swaps. Exit code 1 when one of the goals is missed.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.hard_cases.drawing import draw_cases
from tests.hard_cases.facts import GATES
from tests.hard_cases.invariance import compare
from tests.hard_cases.measure import PAIR, Count, Wrong, count
from tests.hard_cases.pairs import deletions, dominance, draw_twins
from tests.hard_cases.running import run_cases

MOST_FALSE_BLOCKS, MOST_FALSE_PASSES = 0.01, 0.005
OFFERS_A_RUN = 60
TWINS, SWAPPED = 540, 340


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.hard_cases", description=__doc__)
    parser.add_argument("--offers", type=int, default=2000)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5, help="cas faux montrés par obstacle")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = _blocks(options.offers, options.people, options.seed, folder)
        _print_blocks(found, options.show)
        missed = found.block_rate(PAIR) >= MOST_FALSE_BLOCKS
        missed |= found.pass_rate(PAIR) >= MOST_FALSE_PASSES
        twins = draw_twins(TWINS, options.seed)
        behind = dominance(twins, folder)
        print(f"paires dominées : {len(twins)}, {len(behind)} fautes")
        jobs, people = draw_cases(30, 60, options.seed)
        deleted = deletions(jobs, people, options.seed, folder)
        print(
            f"faits effacés : {deleted.pairs} paires, {len(deleted.wrong)} blocages nouveaux ;"
            f" {deleted.by_law} titres que la loi exige dès qu'aucune formation n'est promise"
        )
        swaps = compare(12, SWAPPED, options.seed, folder)
        for kind, (swapped, changed) in swaps.items():
            print(f"échange, {kind} : {swapped} échanges, {changed} lignes changées")
    for line in (*behind, *deleted.wrong)[: options.show * 4]:
        print("  ", line)
    return int(missed or bool(behind or deleted.wrong or any(n for _, n in swaps.values())))


def _blocks(offers: int, people: int, seed: int, folder: Path) -> Count:
    """All posts, some at a time; each part has its own people."""
    found = Count()
    for part, first in enumerate(range(0, offers, OFFERS_A_RUN)):
        size = min(OFFERS_A_RUN, offers - first)
        jobs, persons = draw_cases(size, people, seed * 10_000 + part)
        run = run_cases(jobs, persons, seed + part, folder)
        found.add(count(run, jobs, persons))
    return found


def _print_blocks(found: Count, show: int) -> None:
    print("obstacle | paires sans | bloquées à tort | paires avec | passées à tort")
    for gate in (*GATES, PAIR):
        print(
            f"{gate} | {found.clear[gate]} | {found.block_rate(gate):.4f} |"
            f" {found.blocked[gate]} | {found.pass_rate(gate):.4f}"
        )
    for name, wrong in (("bloqué", found.false_blocks), ("passé", found.false_passes)):
        for gate in GATES:
            for each in [each for each in wrong if each.gate == gate][:show]:
                print(f"  {name} à tort, {gate} : {_said(each)}")


def _said(wrong: Wrong) -> str:
    return f"{wrong.said} {wrong.job} / {wrong.person}"


if __name__ == "__main__":
    sys.exit(main())
