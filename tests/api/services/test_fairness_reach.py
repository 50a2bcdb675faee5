"""Where statuses are read beside rankings: one module, that nothing which ranks can reach."""

import ast
from collections.abc import Iterator
from pathlib import Path

import api

ROOT = Path(api.__file__).parents[1]
CASE_FILES = {"SensitiveStatus", "StatusKind"}
COUNTED_BY = "fairness_groups.py"
CARRIED_BY = {"candidates.py"}
"""Files in and out of the base: an export gives a case file back."""


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Modules that a file imports, with the names it takes."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, each.name) for each in node.names)
        elif isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names)


def test_one_service_counts_statuses() -> None:
    readers = {
        path.name
        for path in (ROOT / "api").rglob("*.py")
        if any(name in CASE_FILES for _, name in imports(path))
    }
    assert COUNTED_BY in readers
    assert readers - CARRIED_BY == {COUNTED_BY}


def test_nothing_that_ranks_imports_what_counts_groups() -> None:
    ranking = [
        path
        for path in (ROOT / "matching").rglob("*.py")
        if "fairness" not in path.relative_to(ROOT).parts
    ]
    ranking += [ROOT / "api" / "services" / f"{name}.py" for name in ("ranking", "shortlists")]
    ranking += [ROOT / "api" / "services" / f"{name}.py" for name in ("pool", "profiles")]
    assert len(ranking) > 50
    for path in ranking:
        assert not any("fairness" in module for module, _ in imports(path)), path
