"""What the screen of the territory shows and sends."""

from typing import Literal

from api.schemas import Form, Line
from models.vocabulary import DayKind, HourBand, TravelMode


class Shown(Form):
    """The part of the table on screen; no zone: the first one."""

    zone: Line = ""
    mode: TravelMode = TravelMode.BUS
    band: HourBand = HourBand.DAYTIME
    notice: Line = ""

    def plain(self) -> dict[str, str]:
        """Its address, without the notice."""
        return {"zone": self.zone, "mode": self.mode.value, "band": self.band.value}


class TripForm(Form):
    """One trip; `minutes` as typed."""

    place: Line
    zone: Line
    mode: TravelMode
    band: HourBand
    minutes: Line = ""
    action: Literal["confirm", "withdraw"] = "confirm"


class BusesForm(Form):
    """First and last bus as typed, and the part of the table to come back to."""

    place: Line
    zone: Line
    day: DayKind
    first: Line = ""
    last: Line = ""
    mode: TravelMode = TravelMode.BUS
    band: HourBand = HourBand.DAYTIME
    action: Literal["confirm", "withdraw"] = "confirm"
