"""Facts of a candidate, in the few words a row has room for."""

from datetime import date

from api.rendering import date_fr, number_fr
from models.candidates import CandidateAvailability, CandidateMobility
from models.vocabulary import ContractType, DiscardMotive, TravelMode, WorkingTimeWish

TIME_WORDS = {
    WorkingTimeWish.FULL: "temps plein",
    WorkingTimeWish.PART: "temps partiel",
    WorkingTimeWish.ANY: "temps plein ou partiel",
}


def travel_words(mobility: CandidateMobility | None) -> str:
    """`en bus, à pied, 45 min au plus`; says what is not known."""
    if mobility is None or mobility.modes is None:
        return "mobilité à préciser"
    modes = [mode.label for mode in modes_of(mobility)]
    words = ", ".join(modes) if modes else "aucun moyen de transport"
    if mobility.trip_limit_minutes is not None:
        return f"{words}, {number_fr(mobility.trip_limit_minutes)} min au plus"
    if mobility.trip_limit_km is not None:
        return f"{words}, {number_fr(mobility.trip_limit_km)} km au plus"
    return words


def modes_of(mobility: CandidateMobility) -> list[TravelMode]:
    """The modes in the order of the closed list."""
    return [mode for mode in TravelMode if mode in (mobility.modes or ())]


def availability_words(availability: CandidateAvailability | None, today: date) -> str:
    """`Disponible maintenant, CDI ou CDD, temps plein`; says what is not known."""
    if availability is None:
        return "Disponibilité à préciser"
    start = availability.available_from
    words = [
        "Disponible maintenant"
        if start is None or start <= today
        else f"Disponible le {date_fr(start)}"
    ]
    if availability.contracts:
        kinds = [kind.label for kind in ContractType if kind in availability.contracts]
        words.append(" ou ".join(kinds))
    if availability.working_time is not None:
        words.append(TIME_WORDS[availability.working_time])
    return ", ".join(words)


def motive_label(motive: str) -> str:
    """The words of a motive; one that is no longer in the list is shown as it is."""
    return next((each.label for each in DiscardMotive if each == motive), motive)
