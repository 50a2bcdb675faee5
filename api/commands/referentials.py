"""Commands on the referential of occupations: bring in a release, see what is in use."""

from pathlib import Path

from api.commands.base import base
from api.commands.output import print_json, say_rejected
from api.services.occupation_codes import UnknownCode, unknown_codes
from api.services.referentials import keep_referential, official_titles
from api.settings import Settings
from ingestion.referential import read_referential
from matching.occupations import RELEASE, packaged_occupations
from models.database import reading


def bring_in_referential(folder: Path, *, as_json: bool) -> int:
    """`referential import`: read the official files, keep them beside the base."""
    referential, report = read_referential(folder)
    target = keep_referential(referential)
    if as_json:
        print_json(
            {
                "version": report.version,
                "fiches": len(referential.fiches),
                "titles": len(referential.titles),
                "skills": len(referential.skills),
                "missing": report.missing,
                "refused": len(report.rejected),
            }
        )
    else:
        print("\n".join(report.messages))
        print(f"Gardé : {target}")
    say_rejected("référentiel", report.rejected)
    return 1 if report.rejected else 0


def check_codes(*, as_json: bool) -> int:
    """`referential check`: codes in use that no release here knows; 1 where there are any."""
    official = official_titles()
    with base(Settings()) as sessions, reading(sessions) as session:
        found = unknown_codes(session, packaged_occupations(), official)
    if as_json:
        codes = [
            {
                "code": each.code,
                "offers": each.offers,
                "projects": each.projects,
                "ranked": each.is_ranked,
                "official": each.is_official,
                "successors": list(each.successors),
            }
            for each in found
        ]
        print_json({"ranked_with": RELEASE, "imported": official.version, "codes": codes})
    else:
        imported = official.version or "aucune"
        print(f"Version du ROME qui classe : {RELEASE} ; version importée : {imported}.")
        print("\n".join(_line(each) for each in found) or "Tous les codes en usage sont connus.")
    return 1 if found else 0


def _line(found: UnknownCode) -> str:
    if not found.is_ranked and not found.is_official:
        state = "connu d'aucune version"
    else:
        state = f"inconnu {'du classement' if found.is_official else 'de la version importée'}"
    instead = f" ; de la même famille : {', '.join(found.successors)}" if found.successors else ""
    return (
        f"{found.code} : {found.offers} offre(s) en cours, {found.projects} projet(s) ; "
        f"{state}{instead}."
    )
