"""What the programme confirms changes the next ranking, and no ranking before it."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from api.services.learning_codec import decode, encode
from api.services.ranking import Ranker, make_ranker
from api.services.travel import (
    BusKey,
    TravelCache,
    TripKey,
    confirm_buses,
    confirm_trip,
    confirmed_values,
    withdraw_trip,
)
from ingestion.records import CandidateRecord, Home, WorkingTime, Workplace
from matching.territory import packaged_territory
from models.people import User
from models.vocabulary import Criterion, DayKind, HourBand, TravelMode
from tests.factories import make_candidate_record, make_parsed_offer, make_user
from tests.statements import statements

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
KEY = TripKey("dunkerque", "grande-synthe", TravelMode.BUS, HourBand.DAYTIME)
EARLY = BusKey("*", "grande-synthe", DayKind.WEEKDAY)


def someone(session: Session) -> User:
    user = make_user()
    session.add(user)
    session.flush()
    return user


def bus_rider() -> CandidateRecord:
    home = Home(insee="59183", latitude=51.0344, longitude=2.3768)
    return make_candidate_record(
        home=home, travel_modes=frozenset({TravelMode.BUS}), trip_limit_minutes=30.0
    )


def trip_reason(ranker: Ranker, start: time | None = None) -> str:
    offer = make_parsed_offer(
        workplace=Workplace("59271", "Grande-Synthe", "59760", 51.0139, 2.3031),
        working_time=WorkingTime(start_time=start),
    )
    scores = ranker.scores(offer, ranker.batch([bus_rider()]), TODAY)
    return scores.criteria[Criterion.MOBILITY].reason(0)


def test_what_is_confirmed_ranks_from_then_on(session: Session) -> None:
    ranker, cache, user = make_ranker(), TravelCache(), someone(session)
    assert cache.ranker(session, ranker) is ranker
    assert trip_reason(ranker).startswith("Environ 30 min en bus")
    confirm_trip(session, ranker.territory, KEY, "24", (user, NOW))
    told = cache.ranker(session, ranker)
    assert trip_reason(told).startswith("24 min en bus (durée confirmée)")
    assert trip_reason(ranker).startswith("Environ 30 min en bus")
    withdraw_trip(session, KEY, (user, NOW))
    assert trip_reason(cache.ranker(session, ranker)).startswith("Environ 30 min en bus")


def test_a_first_bus_that_is_confirmed_opens_the_early_shift(session: Session) -> None:
    ranker, cache, user = make_ranker(), TravelCache(), someone(session)
    assert trip_reason(ranker, time(5)).endswith("ne convient à ces horaires.")
    confirm_buses(session, ranker.territory, EARLY, ("4:50", "21:30"), (user, NOW))
    assert trip_reason(cache.ranker(session, ranker), time(5)).startswith("Environ 30 min en bus ;")


def test_the_territory_is_read_once_while_nobody_confirms(session: Session) -> None:
    ranker, cache, user = make_ranker(), TravelCache(), someone(session)
    confirm_trip(session, ranker.territory, KEY, "24", (user, NOW))
    first = cache.ranker(session, ranker).territory
    with statements(session) as asked:
        assert cache.ranker(session, ranker).territory is first
    assert len(asked) == 1


def test_the_values_as_they_stood_at_an_instant(session: Session) -> None:
    territory, user = packaged_territory(), someone(session)
    confirm_trip(session, territory, KEY, "24", (user, NOW))
    confirm_trip(session, territory, KEY, "aucun", (user, NOW + timedelta(days=1)))
    assert [trip.minutes for trip in confirmed_values(session)[0]] == [float("inf")]
    assert [trip.minutes for trip in confirmed_values(session, NOW)[0]] == [24]
    assert confirmed_values(session, NOW - timedelta(days=1)) == ([], [])


def test_a_territory_with_confirmed_values_is_kept_and_read_back_whole(session: Session) -> None:
    territory, user = packaged_territory(), someone(session)
    confirm_trip(session, territory, KEY, "24", (user, NOW))
    told = territory.confirmed(*confirmed_values(session))
    text = encode(told)
    assert decode(text) == told
    assert len(text) < 60_000, "a copy is kept with the lists made with it"
