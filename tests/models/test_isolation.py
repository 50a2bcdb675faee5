"""What the ranking loads: no table, no case file, no base."""

import subprocess
import sys

FORBIDDEN = ("sqlalchemy", "fastapi", "pydantic", "alembic", "psycopg")
PROGRAM = """
import importlib, pkgutil, sys
import matching
for each in pkgutil.walk_packages(matching.__path__, "matching."):
    if not each.name.startswith("matching.training"):
        importlib.import_module(each.name)
print(",".join(sys.modules))
"""


def test_importing_the_ranking_loads_no_table() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.strip().split(",")
    assert "matching.profiles" in loaded
    assert [name for name in loaded if name.split(".")[0] in FORBIDDEN] == []
    ours = {name for name in loaded if name.startswith("models.")}
    assert ours <= {"models.vocabulary", "models.errors"}


def test_the_vocabulary_loads_no_table() -> None:
    program = "import models.vocabulary, sys; print('sqlalchemy' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
