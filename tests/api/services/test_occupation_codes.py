"""Codes of offers and projects that a release of the referential no longer holds."""

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from api.cli import run
from api.services.occupation_codes import UnknownCode, unknown_codes
from api.services.referentials import NONE, OfficialTitles, official_titles
from matching.occupations import RELEASE, packaged_occupations
from models.candidates import Candidate, CandidateProject
from models.vocabulary import OfferState
from tests.factories import make_candidate, make_offer

TABLE = packaged_occupations()
FAMILY = [TABLE.codes[row] for row in TABLE.family("N1103")]


def followed(rome: str | None, *, is_active: bool = True) -> Candidate:
    project = CandidateProject(position=0, title="cariste", is_validated=True, rome=rome)
    return make_candidate(projects=[project], is_active=is_active)


@pytest.fixture
def in_use(session: Session) -> Session:
    session.add_all(
        [
            make_offer(rome="N1103", state=OfferState.OPEN),
            make_offer(rome="Z9999", state=OfferState.OPEN),
            make_offer(rome="Z9998", state=OfferState.EXPIRED),
            make_offer(rome=None, state=OfferState.OPEN),
            followed("N1103"),
            followed("z9999"),
            followed("Z9999"),
            followed("Z9997", is_active=False),
            followed(None),
        ]
    )
    session.flush()
    return session


def test_only_what_is_in_use_is_told_with_how_often(in_use: Session) -> None:
    found = unknown_codes(in_use, TABLE, NONE)
    assert found == (UnknownCode("Z9999", 1, 2, False, True, ()),)


def test_a_code_that_left_the_release_is_told_with_its_family(in_use: Session) -> None:
    kept = {code: "Fiche" for code in (*FAMILY, "Z9999") if code != "N1103"}
    old, new = unknown_codes(in_use, TABLE, OfficialTitles("470", {}, kept))
    assert (old.code, old.offers, old.projects) == ("N1103", 1, 1)
    assert (old.is_ranked, old.is_official) == (True, False)
    assert old.successors == tuple(code for code in FAMILY if code != "N1103")
    assert (new.code, new.is_ranked, new.is_official) == ("Z9999", False, True)


def test_the_command_says_what_to_take_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("CANDIDATHEQUE_DATABASE_URL", f"sqlite:///{tmp_path / 'base.sqlite3'}")
    assert run(["init"]) == 0
    capsys.readouterr()
    assert run(["referential", "check"]) == 0
    assert "Tous les codes en usage sont connus." in capsys.readouterr().out
    offer = tmp_path / "offres.json"
    offer.write_text('[{"id": "1", "intitule": "Cariste", "romeCode": "N1101"}]', encoding="utf-8")
    assert run(["import", "offers", str(offer)]) == 0
    old = {"version": "470", "labels": {"N1105": "Manutentionnaire"}, "codes": {}}
    kept = tmp_path / "data" / "candidatheque" / "referential.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(old), encoding="utf-8")
    official_titles.cache_clear()
    capsys.readouterr()
    assert run(["referential", "check"]) == 1
    told = capsys.readouterr().out
    assert f"classe : {RELEASE} ; version importée : 470." in told
    assert "N1101 : 1 offre(s) en cours, 0 projet(s) ; inconnu de la version importée" in told
