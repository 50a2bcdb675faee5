"""The life of an introduction as data: from, to, who, motives, guards and effects. Pure values.

Source: the workflow of the programme, row by row; docs/workflow.md is written from it.
"""

from models.endings import ComeBackMotive, EndMotive
from models.motives import EmployerMotive, ParticipantMotive
from models.transition_words import Effect, Guard, Transition
from models.vocabulary import DiscardMotive, IntroductionAction, IntroductionState, Role

_FOLLOWERS = frozenset({Role.CASEWORKER, Role.ADVISOR, Role.MANAGER})
_ADVISORS = frozenset({Role.ADVISOR, Role.MANAGER})
_SENDERS = _FOLLOWERS | {Role.OFFICER}
HEARERS = frozenset({Role.OFFICER, Role.ADVISOR, Role.MANAGER, Role.AGENCY})
"""Who records what the employer answers; an agency answers for itself, by its link."""
_NOBODY: frozenset[Role] = frozenset()

_A = IntroductionAction
_S = IntroductionState
_G, _E = Guard, Effect
OPEN_STATES = frozenset(
    {_S.KEPT, _S.RESERVE, _S.PROPOSED, _S.AGREED}
    | {_S.LEVEL2_PENDING, _S.LEVEL2_VALIDATED, _S.DISPATCHED}
)
"""Introductions somebody works on."""
WAITING = OPEN_STATES | {_S.SUGGESTED}
"""Introductions that wait for a decision or an answer: none is left behind by a closed offer."""
PROPOSITIONS = OPEN_STATES - {_S.KEPT, _S.RESERVE}
"""Introductions the person has heard of, and that are not over."""
MOST_PROPOSITIONS = 5
"""Open propositions of one person above which one more asks to be confirmed."""

_WITHDRAWN = frozenset({EndMotive.WITHDRAWN.value})
_BY_HAND = frozenset({EndMotive.HIRED_ELSEWHERE.value, EndMotive.DUPLICATE.value})
_PERSON_SAYS = frozenset(each.value for each in ParticipantMotive)
_EMPLOYER_SAYS = frozenset(each.value for each in EmployerMotive)

