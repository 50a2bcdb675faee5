"""Rules of exits as data: each variant that a protocol may ask for, at its limit."""

from datetime import date, timedelta

import pytest

from api.services.exits import find
from api.services.exits_history import Business, Course, History, Job
from api.services.exits_measures import Verdict, held_until
from api.services.exits_rules import Protocol, protocol_of, protocols, read_protocol
from api.services.exits_verdicts import judge
from api.services.interim_hours import HoursLine
from models.contract_lists import ContractKind
from models.errors import InputRefusedError
from models.exit_lists import ProofKind, TrainingResult

DAY = timedelta(days=1)
TODAY = date(2026, 11, 23)
HEAD = 'protocol = "essai"\nentries_from = 2020-01-01\n'


def protocol(*lines: str) -> Protocol:
    rule = '[[rules]]\ncode = "r"\nlabel = "R"\n' + "\n".join(lines)
    return read_protocol(HEAD + rule, "essai.toml")


def verdict(rules: Protocol, *jobs: Job, today: date = TODAY, **more: object) -> Verdict:
    return judge(rules, History(jobs=jobs, **more), today)[0]


def job(kind: ContractKind, first: date, last: date | None, **values: object) -> Job:
    return Job(kind, "Verrerie du Large", first, last, **values)


@pytest.mark.parametrize(
    ("first", "months", "is_more", "expected"),
    [
        (date(2026, 1, 1), 6, True, date(2026, 7, 1)),
        (date(2026, 1, 1), 6, False, date(2026, 6, 30)),
        (date(2026, 8, 31), 6, True, date(2027, 3, 1)),
        (date(2026, 8, 31), 6, False, date(2027, 2, 28)),
        (date(2026, 8, 29), 6, False, date(2027, 2, 28)),
        (date(2026, 8, 28), 6, False, date(2027, 2, 27)),
        (date(2026, 3, 1), 6, False, date(2026, 8, 31)),
        (date(2026, 3, 31), 1, False, date(2026, 4, 30)),
        (date(2026, 3, 31), 1, True, date(2026, 5, 1)),
        (date(2027, 8, 30), 6, True, date(2028, 3, 1)),
        (date(2026, 3, 10), 0, False, date(2026, 3, 10)),
    ],
)
def test_months_are_those_of_the_calendar(
    first: date, months: int, is_more: bool, expected: date
) -> None:
    assert held_until(first, months, is_more) == expected


def test_a_cdd_counts_on_the_day_that_makes_more_than_six_months() -> None:
    rules = protocol('measure = "contract"', 'kinds = ["cdd"]', "months = 6", "is_more_than = true")
    first = date(2026, 1, 1)
    signed = job(ContractKind.CDD, first, date(2026, 12, 31))
    assert verdict(rules, signed, today=date(2026, 6, 30)).expected_on == date(2026, 7, 1)
    assert verdict(rules, signed, today=date(2026, 7, 1)).acquired_on == date(2026, 7, 1)
    short = verdict(rules, job(ContractKind.CDD, first, date(2026, 6, 30)), today=date(2026, 3, 1))
    assert not short.is_under_way
    assert "il aurait fallu y être encore le 01/07/2026" in short.story


def test_a_contract_not_started_yet_is_only_under_way() -> None:
    rules = protocol('measure = "contract"', 'kinds = ["cdi"]')
    planned = job(ContractKind.CDI, TODAY - 10 * DAY, None, has_begun=False)
    found = verdict(rules, planned)
    assert found.is_under_way
    assert found.acquired_on is None


def test_a_trial_without_an_end_lasts_what_the_rule_says() -> None:
    rules = protocol(
        'measure = "contract"',
        'kinds = ["cdi"]',
        "after_trial = true",
        "trial_months_if_unknown = 2",
    )
    permanent = job(ContractKind.CDI, date(2026, 1, 15), None)
    assert verdict(rules, permanent).acquired_on == date(2026, 3, 15)
    at_the_end = job(ContractKind.CDI, date(2025, 12, 31), None)
    assert verdict(rules, at_the_end).acquired_on == date(2026, 3, 1)
    told = job(ContractKind.CDI, date(2026, 1, 15), None, trial_end=date(2026, 5, 14))
    assert verdict(rules, told).acquired_on == date(2026, 5, 15)


def test_temp_work_of_six_months_without_a_break_at_any_agency() -> None:
    rules = protocol(
        'measure = "contract"',
        'kinds = ["interim"]',
        'joined = "any_employer"',
        "gap_days = 0",
        "months = 6",
    )
    first, cut = date(2026, 1, 1), date(2026, 4, 1)
    half = job(ContractKind.TEMP, first, cut - DAY)
    other = Job(ContractKind.TEMP, "Agence du Phare", cut, date(2026, 6, 30))
    assert verdict(rules, half, other).acquired_on == date(2026, 6, 30)
    late = Job(ContractKind.TEMP, "Agence du Phare", cut + DAY, date(2026, 7, 30))
    assert verdict(rules, half, late).acquired_on is None


def test_seasons_of_eight_months_in_twelve() -> None:
    rules = protocol('measure = "worked_months"', 'kinds = ["saisonnier"]', "months = 8")
    spring = job(ContractKind.SEASONAL, date(2025, 12, 1), date(2025, 12, 1) + 119 * DAY)
    start = date(2026, 6, 1)
    enough = job(ContractKind.SEASONAL, start, start + 119 * DAY)
    found = verdict(rules, spring, enough)
    assert found.acquired_on == start + 119 * DAY
    short = job(ContractKind.SEASONAL, start, start + 118 * DAY)
    assert verdict(rules, spring, short).acquired_on is None
    assert "239 jours travaillés" in verdict(rules, spring, short, today=start + 118 * DAY).story


