"""What the guard rails say of real offers: `python -m tests.evidence.guard DATA [VERDICTS.csv]`.

Counts by kind on the development side, and, where verdicts of a reading are given (offer, kind,
start, end, verdict; no text), the share of alerts that were read as right.
"""

import csv
import gzip
import json
import sys
import time
from collections import Counter
from pathlib import Path

from ingestion.offers.guard import wording_alerts
from ingestion.records import ParsedOffer
from tests.evidence.pool import yardstick

RIGHT = {"right", "ground"}
"""`ground`: the words are rightly told, the legal ground found for them is not theirs."""


def main(data: Path, verdicts: Path | None) -> None:
    """Print alerts by kind and severity, the time, and precision by kind."""
    rules = yardstick(data)
    with gzip.open(data / "offers_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        offers = [each for line in lines if not rules.is_test(each := json.loads(line))]
    began, counts = time.perf_counter(), Counter[tuple[str, str]]()
    for offer in offers:
        title, text = offer["intitule"], offer["description"]
        parsed = ParsedOffer(str(offer["id"]), title, text, f"{title}\n{text}")
        counts.update((each.kind.value, each.severity.value) for each in wording_alerts(parsed))
    took = time.perf_counter() - began
    print(f"{len(offers)} offres, {counts.total()} alertes, {1000 * took / len(offers):.2f} ms")
    for (kind, severity), count in sorted(counts.items()):
        print(f"{kind} ({severity}) : {count}, {1000 * count / len(offers):.2f} pour mille offres")
    if verdicts is None:
        return
    with verdicts.open(encoding="utf-8", newline="") as file:
        read = [(row["kind"], row["verdict"]) for row in csv.DictReader(file, delimiter=";")]
    for name in [*sorted({kind for kind, _ in read}), "toutes"]:
        judged = [verdict in RIGHT for kind, verdict in read if name in (kind, "toutes")]
        print(f"{name} : {sum(judged)} justes sur {len(judged)} relues")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