INTRODUCTION_TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        1,
        _A.SUGGEST,
        frozenset(),
        _S.SUGGESTED,
        _FOLLOWERS,
        guards=(_G.PERSON_ACTIVE,),
        effects=(_E.SNAPSHOT,),
    ),
    Transition(
        2,
        _A.DISCARD,
        frozenset({_S.SUGGESTED}),
        _S.DISCARDED,
        _FOLLOWERS,
        motives=frozenset(each.value for each in DiscardMotive),
        effects=(_E.COUNT_MOTIVE,),
    ),
    Transition(
        3,
        _A.KEEP,
        frozenset({_S.SUGGESTED, _S.DISCARDED, _S.RESERVE}),
        _S.KEPT,
        _FOLLOWERS,
        guards=(_G.OFFER_LIVES, _G.REASON_WRITTEN),
        effects=(_E.KEEPER, _E.TELL_CASEWORKER),
    ),
    Transition(4, _A.RESERVE, frozenset({_S.KEPT}), _S.RESERVE, _ADVISORS, effects=(_E.RECALL,)),
    Transition(
        5,
        _A.PROPOSE,
        frozenset({_S.KEPT}),
        _S.PROPOSED,
        _FOLLOWERS,
        guards=(_G.OFFER_LIVES, _G.FEW_PROPOSITIONS),
        effects=(_E.SCRIPT,),
    ),
    Transition(
        6,
        _A.AGREE,
        frozenset({_S.PROPOSED}),
        _S.AGREED,
        _FOLLOWERS,
        guards=(_G.DAY_AND_CHANNEL,),
        effects=(_E.AGREEMENT, _E.SUBMIT),
    ),
    *(
        Transition(
            6,
            _A.AGREE,
            frozenset({state}),
            state,
            _FOLLOWERS,
            guards=(_G.DAY_AND_CHANNEL, _G.NOT_VALIDATOR),
            effects=(_E.AGREEMENT, *((_E.SUBMIT,) if state is _S.AGREED else ())),
            name="Accord renouvelé",
        )
        for state in (_S.AGREED, _S.LEVEL2_PENDING, _S.LEVEL2_VALIDATED)
    ),
    Transition(
        6,
        _A.DECLINE,
        frozenset({_S.PROPOSED}),
        _S.DECLINED,
        _FOLLOWERS,
        motives=_PERSON_SAYS,
        effects=(_E.COUNT_MOTIVE,),
    ),
    Transition(
        7,
        _A.SUBMIT,
        frozenset({_S.AGREED}),
        _S.LEVEL2_PENDING,
        _NOBODY,
        guards=(_G.LEVEL_TWO,),
        effects=(_E.TASK,),
    ),
    Transition(
        8,
        _A.VALIDATE,
        frozenset({_S.LEVEL2_PENDING}),
        _S.LEVEL2_VALIDATED,
        _ADVISORS,
        guards=(_G.ANOTHER_PERSON, _G.INTERVIEW_HELD),
        effects=(_E.VALIDATOR,),
    ),
    Transition(
        8,
        _A.REFUSE,
        frozenset({_S.LEVEL2_PENDING}),
        _S.LEVEL2_REFUSED,
        _ADVISORS,
        guards=(_G.ANOTHER_PERSON, _G.INTERVIEW_HELD),
        effects=(_E.VALIDATOR,),
    ),
    Transition(
        8,
        _A.RETURN,
        frozenset({_S.LEVEL2_PENDING}),
        _S.KEPT,
        _ADVISORS,
        guards=(_G.TWO_ABSENCES,),
        effects=(_E.FORGET_AGREEMENT, _E.TELL_CASEWORKER),
    ),
    Transition(
        9,
        _A.DISPATCH,
        frozenset({_S.AGREED, _S.LEVEL2_VALIDATED}),
        _S.DISPATCHED,
        _SENDERS,
        guards=(
            _G.OFFER_LIVES,
            _G.OFFER_OPEN,
            _G.BEFORE_DEADLINE,
            _G.VALIDATED,
            _G.RECENT_AGREEMENT,
            _G.CARD_CHECKED,
        ),
        effects=(_E.SENT,),
    ),
    Transition(
        10,
        _A.CLOSE,
        frozenset({_S.DISPATCHED}),
        _S.CLOSED,
        HEARERS,
        motives=frozenset({EndMotive.HIRED.value}),
        guards=(_G.POSTS_LEFT, _G.WEEK),
        effects=(_E.REASON, _E.CONTRACT, _E.CLOSE_OTHERS),
        name="Recrutement confirmé",
    ),
    Transition(
        11,
        _A.CLOSE,
        frozenset({_S.DISPATCHED}),
        _S.CLOSED,
        HEARERS,
        motives=frozenset({EndMotive.REFUSED.value}),
        details=_EMPLOYER_SAYS,
        effects=(_E.REASON, _E.COUNT_MOTIVE, _E.NEXT_OFFERS),
        name="Refus de l’employeur",
    ),
    Transition(
        12,
        _A.CLOSE,
        frozenset({_S.DISPATCHED}),
        _S.CLOSED,
        _NOBODY,
        motives=frozenset({EndMotive.NO_ANSWER.value}),
        guards=(_G.ANSWER_LATE,),
        effects=(_E.REASON, _E.NOT_THE_PERSON),
        name="Sans réponse",
    ),
    Transition(
        13,
        _A.CLOSE,
        OPEN_STATES,
        _S.CLOSED,
        _FOLLOWERS,
        motives=_WITHDRAWN,
        details=_PERSON_SAYS,
        effects=(_E.REASON, _E.COUNT_MOTIVE, _E.RECALL),
        name="Désistement",
    ),
    Transition(
        13,
        _A.CLOSE,
        OPEN_STATES,
        _S.CLOSED,
        _FOLLOWERS,
        motives=_BY_HAND,
        effects=(_E.REASON, _E.RECALL),
        name="Clore",
    ),
    Transition(  # the offer ends, or another post was found: with one reason for all
        13,
        _A.CLOSE,
        WAITING,
        _S.CLOSED,
        _NOBODY,
        motives=frozenset(each.value for each in EndMotive),
        effects=(_E.REASON,),
        name="Clore avec l’offre",
    ),
    Transition(
        14,
        _A.REOPEN,
        frozenset({_S.CLOSED}),
        None,
        _ADVISORS,
        motives=frozenset(each.value for each in ComeBackMotive),
        guards=(_G.OFFER_LIVES, _G.RECENT_CLOSING),
        effects=(_E.HISTORY,),
    ),
)

REVERSIBLE = frozenset(
    {_A.KEEP, _A.DISCARD, _A.RESERVE, _A.PROPOSE, _A.AGREE, _A.DECLINE, _A.VALIDATE, _A.REFUSE}
)
"""What « Annuler » takes back as long as nothing came after: all that was not sent yet."""
