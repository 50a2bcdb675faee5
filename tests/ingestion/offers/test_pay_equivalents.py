"""A pay by the hour and by the month: what the hours of the offer allow to say, and no more."""

import pytest

from ingestion.offers.pay_equivalents import Range, pay_equivalents
from ingestion.records import Pay
from models.vocabulary import PayPeriod


@pytest.mark.parametrize(
    ("pay", "hours", "hour", "month"),
    [
        (Pay(12.40, 12.40, PayPeriod.HOUR), 35.0, (12.40, 12.40), (1880.67, 1880.67)),
        (Pay(12.0, 13.0, PayPeriod.HOUR), 24.0, (12.0, 13.0), (1248.0, 1352.0)),
        (Pay(1820.04, None, PayPeriod.MONTH), 35.0, (12.0, 12.0), (1820.04, 1820.04)),
        (Pay(28000.0, 28000.0, PayPeriod.YEAR), 35.0, (15.38, 15.38), (2333.33, 2333.33)),
        (Pay(2000.0, 1900.0, PayPeriod.MONTH), 40.0, (11.54, 11.54), (2000.0, 2000.0)),
        (Pay(12.40, 12.40, PayPeriod.HOUR), None, (12.40, 12.40), None),
        (Pay(1900.0, 2000.0, PayPeriod.MONTH), None, None, (1900.0, 2000.0)),
        (Pay(24000.0, 30000.0, PayPeriod.YEAR), 0.0, None, (2000.0, 2500.0)),
    ],
)
def test_known_pays_by_the_hour_and_by_the_month(
    pay: Pay, hours: float | None, hour: Range | None, month: Range | None
) -> None:
    found = pay_equivalents(pay, hours)
    assert found is not None
    assert found.hour == (hour and pytest.approx(hour, abs=0.005))
    assert found.month == (month and pytest.approx(month, abs=0.005))


def test_35_hours_a_week_make_151_67_hours_a_month() -> None:
    found = pay_equivalents(Pay(1.0, 1.0, PayPeriod.HOUR), 35.0)
    assert found is not None
    assert found.month == pytest.approx((151.67, 151.67), abs=0.005)


@pytest.mark.parametrize(
    "pay", [Pay(), Pay(12.0, 13.0), Pay(None, 13.0, PayPeriod.HOUR), Pay(0.0, 0.0, PayPeriod.HOUR)]
)
def test_an_unknown_pay_makes_nothing(pay: Pay) -> None:
    assert pay_equivalents(pay, 35.0) is None
