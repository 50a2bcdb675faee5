"""From decisions of the base to weights in force: nothing moves without a rule and a name."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.learning_page import weight_tables
from api.services.learning import (
    Signature,
    WeightsRefusedError,
    approve,
    go_back,
    last_proposal,
    propose,
    refuse,
    regime_words,
    rulings,
)
from api.services.learning_log import read_log
from api.services.learning_rates import last_rates, refit, refit_weekly, told_of
from api.services.learning_weights import (
    Emphasis,
    chosen_for,
    engine_in_force,
    plain,
    prefer,
    preference_of,
)
from matching.engine import packaged_engine
from matching.learning.motives import motive_criteria
from matching.learning.simulation import Office, history
from models.database import transaction
from models.errors import InputRefusedError, NotFoundError, RoleRefusedError
from models.introductions import Introduction
from models.learning import Ruling
from models.moves import Actor, Step, move, undo
from models.people import User
from models.vocabulary import Band, Criterion, DiscardMotive, Domain, IntroductionAction, Role
from tests.api.services.learning_world import write_decisions
from tests.evidence.learning import FAR, OTHER, PRIOR, everywhere
from tests.factories import make_offer, make_user

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENGINE = replace(packaged_engine(), weights=PRIOR)
DECIDED = tuple(history(Office(everywhere(FAR), PRIOR, seed=3), 130).decisions)


def manager(session: Session) -> User:
    user = make_user(Role.MANAGER, name="Hugues Delattre")
    session.add(user)
    session.flush()
    return user


def signed(user: User) -> Signature:
    return Signature(user.name, "Comité du 20 novembre")


def test_the_log_gives_back_what_was_decided_on_what_was_shown(session: Session) -> None:
    made = DECIDED[:40]
    write_decisions(session, made)
    log = read_log(session)
    assert len(log.decisions) == len(made)
    assert log.kept == sum(each.is_kept for each in made)
    found = {(each.offer, each.rank): each for each in log.decisions}
    for each in made:
        again = found[each.offer, each.rank]
        assert again.values == each.values
        assert (again.domain, again.band, again.is_kept) == (each.domain, each.band, each.is_kept)
        assert again.motive is each.motive
        assert again.day == each.day


def test_what_was_taken_back_or_says_nothing_of_the_order_teaches_nothing(
    session: Session,
) -> None:
    user = write_decisions(session, DECIDED[:12])
    actor = Actor(user.id, user.role)
    kept = [row for row in session.query(Introduction) if row.kept_by_id is not None]
    undo(session, kept[0], actor, NOW)
    assert len(read_log(session).decisions) == 11
    step = Step(IntroductionAction.DISCARD, motive=DiscardMotive.ALREADY_POSITIONED.value)
    move(session, kept[0], step, actor, NOW)
    log = read_log(session)
    assert len(log.decisions) == 11
    assert log.silent == 1
    assert motive_criteria()[DiscardMotive.ALREADY_POSITIONED] is None


def test_few_decisions_leave_the_packaged_weights(session: Session) -> None:
    write_decisions(session, DECIDED[:50])
    user = manager(session)
    proposal = propose(session, ENGINE, user, NOW)
    assert proposal.refusals == ["il faut 200 décisions utiles, il y en a 50"]
    assert regime_words(proposal.regime) == "poids d'origine"
    with pytest.raises(WeightsRefusedError, match="La règle ne le permet pas"):
        approve(session, str(proposal.key), user, signed(user), NOW)
    assert engine_in_force(session, ENGINE) is ENGINE


def test_weights_come_in_force_by_the_rule_and_a_name_and_go_back(session: Session) -> None:
    write_decisions(session, DECIDED)
    user = manager(session)
    proposal = propose(session, ENGINE, user, NOW)
    assert proposal.refusals == []
    assert engine_in_force(session, ENGINE) is ENGINE, "a proposal changes nothing by itself"
    with pytest.raises(WeightsRefusedError, match="Signez de votre nom"):
        approve(session, str(proposal.key), user, Signature("Quelqu’un"), NOW)
    approve(session, str(proposal.key), user, signed(user), NOW)
    engine = engine_in_force(session, ENGINE)
    assert engine.version != ENGINE.version
    assert engine.weights != ENGINE.weights
    assert sum(engine.weights.values()) == pytest.approx(1.0, abs=1e-12)
    assert engine.neutral == ENGINE.neutral
    with pytest.raises(WeightsRefusedError, match="déjà sa décision"):
        approve(session, str(proposal.key), user, signed(user), NOW)
    go_back(session, user, signed(user), NOW)
    assert engine_in_force(session, ENGINE) is ENGINE
    with pytest.raises(WeightsRefusedError, match="déjà en service"):
        go_back(session, user, signed(user), NOW)
    told = rulings(session)
    assert [each.ruling for each in told] == [Ruling.RETURN, Ruling.APPROVE]
    assert {(each.actor.name, each.note) for each in told} == {
        ("Hugues Delattre", "Comité du 20 novembre")
    }


def test_an_older_or_refused_proposal_cannot_be_approved(session: Session) -> None:
    user = manager(session)
    first = propose(session, ENGINE, user, NOW)
    second = propose(session, ENGINE, user, NOW)
    with pytest.raises(WeightsRefusedError, match="Une autre proposition"):
        approve(session, str(first.key), user, signed(user), NOW)
    refuse(session, str(second.key), user, signed(user), NOW)
    with pytest.raises(WeightsRefusedError, match="déjà sa décision"):
        approve(session, str(second.key), user, signed(user), NOW)
    assert last_proposal(session) is second
    assert engine_in_force(session, ENGINE) is ENGINE
    for key in ("x", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotFoundError):
            approve(session, key, user, signed(user), NOW)


def test_weights_judged_beside_others_than_those_in_force_are_computed_anew(
    session: Session,
) -> None:
    write_decisions(session, DECIDED)
    user = manager(session)
    first = propose(session, ENGINE, user, NOW)
    approve(session, str(first.key), user, signed(user), NOW)
    second = propose(session, ENGINE, user, NOW + timedelta(hours=1))
    go_back(session, user, signed(user), NOW + timedelta(hours=2))
    with pytest.raises(WeightsRefusedError, match="ont changé depuis ce calcul"):
        approve(session, str(second.key), user, signed(user), NOW + timedelta(hours=3))
    assert engine_in_force(session, ENGINE) is ENGINE


def test_of_two_who_sign_at_once_one_finds_the_decision_of_the_other(
    factory: sessionmaker[Session],
) -> None:
    with transaction(factory) as session:
        user = manager(session)
        key = str(propose(session, ENGINE, user, NOW).key)
    answers: list[str] = []

    def second() -> None:
        with pytest.raises(WeightsRefusedError) as refused, transaction(factory) as session:
            refuse(session, key, user, signed(user), NOW)
        answers.append(str(refused.value))

    thread = threading.Thread(target=second)
    with transaction(factory) as session:
        refuse(session, key, user, signed(user), NOW)
        thread.start()
        thread.join(0.5)  # until it waits for the first to end
    thread.join()
    assert answers == ["Cette proposition a déjà sa décision."]


def test_a_domain_that_loses_its_own_weights_is_in_the_tables() -> None:
    own = {**plain(ENGINE.weights), "metier": 0.5}
    before = {"tous": plain(ENGINE.weights), Domain.TRANSPORT.value: own}
    tables = weight_tables(before, {"tous": plain(ENGINE.weights)})
    assert [table.title for table in tables] == ["Tous les domaines", Domain.TRANSPORT.label]
    assert tables[1].rows[0].values == (0.5, ENGINE.weights[Criterion.OCCUPATION])


def test_an_exposure_out_of_its_band_is_a_reason(session: Session) -> None:
    write_decisions(session, DECIDED)
    proposal = propose(session, ENGINE, None, NOW, lambda learnt: ["QPV : 0,71"])
    assert proposal.refusals == ["QPV : 0,71"]


def test_only_a_manager_decides_on_weights(session: Session) -> None:
    user = make_user(Role.ADVISOR)
    session.add(user)
    session.flush()
    with pytest.raises(RoleRefusedError):
        propose(session, ENGINE, user, NOW)
    with pytest.raises(RoleRefusedError):
        go_back(session, user, signed(user), NOW)


def test_proposals_and_decisions_are_never_changed(session: Session) -> None:
    proposal = propose(session, ENGINE, None, NOW)
    proposal.decisions = 5000
    with pytest.raises(RuntimeError, match="never changed"):
        session.flush()
    session.rollback()


def test_chances_are_told_from_three_hundred_decisions_on(session: Session) -> None:
    write_decisions(session, DECIDED[:250])
    assert told_of(refit(session, ENGINE, NOW), Domain.CATERING) == []
    assert told_of(None, Domain.CATERING) == []


def test_chances_are_those_of_the_domain_where_it_has_enough(session: Session) -> None:
    write_decisions(session, DECIDED)
    rates = refit(session, ENGINE, NOW)
    assert rates.error is not None
    assert rates.error < 0.2
    told = {level.band: level for level in told_of(rates, Domain.INDUSTRY)}
    mine = [
        each
        for each in DECIDED
        if each.domain is Domain.INDUSTRY and each.band is Band.VERY_SUITABLE
    ]
    level = told[Band.VERY_SUITABLE]
    assert (level.domain, level.decisions) == (Domain.INDUSTRY, len(mine))
    other = {level.band: level for level in told_of(rates, Domain.OTHER)}
    assert other[Band.VERY_SUITABLE].domain is None


def test_chances_are_fitted_once_a_week(session: Session) -> None:
    refit_weekly(session, NOW)
    first = last_rates(session)
    refit_weekly(session, NOW + timedelta(days=6))
    assert last_rates(session) is first
    refit_weekly(session, NOW + timedelta(days=7))
    assert last_rates(session) is not first


def test_an_advisor_may_lean_on_a_criterion_for_one_offer(session: Session) -> None:
    user = make_user(Role.ADVISOR)
    offer, other = make_offer(), make_offer()
    session.add_all([user, offer, other])
    session.flush()
    wanted = dict.fromkeys(Criterion, Emphasis.SAME) | {Criterion.MOBILITY: Emphasis.MORE}
    prefer(session, offer, user, wanted, ENGINE, NOW)
    chosen = chosen_for(session, offer, ENGINE)
    assert chosen.suggested == {c.value: ENGINE.weights[c] for c in Criterion}
    assert chosen.preferred is not None
    assert sum(chosen.preferred.values()) == pytest.approx(1.0, abs=1e-12)
    applied = chosen.engine.weights_in(offer.domain)
    ratio = applied[Criterion.MOBILITY] / applied[Criterion.OCCUPATION]
    plain = ENGINE.weights[Criterion.MOBILITY] / ENGINE.weights[Criterion.OCCUPATION]
    assert ratio == pytest.approx(2 * plain)
    assert chosen_for(session, other, ENGINE).engine is ENGINE
    prefer(session, offer, user, dict.fromkeys(Criterion, Emphasis.SAME), ENGINE, NOW)
    assert chosen_for(session, offer, ENGINE).engine is ENGINE
    row = preference_of(session, offer)
    assert row is not None
    assert row.actor is user


def test_weights_of_an_offer_are_for_advisors_and_say_every_criterion(session: Session) -> None:
    offer, clerk, advisor = make_offer(), make_user(Role.OFFICE), make_user(Role.ADVISOR)
    session.add_all([offer, clerk, advisor])
    session.flush()
    same = dict.fromkeys(Criterion, Emphasis.SAME)
    with pytest.raises(RoleRefusedError):
        prefer(session, offer, clerk, same, ENGINE, NOW)
    del same[Criterion.SKILLS]
    with pytest.raises(InputRefusedError, match="Compétences"):
        prefer(session, offer, advisor, same, ENGINE, NOW)


def test_learnt_weights_of_a_domain_reach_its_offers_alone(session: Session) -> None:
    learnt = replace(ENGINE, by_domain={Domain.CATERING: OTHER})
    offer = make_offer(domain=Domain.CATERING)
    session.add(offer)
    session.flush()
    chosen = chosen_for(session, offer, learnt)
    assert chosen.suggested == {c.value: OTHER[c] for c in Criterion}
