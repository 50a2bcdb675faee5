"""Level-2 interviews: their slot, who came, the grid of the offer, the outcome, the signatures.

An introduction may have several interviews: someone excused, someone absent, someone whom a
workshop prepares first. At most one is planned at a time.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base, UtcDateTime, closed, utc_now
from models.introductions import Introduction, IntroductionEvent
from models.people import User
from models.vocabulary import IntroductionAction, Labelled, Necessity


class InterviewState(Labelled):
    PLANNED = "prevu", "Prévu"
    PRESENT = "present", "Présent·e"
    ABSENT = "absent", "Absent·e"
    EXCUSED = "excuse", "Excusé·e"


class InterviewResult(Labelled):
    """What comes out of an interview that was held."""

    VALIDATED = "valide", "Validé"
    RESERVED = "valide_reserve", "Validé sous réserve"
    TO_PREPARE = "a_preparer", "À préparer"
    REFUSED = "non_valide", "Non validé"


class Preparation(Labelled):
    """What prepares a person for a next interview."""

    RESUME = "atelier_cv", "Atelier CV"
    REHEARSAL = "simulation", "Simulation d'entretien"


class LineSection(Labelled):
    """The parts of the grid, in the order they are asked."""

    REQUIREMENT = "exigence", "Ce que demande l'offre"
    MOBILITY = "mobilite", "Trajet aux horaires du poste"
    MOTIVATION = "motivation", "Motivation"
    CONSTRAINT = "contrainte", "Contraintes"
    QUESTION = "question", "Questions ouvertes"

    @property
    def asks_words(self) -> bool:
        """Whether a mark says nothing there without words."""
        return self in (LineSection.MOTIVATION, LineSection.CONSTRAINT, LineSection.QUESTION)


class LineMark(Labelled):
    TO_CHECK = "a_verifier", "À vérifier"
    VERIFIED = "verifie", "Vérifié"
    NOT_HELD = "non_detenu", "Non détenu"

    def words(self, section: LineSection) -> str:
        """How the mark is said in a section: a wish is not held or lacking, it is spoken of."""
        if section is LineSection.REQUIREMENT or self is LineMark.TO_CHECK:
            return self.label
        if section is LineSection.MOBILITY:
            return "Ne convient pas" if self is LineMark.NOT_HELD else self.label
        return "Fait obstacle" if self is LineMark.NOT_HELD else "Vu ensemble"


class SignatureMode(Labelled):
    """How the synthesis was signed by the person."""

    SCREEN = "ecran", "Signée à l'écran"
    PAPER = "papier", "Signée sur papier"
    DECLINED = "refus", "La personne n'a pas souhaité signer"


DECIDING = frozenset({InterviewResult.VALIDATED, InterviewResult.RESERVED, InterviewResult.REFUSED})
"""Outcomes that end the wait of an introduction; the other one asks for another interview."""

_PLANNED = text("state = 'prevu'")


class Interview(Base):
    """One meeting about one introduction; its state and outcome change once each."""

    __tablename__ = "interviews"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
        CheckConstraint("result IS NULL OR state = 'present'", name="result_once_held"),
        CheckConstraint(
            "result <> 'valide_reserve' OR (action IS NOT NULL AND action_on IS NOT NULL)",
            name="reserve_is_dated",
        ),
        CheckConstraint("result <> 'a_preparer' OR preparation IS NOT NULL", name="prepared_how"),
        CheckConstraint("result <> 'non_valide' OR motive IS NOT NULL", name="refusal_has_motive"),
        CheckConstraint("(result IS NULL) = (decided_by_id IS NULL)", name="decided_by_someone"),
        Index(
            "uq_interviews_planned",
            "introduction_id",
            unique=True,
            sqlite_where=_PLANNED,
            postgresql_where=_PLANNED,
        ),
        Index(None, "introduction_id", "id"),
        Index(None, "advisor_id", "slot"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    introduction_id: Mapped[int] = mapped_column(ForeignKey("introductions.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column(default=1)
    slot: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(default=45)
    place: Mapped[str] = mapped_column(String(200))
    advisor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    """Who receives the person."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    state: Mapped[InterviewState] = mapped_column(
        closed(InterviewState, "state"), default=InterviewState.PLANNED
    )
    state_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    result: Mapped[InterviewResult | None] = mapped_column(closed(InterviewResult, "result"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    delegated_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    """The absent advisor in whose stead the outcome was decided."""
    action: Mapped[str | None] = mapped_column(String(300))
    """What a validation is subject to, until `action_on`."""
    action_on: Mapped[date | None] = mapped_column()
    preparation: Mapped[Preparation | None] = mapped_column(closed(Preparation, "preparation"))
    motive: Mapped[str | None] = mapped_column(String(40))
    """Value of `DiscardMotive`: why it was not validated."""

    summary: Mapped[str | None] = mapped_column(Text)
    """What is kept of the interview, for the person and the file."""
    next_steps: Mapped[str | None] = mapped_column(Text)
    employer_text: Mapped[str | None] = mapped_column(Text)
    """What the employer may read: never the grid, never the summary."""
    advisor_signature: Mapped[str | None] = mapped_column(String(200))
    advisor_signed_on: Mapped[date | None] = mapped_column()
    person_signature: Mapped[str | None] = mapped_column(String(200))
    person_signed_on: Mapped[date | None] = mapped_column()
    signature_mode: Mapped[SignatureMode | None] = mapped_column(
        closed(SignatureMode, "signature_mode")
    )
    handed_on: Mapped[date | None] = mapped_column()
    """Day a copy was handed over to the person."""

    introduction: Mapped[Introduction] = relationship(lazy="raise")
    advisor: Mapped[User] = relationship(lazy="raise", foreign_keys=[advisor_id])
    decided_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    delegated_by: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[delegated_by_id])
    lines: Mapped[list["InterviewLine"]] = relationship(
        lazy="raise", order_by="InterviewLine.position", cascade="all, delete-orphan"
    )


class InterviewLine(Base):
    """One line of the grid: what is asked, what the record says, what the interview found."""

    __tablename__ = "interview_lines"
    __table_args__ = (
        CheckConstraint(
            "mark = 'a_verifier' OR section NOT IN ('motivation', 'contrainte', 'question')"
            " OR note IS NOT NULL",
            name="answered_in_words",
        ),
        Index(None, "interview_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column()
    section: Mapped[LineSection] = mapped_column(closed(LineSection, "section"))
    necessity: Mapped[Necessity | None] = mapped_column(closed(Necessity, "necessity"))
    label: Mapped[str] = mapped_column(String(500))
    fact: Mapped[str | None] = mapped_column(Text)
    """What the record says of it; NULL: nothing."""
    source: Mapped[str | None] = mapped_column(String(200))
    mark: Mapped[LineMark] = mapped_column(closed(LineMark, "mark"), default=LineMark.TO_CHECK)
    note: Mapped[str | None] = mapped_column(Text)
    marked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


def pending_since(session: Session, introduction_id: int) -> datetime | None:
    """When the introduction last came to wait for level 2; None where no step says so."""
    return session.scalar(
        select(func.max(IntroductionEvent.at)).where(
            IntroductionEvent.introduction_id == introduction_id,
            IntroductionEvent.action == IntroductionAction.SUBMIT,
        )
    )


def interviews_of_round(session: Session, introduction_id: int) -> list[Interview]:
    """The interviews made since the introduction last came to wait, oldest first."""
    since = pending_since(session, introduction_id)
    wanted = select(Interview).where(Interview.introduction_id == introduction_id)
    if since is not None:
        wanted = wanted.where(Interview.created_at >= since)
    return list(session.scalars(wanted.order_by(Interview.id)))


def held(session: Session, introduction_id: int) -> Interview | None:
    """The last interview, if it may end the wait: present, grid complete, outcome that decides.

    A reader who validates looks at `.result` too: `REFUSED` does not validate.
    """
    interviews = interviews_of_round(session, introduction_id)
    last = interviews[-1] if interviews else None
    if last is None or last.state is not InterviewState.PRESENT or last.result not in DECIDING:
        return None
    return last if is_grid_complete(session, last.id) else None


def is_grid_complete(session: Session, interview_id: int) -> bool:
    """True where the grid has lines and none is left to check."""
    total, waiting = session.execute(
        select(
            func.count(),
            func.count().filter(InterviewLine.mark == LineMark.TO_CHECK),
        ).where(InterviewLine.interview_id == interview_id)
    ).one()
    return total > 0 and waiting == 0


def absences(session: Session, introduction_id: int) -> int:
    """How many times the person did not come, since the introduction last came to wait."""
    interviews = interviews_of_round(session, introduction_id)
    return sum(each.state is InterviewState.ABSENT for each in interviews)
