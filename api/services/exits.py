"""Exits in the base: found each night from what people did, proved, then decided on."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.services.exits_facts import entry_days, histories
from api.services.exits_history import History
from api.services.exits_measures import Verdict
from api.services.exits_rules import Protocol, protocol_of
from api.services.exits_verdicts import judge
from models.days import day_of
from models.exit_lists import ExitAction, ExitState, ProofKind, ProofStatus
from models.exit_transitions import exit_transition
from models.exits import Exit, ExitEvent, ExitProof

_UNKNOWN_ENTRY = "date d’entrée inconnue : protocole en vigueur, à vérifier"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rules say of a person, and under which protocol."""

    protocol: Protocol
    verdict: Verdict | None
    is_entry_known: bool

    @property
    def story(self) -> str:
        """What it rests on, with what is not known of the entry."""
        told = "" if self.verdict is None else self.verdict.story
        return told if self.is_entry_known else f"{told} ({_UNKNOWN_ENTRY})"


def evaluate_exits(
    session: Session, at: datetime, ids: Iterable[int] | None = None
) -> Counter[ExitAction]:
    """Bring every exit up to date with what people did; what was done, counted.

    The same day again changes nothing. What the committee decided is left alone.
    """
    wanted = None if ids is None else list(ids)
    known = _standing(session, wanted)
    found = histories(session, wanted)
    entered = entry_days(session, wanted)
    refused = _refused(session, wanted)
    done: Counter[ExitAction] = Counter()
    for candidate_id in sorted({*known, *found}):
        standing = known.get(candidate_id)
        if standing is not None and standing.state is ExitState.VALIDATED:
            continue
        finding = find(
            found.get(candidate_id, History()),
            entered.get(candidate_id),
            day_of(at),
            refused.get(candidate_id, frozenset()),
        )
        action = _bring_up(session, candidate_id, standing, finding, at)
        if action is not None:
            done[action] += 1
    session.flush()
    return done


def find(
    history: History,
    entered_on: date | None,
    today: date,
    refused: frozenset[tuple[str, date | None]] = frozenset(),
) -> Finding:
    """What the rules of a person's protocol make of their history.

    `refused` : rules and days that the committee said no to; the same facts are not brought back.
    """
    protocol = protocol_of(entered_on)
    verdicts = [
        each
        for each in judge(protocol, history.since(entered_on), today)
        if (each.acquired_on is not None or each.is_under_way)
        and (each.rule.code, each.acquired_on) not in refused
    ]
    return Finding(protocol, verdicts[0] if verdicts else None, entered_on is not None)


def _bring_up(
    session: Session, candidate_id: int, standing: Exit | None, finding: Finding, at: datetime
) -> ExitAction | None:
    verdict = finding.verdict
    if verdict is None:
        if standing is None or standing.state is ExitState.LOST:
            return None
        return _enter(session, standing, ExitAction.LOSE, ExitState.LOST, at)
    state = ExitState.ACQUIRING if verdict.acquired_on is None else ExitState.TO_PROVE
    facts = (
        finding.protocol.name,
        verdict.rule.code,
        verdict.expected_on,
        verdict.acquired_on,
        finding.story,
        verdict.contract_id or None,
    )
    if standing is None:
        made = Exit(candidate_id=candidate_id, state=state, created_at=at, changed_at=at, version=1)
        _set(made, facts)
        session.add(made)
        session.flush()
        _list_proofs(session, made, verdict.rule.proofs, at)
        _record(session, made, ExitAction.BEGIN, None, at)
        return ExitAction.BEGIN
    if _facts(standing) == facts and standing.state is state:
        return None
    action = _action(standing.state, state)
    is_other_rule = standing.rule != verdict.rule.code
    is_new = action is not ExitAction.CHANGE or is_other_rule or standing.state is not state
    _set(standing, facts)
    _list_proofs(session, standing, verdict.rule.proofs, at)
    if not is_new:
        standing.changed_at = at  # the day or the words alone: no line in the story
        return None
    return _enter(session, standing, action, state, at)


def _action(old: ExitState, new: ExitState) -> ExitAction:
    if old is new or (old is ExitState.LOST and new is ExitState.ACQUIRING):
        return ExitAction.CHANGE
    return ExitAction.ACQUIRE if new is ExitState.TO_PROVE else ExitAction.FALL_BACK


def _set(target: Exit, facts: tuple[str, str, date | None, date | None, str, int | None]) -> None:
    (
        target.protocol,
        target.rule,
        target.expected_on,
        target.acquired_on,
        target.story,
        target.contract_id,
    ) = facts


def _facts(standing: Exit) -> tuple[str, str, date | None, date | None, str, int | None]:
    return (
        standing.protocol,
        standing.rule,
        standing.expected_on,
        standing.acquired_on,
        standing.story,
        standing.contract_id,
    )


def _enter(
    session: Session, standing: Exit, action: ExitAction, state: ExitState, at: datetime
) -> ExitAction:
    exit_transition(action, standing.state, None)
    before, standing.state = standing.state, state
    standing.version += 1
    standing.changed_at = at
    session.flush()
    _record(session, standing, action, before, at)
    return action


def _record(
    session: Session, target: Exit, action: ExitAction, before: ExitState | None, at: datetime
) -> None:
    session.add(
        ExitEvent(
            exit_id=target.id,
            at=at,
            action=action,
            from_state=before,
            to_state=target.state,
            note=target.story,
        )
    )
    session.flush()


def _list_proofs(session: Session, target: Exit, wanted: Sequence[ProofKind], at: datetime) -> None:
    """The pieces of the rule, each once; those of another rule, still missing, become void."""
    known = {
        proof.kind: proof
        for proof in session.scalars(select(ExitProof).where(ExitProof.exit_id == target.id))
    }
    for kind in wanted:
        proof = known.get(kind)
        if proof is None:
            session.add(ExitProof(exit_id=target.id, kind=kind, changed_at=at))
        elif proof.status is ProofStatus.VOID and proof.changed_by_id is None:
            proof.status = ProofStatus.MISSING
    for kind, proof in known.items():
        if kind not in wanted and proof.status in (ProofStatus.MISSING, ProofStatus.ASKED):
            proof.status, proof.changed_by_id = ProofStatus.VOID, None
    session.flush()


def _standing(session: Session, ids: Sequence[int] | None) -> dict[int, Exit]:
    query = select(Exit).where(Exit.state != ExitState.REFUSED).with_for_update()
    if ids is not None:
        query = query.where(Exit.candidate_id.in_(ids))
    return {each.candidate_id: each for each in session.scalars(query)}


def _refused(
    session: Session, ids: Sequence[int] | None
) -> dict[int, frozenset[tuple[str, date | None]]]:
    query = select(Exit.candidate_id, Exit.rule, Exit.acquired_on).where(
        Exit.state == ExitState.REFUSED
    )
    if ids is not None:
        query = query.where(Exit.candidate_id.in_(ids))
    found: dict[int, set[tuple[str, date | None]]] = {}
    for candidate_id, rule, acquired_on in session.execute(query):
        found.setdefault(candidate_id, set()).add((rule, acquired_on))
    return {candidate_id: frozenset(each) for candidate_id, each in found.items()}
