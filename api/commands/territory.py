"""Commands on the territory: a timetable in, the confirmed table out."""

from pathlib import Path

from api.commands.base import base
from api.commands.output import print_json, say_rejected
from api.services.travel import confirmed_values
from api.services.travel_files import export_territory, import_gtfs
from api.settings import Settings
from models.database import reading

USE_IT = "Pour l'utiliser : CANDIDATHEQUE_TERRITORY={target}"


def bring_in_gtfs(source: Path, target: Path, *, as_json: bool) -> int:
    """`territory import-gtfs`: the territory of the settings with the buses of a feed."""
    done = import_gtfs(source, Settings().territory, target)
    if as_json:
        print_json(
            {
                "pairs": done.pairs,
                "linked": done.linked,
                "days": {
                    kind.value: {"date": day.date.isoformat(), "days": day.days}
                    for kind, day in done.table.days.items()
                },
                "read": done.report.read,
                "refused": done.report.refused,
            }
        )
    else:
        print("\n".join(done.report.messages))
        for kind, day in done.table.days.items():
            print(f"Horaire type {kind.label} : le {day.date:%d/%m/%Y}, comme {day.days} jours.")
        print(f"{done.linked} trajets sur {done.pairs} ont un bus en semaine.")
        print(f"Écrit : {target}\n{USE_IT.format(target=target)}")
    say_rejected(source.name, done.report.rejected)
    return 1 if done.report.refused else 0


def bring_out_territory(target: Path) -> int:
    """`territory export`: the territory of the settings with what the base confirms."""
    settings = Settings()
    with base(settings) as sessions, reading(sessions) as session:
        count = export_territory(settings.territory, target, *confirmed_values(session))
    print(f"{count} valeurs confirmées sur le territoire : {target}")
    return 0
