"""Copy the front-end assets from their npm packages and write the manifests.

    python -m tests.vendor.refresh bootstrap@5.3.9 htmx.org@2.0.11 …

Needs npm; nobody else does: the copies are committed and a test checks their SHA-256.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TypedDict

ROOT = Path(__file__).resolve().parents[2]
SERVED = ROOT / "api" / "static" / "vendor"
TESTED = ROOT / "tests" / "vendor"


class Asset(TypedDict):
    """One committed copy: where it came from and what it must hash to."""

    file: str
    package: str
    version: str
    licence: str
    source: str
    sha256: str


FONT = "atkinson-hyperlegible-latin"
FILES: dict[str, tuple[Path, str, str, tuple[str, ...]]] = {
    "bootstrap": (SERVED, "bootstrap", "MIT", ("dist/css/bootstrap.min.css", "LICENSE")),
    "htmx.org": (SERVED, "htmx", "0BSD", ("dist/htmx.min.js", "LICENSE")),
    "@fontsource/atkinson-hyperlegible": (
        SERVED,
        "atkinson-hyperlegible",
        "OFL-1.1",
        (f"files/{FONT}-400-normal.woff2", f"files/{FONT}-700-normal.woff2", "LICENSE"),
    ),
    "axe-core": (
        TESTED,
        "axe-core",
        "MPL-2.0",
        ("axe.min.js", "LICENSE", "LICENSE-3RD-PARTY.txt"),
    ),
}


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_manifest(folder: Path) -> list[Asset]:
    """The assets that a vendor folder declares."""
    assets: list[Asset] = json.loads((folder / "manifest.json").read_text("utf-8"))["assets"]
    return assets


def fetch(name: str, version: str) -> list[Asset]:
    """Take the wanted files of one npm package; raises where npm or a file is missing."""
    folder, target, licence, sources = FILES[name]
    destination = folder / target
    destination.mkdir(parents=True, exist_ok=True)
    assets = []
    with tempfile.TemporaryDirectory() as scratch:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}"],
            cwd=scratch,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[-1]
        with tarfile.open(Path(scratch) / packed) as archive:
            for source in sources:
                member = archive.extractfile(f"package/{source}")
                if member is None:
                    raise FileNotFoundError(source)
                copy = destination / Path(source).name
                copy.write_bytes(member.read())
                assets.append(
                    Asset(
                        file=f"{target}/{copy.name}",
                        package=name,
                        version=version,
                        licence=licence,
                        source=source,
                        sha256=digest(copy),
                    )
                )
    return assets


def main(wanted: list[str]) -> None:
    """Refresh the packages named `name@version`, keep the others as they are."""
    fresh = {spec.rpartition("@")[0]: spec.rpartition("@")[2] for spec in wanted}
    for folder in (SERVED, TESTED):
        manifest = folder / "manifest.json"
        kept = read_manifest(folder) if manifest.exists() else []
        assets = [asset for asset in kept if asset["package"] not in fresh]
        for name, version in fresh.items():
            if FILES[name][0] == folder:
                assets += fetch(name, version)
        text = json.dumps({"assets": assets}, ensure_ascii=False, indent=2)
        manifest.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
