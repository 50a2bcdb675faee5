"""Write the list of the communes of France that `ingestion` ships.

    npm pack @etalab/decoupage-administratif && tar xzf etalab-*.tgz
    python -m tests.evidence.national_list package/data/communes.json OUT.csv.gz

Communes of Nord and Pas-de-Calais stand in `communes.csv` and are left out; their associated and
delegated communes, and those of all France, are kept with the commune that they belong to.
"""

import gzip
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from ingestion.national import commune_key

OURS = ("59", "62")
CURRENT = "commune-actuelle"


def lines(communes: list[dict[str, Any]]) -> list[str]:
    """One line a key, in order: `key;insee,name,parent,postal codes,inhabitants|...`."""
    found: dict[str, list[str]] = defaultdict(list)
    current = {each["code"]: each["nom"] for each in communes if each["type"] == CURRENT}
    for each in communes:
        kind = each["type"]
        is_current = kind == CURRENT
        if kind == "arrondissement-municipal" or (is_current and each["departement"] in OURS):
            continue
        if not is_current and current[each["chefLieu"]] == each["nom"]:
            continue
        codes = " ".join(each.get("codesPostaux", []))
        parent = "" if is_current else each["chefLieu"]
        row = f"{each['code']},{each['nom']},{parent},{codes},{each.get('population') or ''}"
        found[commune_key(each["nom"])].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: -int(row.rpartition(",")[2] or 0))
    return [f"{key};{'|'.join(rows)}" for key, rows in sorted(found.items())]


def main(arguments: list[str]) -> None:
    """Read the JSON list of communes, write the compressed list."""
    communes = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    text = "\n".join(["key;communes", *lines(communes), ""])
    Path(arguments[1]).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
