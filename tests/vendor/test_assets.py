"""The assets we serve and test with are the published ones, untouched, and nothing else."""

from pathlib import Path

import pytest

from tests.vendor.refresh import SERVED, TESTED, digest, read_manifest


@pytest.mark.parametrize("folder", [SERVED, TESTED])
def test_each_asset_is_the_published_file(folder: Path) -> None:
    for asset in read_manifest(folder):
        assert digest(folder / asset["file"]) == asset["sha256"], asset["file"]
        assert asset["version"]
        assert asset["licence"]


def test_nothing_is_served_that_the_manifest_does_not_name() -> None:
    named = {asset["file"] for asset in read_manifest(SERVED)} | {"manifest.json"}
    served = {str(path.relative_to(SERVED)) for path in SERVED.rglob("*") if path.is_file()}
    assert served == named


def test_each_package_comes_with_its_licence_text() -> None:
    packages = {asset["package"] for asset in read_manifest(SERVED)}
    licences = {a["package"] for a in read_manifest(SERVED) if a["file"].endswith("LICENSE")}
    assert licences == packages
