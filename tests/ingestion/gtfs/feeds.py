"""A small feed: a town, a works on the edge, a village; main line, works line, night bus.

home (H) --main--> square (S) --works line--> gate (G)
                        \\--village line--> church (C)
"""

import zipfile
from pathlib import Path

HOME, SQUARE, GATE, CHURCH = (51.000, 2.300), (51.000, 2.340), (51.030, 2.340), (50.960, 2.340)

STOPS = """stop_id,stop_name,stop_lat,stop_lon,location_type
H,Maison,51.0,2.3,
S,Place,51.0,2.34,0
S2,"Place, quai B",51.0005,2.34,0
G,Portail,51.03,2.34,0
C,Église,50.96,2.34,0
ST,Gare centrale,51.0,2.34,1
"""
TRIPS = """route_id,service_id,trip_id
main,week,m0530
main,week,m0600
main,week,m0700
main,week,m0700late
works,week,w0600
works,week,w0630
works,week,w0730
back,week,b1300
back,week,b2100
back,week,b2500
sunday,sunday,s1000
sunday,sunday,s1300
"""
STOP_TIMES = """trip_id,arrival_time,departure_time,stop_id,stop_sequence
m0530,05:30:00,05:30:00,H,1
m0530,05:45:00,05:45:00,S,2
m0600,06:00:00,06:00:00,H,1
m0600,06:15:00,06:15:00,S,2
m0700,07:00:00,07:00:00,H,1
m0700,07:15:00,07:15:00,S,2
m0700late,07:05:00,07:05:00,H,1
m0700late,07:29:00,07:29:00,S,2
w0600,06:00:00,06:00:00,S2,1
w0600,06:10:00,06:10:00,G,2
w0630,06:30:00,06:30:00,S2,1
w0630,06:40:00,06:40:00,G,2
w0730,07:30:00,07:30:00,S2,1
w0730,07:40:00,07:40:00,G,2
b1300,13:00:00,13:00:00,G,1
b1300,13:10:00,13:12:00,S,2
b1300,13:30:00,13:30:00,H,3
b2100,21:00:00,21:00:00,G,1
b2100,,,S,2
b2100,21:30:00,21:30:00,H,3
b2500,25:10:00,25:10:00,G,1
b2500,25:35:00,25:35:00,H,2
s1000,10:00:00,10:00:00,H,1
s1000,10:40:00,10:40:00,G,2
s1300,18:00:00,18:00:00,G,1
s1300,18:40:00,18:40:00,H,2
"""
CALENDAR = """\
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
week,1,1,1,1,1,0,0,20261102,20261231
sunday,0,0,0,0,0,0,1,20261102,20261231
"""
CALENDAR_DATES = """service_id,date,exception_type
week,20261225,2
sunday,20261225,1
sunday,20261224,1
"""
TABLES = {
    "stops.txt": STOPS,
    "trips.txt": TRIPS,
    "stop_times.txt": STOP_TIMES,
    "calendar.txt": CALENDAR,
    "calendar_dates.txt": CALENDAR_DATES,
}


def write_feed(folder: Path, **changes: str | None) -> Path:
    """The small feed as a folder; `stops=None` leaves a table out, `stops="…"` replaces it."""
    tables = TABLES | {f"{name}.txt": text for name, text in changes.items()}
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8-sig")
    return folder


def zipped(folder: Path, inside: str = "") -> Path:
    """The feed of a folder as an archive."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in folder.iterdir():
            archive.write(table, f"{inside}{table.name}")
    return path
