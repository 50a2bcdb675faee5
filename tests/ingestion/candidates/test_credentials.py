"""Licences and certificates: the code, and whether the person holds it, as the file says."""

from datetime import date

import pytest

from ingestion.candidates.credentials import (
    read_credential,
    read_credentials,
    says_none,
    split_credentials,
)
from ingestion.licences import catalogue
from models.vocabulary import CredentialState

HELD = CredentialState.HELD
IN_PROGRESS = CredentialState.IN_PROGRESS
EXPIRED = CredentialState.EXPIRED
SUSPENDED = CredentialState.SUSPENDED


@pytest.mark.parametrize(
    ("item", "code", "state", "expires_on"),
    [
        ("B", "permis_B", HELD, None),
        ("Permis B", "permis_B", HELD, None),
        ("B en cours", "permis_B", IN_PROGRESS, None),
        ("code obtenu", "permis_B", IN_PROGRESS, None),
        ("B (permis étranger, échange demandé)", "permis_B", IN_PROGRESS, None),
        ("B (échange refusé, à repasser)", "permis_B", IN_PROGRESS, None),
        ("B (échangé en 2019)", "permis_B", HELD, None),
        ("B (suspendu jusqu'au 03/2027)", "permis_B", SUSPENDED, None),
        ("B (annulé)", "permis_B", SUSPENDED, None),
        ("FIMO (→ 06/2027)", "FIMO", HELD, date(2027, 6, 30)),
        ("FIMO (-> 12/06/2027)", "FIMO", HELD, date(2027, 6, 12)),
        ("SST (→ 02/2028)", "SST", HELD, date(2028, 2, 29)),
        ("SST (→ 2027)", "SST", HELD, date(2027, 12, 31)),
        ("SST valable jusqu'au 06/2027", "SST", HELD, date(2027, 6, 30)),
        ("SST (périmé 2019)", "SST", EXPIRED, date(2019, 12, 31)),
        ("SST (expiré)", "SST", EXPIRED, None),
        ("SST qui n'est plus valide", "SST", EXPIRED, None),
        ("SST dépassé", "SST", EXPIRED, None),
        ("SST (passe l'examen le 12)", "SST", IN_PROGRESS, None),
        ("SST : inscription demandée", "SST", IN_PROGRESS, None),
        ("B belge, pas encore échangé", "permis_B", IN_PROGRESS, None),
        ("HACCP (2016)", "HACCP", HELD, None),
        ("travail en hauteur", "travail_en_hauteur", HELD, None),
    ],
)
def test_one_title_its_state_and_its_end(
    item: str, code: str, state: CredentialState, expires_on: date | None
) -> None:
    (credential,) = read_credential(item)
    assert (credential.code, credential.state, credential.expires_on) == (code, state, expires_on)


@pytest.mark.parametrize("item", ["CACES 1,3,5 (→ 03/2025)", "CACES R489 1 3 5 (→ 03/2025)"])
def test_a_list_of_categories_is_as_many_certificates(item: str) -> None:
    credentials = read_credential(item)
    assert [credential.code for credential in credentials] == [
        "CACES_R489_1",
        "CACES_R489_3",
        "CACES_R489_5",
    ]
    assert {credential.expires_on for credential in credentials} == {date(2025, 3, 31)}
    assert {credential.state for credential in credentials} == {HELD}  # the day of the ranking


def test_replaced_recommendations_have_lapsed_unless_a_date_says_otherwise() -> None:
    assert {one.state for one in read_credential("CACES R389 cat 3")} == {EXPIRED}
    assert {one.state for one in read_credential("CACES R389 cat 3 (→ 03/2024)")} == {HELD}
    # R372m was good for ten years: it may still be, to be checked with the person
    assert {one.state for one in read_credential("CACES R372m cat 4")} == {HELD}


@pytest.mark.parametrize("item", ["CAP cariste non obtenu", "pas de CACES", "SST non"])
def test_what_was_not_obtained_is_not_held(item: str) -> None:
    assert read_credential(item) == ()


@pytest.mark.parametrize(
    ("cell", "state", "expires_on"),
    [
        ("SST (→ 06/2024)|SST (→ 06/2029)", HELD, date(2029, 6, 30)),
        ("SST (→ 06/2029)|SST (→ 06/2024)", HELD, date(2029, 6, 30)),
        ("SST (périmé 2019)|SST (→ 06/2029)", HELD, date(2029, 6, 30)),
        ("SST (périmé 2019)|SST en cours", IN_PROGRESS, None),
        ("SST en cours|SST (→ 06/2029)", HELD, date(2029, 6, 30)),
        ("SST (→ 06/2024)|SST", HELD, None),
        ("SST (périmé 2017)|SST (périmé 2019)", EXPIRED, date(2019, 12, 31)),
        ("SST|SST (suspendu)", SUSPENDED, None),
    ],
)
def test_of_several_lines_on_a_title_the_best_counts(
    cell: str, state: CredentialState, expires_on: date | None
) -> None:
    (credential,) = read_credentials(cell).credentials or ()
    assert (credential.state, credential.expires_on) == (state, expires_on)


def test_a_title_out_of_the_catalogue_keeps_its_words() -> None:
    (credential,) = read_credential("brevet de montgolfière (→ 06/2027)")
    assert (credential.code, credential.label) == ("autre", "brevet de montgolfière")


def test_items_part_at_bars_and_at_commas_before_a_title_only() -> None:
    assert split_credentials("B|CACES 1, 3, 5 | SST") == ["B", "CACES 1, 3, 5", "SST"]
    assert split_credentials("permis B, SST, CACES R489 1A, 3") == [
        "permis B",
        "SST",
        "CACES R489 1A, 3",
    ]


@pytest.mark.parametrize("cell", ["aucun", "Néant", "pas de permis", "-"])
def test_saying_none_is_not_saying_nothing(cell: str) -> None:
    assert says_none(cell)


def test_every_label_of_the_catalogue_reads_back_as_its_code() -> None:
    for code, licence in catalogue().items():
        (credential,) = read_credential(licence.label)
        assert (credential.code, credential.state) == (code, HELD)


@pytest.mark.parametrize(
    "words",
    ["H0B0 (ancien employeur)", "H0B0 remise par l'ex-employeur", "H0B0 (dernière société)"],
)
def test_what_a_former_employer_delivered_is_valid_no_more(words: str) -> None:
    assert {one.state for one in read_credential(words)} == {EXPIRED}


def test_a_certificate_passed_with_a_former_employer_stays_the_persons() -> None:
    assert {one.state for one in read_credential("CACES R489 3 (ancien employeur)")} == {HELD}
