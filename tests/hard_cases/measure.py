"""What a run blocked and let pass, against what is true."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.hard_cases.facts import BLOCKED, CLEAR, GATES, Job, Person
from tests.hard_cases.running import Run
from tests.hard_cases.truths import truths


@dataclass(frozen=True, slots=True)
class Wrong:
    """One gate of one pair that the run has wrong."""

    job: Job
    person: Person
    gate: str
    said: str


@dataclass(slots=True)
class Count:
    """Per gate and for whole pairs ("paire"): how many are judged, and which are wrong."""

    clear: Counter[str] = field(default_factory=Counter)
    blocked: Counter[str] = field(default_factory=Counter)
    false_blocks: list[Wrong] = field(default_factory=list)
    false_passes: list[Wrong] = field(default_factory=list)

    def add(self, other: "Count") -> None:
        self.clear += other.clear
        self.blocked += other.blocked
        self.false_blocks += other.false_blocks
        self.false_passes += other.false_passes

    def block_rate(self, gate: str) -> float:
        return sum(w.gate == gate for w in self.false_blocks) / max(self.clear[gate], 1)

    def pass_rate(self, gate: str) -> float:
        return sum(w.gate == gate for w in self.false_passes) / max(self.blocked[gate], 1)


PAIR = "paire"


def count(run: Run, jobs: Sequence[Job], people: Sequence[Person]) -> Count:
    """False blocks and passes of a run, gate by gate and pair by pair.

    A pair is clear when every gate is, blocked when one gate is; others are not judged.
    """
    found = Count()
    for job in jobs:
        for person in people:
            entry = run[job.key, person.key]
            said = {each["criterion"]: each["reason"] for each in entry["blockers"]}
            truth = truths(job, person)
            for gate in GATES:
                _judge(found, gate, truth[gate], said.get(gate), job, person)
            verdict = "" if entry["eligible"] else " ; ".join(said.values())
            _judge(found, PAIR, _whole(truth), verdict or None, job, person)
    return found


def _whole(truth: Mapping[str, str | None]) -> str | None:
    if BLOCKED in truth.values():
        return BLOCKED
    return None if None in truth.values() else CLEAR


def _judge(
    found: Count, gate: str, truth: str | None, said: str | None, job: Job, person: Person
) -> None:
    if truth == CLEAR:
        found.clear[gate] += 1
        if said is not None:
            found.false_blocks.append(Wrong(job, person, gate, said))
    elif truth == BLOCKED:
        found.blocked[gate] += 1
        if said is None:
            found.false_passes.append(Wrong(job, person, gate, ""))