def test_a_long_training_may_count_once_attended_six_months() -> None:
    attended = protocol(
        'measure = "training"', "months = 6", "is_more_than = true", "needs_pass = false"
    )
    passed = protocol('measure = "training"', "months = 6", "is_more_than = true")
    course = Course("Titre", date(2026, 1, 5), date(2027, 1, 5), TrainingResult.ONGOING, True)
    found = judge(attended, History(courses=(course,)), TODAY)[0]
    assert found.acquired_on == date(2026, 7, 5)
    waiting = judge(passed, History(courses=(course,)), TODAY)[0]
    assert (waiting.acquired_on, waiting.expected_on) == (None, date(2027, 1, 5))


@pytest.mark.parametrize(
    ("hours", "is_chosen", "acquired", "words"),
    [
        (35.0, None, True, ""),
        (24.0, True, True, ""),
        (24.0, False, False, "n’a pas été choisi"),
        (24.0, None, False, "choisi ou subi, à demander"),
        (None, None, False, "à demander"),
    ],
)
def test_a_part_time_counts_only_where_it_was_chosen(
    hours: float | None, is_chosen: bool | None, acquired: bool, words: str
) -> None:
    rules = protocol('measure = "contract"', 'kinds = ["cdi"]', 'part_time = "chosen_only"')
    found = verdict(
        rules,
        job(
            ContractKind.CDI,
            date(2026, 1, 1),
            None,
            weekly_hours=hours,
            is_part_time_chosen=is_chosen,
        ),
    )
    assert (found.acquired_on is not None) == acquired
    assert words in found.story
    assert found.is_under_way == ("demander" in words)  # unknown is not no


def test_a_business_counts_from_its_registration() -> None:
    rules = protocol('measure = "business"', "months = 3")
    history = History(businesses=(Business("Traiteur", date(2026, 1, 1), date(2026, 3, 1)),))
    assert judge(rules, history, TODAY)[0].acquired_on is None
    going = History(businesses=(Business("Traiteur", date(2026, 1, 1)),))
    assert judge(rules, going, TODAY)[0].acquired_on == date(2026, 3, 31)


def test_what_came_before_the_entry_does_not_count() -> None:
    entered = date(2009, 3, 1)
    before = Job(ContractKind.CDI, "Verrerie du Large", entered - DAY, None, entered + DAY)
    after = Job(ContractKind.CDI, "Verrerie du Large", entered, None, entered + DAY)
    assert find(History(jobs=(before,)), entered, TODAY).verdict is None
    assert find(History(jobs=(after,)), entered, TODAY).verdict is not None


def test_a_line_of_hours_that_straddles_the_entry_counts_from_it_on() -> None:
    entered = date(2009, 3, 1)
    temp = ContractKind.TEMP
    month = HoursLine(entered - 10 * DAY, entered + 9 * DAY, 140.0)
    later = HoursLine(entered + 10 * DAY, entered + 200 * DAY, 1145.0)
    lines = ((temp, month), (temp, later))
    assert History(hours=lines).since(entered).hours[0][1] == HoursLine(
        entered, entered + 9 * DAY, 70.0
    )
    found = find(History(hours=lines), entered, TODAY).verdict
    assert found is not None
    assert found.acquired_on == later.last  # 70 and 1,145 make the 1,215
    short = ((temp, month), (temp, HoursLine(later.first, later.last, 1144.0)))
    missed = find(History(hours=short), entered, entered + 210 * DAY).verdict
    assert missed is None or missed.acquired_on is None
    before = ((temp, HoursLine(entered - 9 * DAY, entered - DAY, 63.0)),)
    assert History(hours=before).since(entered).hours == ()


def test_the_day_of_entry_picks_the_protocol() -> None:
    assert protocol_of(date(2009, 5, 1)).name == "2009"
    assert protocol_of(date(2021, 12, 31)).name == "2009"
    assert protocol_of(date(2022, 1, 1)).name == "2022"
    unknown = find(History(jobs=(job(ContractKind.CDI, date(2026, 1, 1), None),)), None, TODAY)
    assert unknown.protocol is protocols()[-1]
    assert "date d’entrée inconnue" in unknown.story


def test_each_protocol_of_the_package_asks_for_proofs() -> None:
    for each in protocols():
        for rule in each.rules:
            assert rule.proofs, (each.name, rule.code)
    assert protocol_of(date(2009, 1, 1)).rule("business_creation").proofs == (ProofKind.KBIS,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("protocol = ", "TOML illisible"),
        (HEAD, "au moins une règle"),
        (HEAD + '[[rules]]\ncode = "x"\nlabel = "X"\nmeasure = "autre"', "règle « x »"),
        (HEAD + '[[rules]]\ncode = "x"\nlabel = "X"\nmeasure = "contract"', "kinds"),
        (HEAD + '[[rules]]\ncode = "x"\nlabel = "X"\nmeasure = "business"\nmois = 3', "mois"),
        (
            HEAD + '[[rules]]\ncode = "x"\nlabel = "X"\nmeasure = "hours"\nkinds = ["interim"]',
            "hours",
        ),
    ],
)
def test_a_rule_file_that_is_wrong_says_where(text: str, words: str) -> None:
    with pytest.raises(InputRefusedError, match=r"essai\.toml") as error:
        read_protocol(text, "essai.toml")
    assert words in str(error.value)
