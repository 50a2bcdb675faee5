"""What the demonstration prints: checks, progress, figures, sign-in links."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.demo.staff import ACCOUNTS


def number(value: int) -> str:
    """1400 -> `1 400`, with the narrow space of French numbers."""
    return f"{value:,}".replace(",", "\u202f")


def seconds(value: float) -> str:
    return f"{value:.1f} s".replace(".", ",")


def counted(value: int, one: str, many: str | None = None) -> str:
    """`1 offre`, `3 offres`."""
    return f"{number(value)} {one if value < 2 else many or one + 's'}"


class Screen:
    """The console of one run; keeps the time of each step."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.started = perf_counter()
        self.steps: dict[str, float] = {}

    def line(self, text: str) -> None:
        """One thing that is well."""
        self.console.print(f"[green]{self._mark('✓', '+')}[/green] {text}", soft_wrap=True)

    def warn(self, text: str) -> None:
        self.console.print(f"[yellow]{self._mark('!', '!')}[/yellow] {text}", soft_wrap=True)

    def _mark(self, sign: str, plain: str) -> str:
        return sign if self.console.encoding.lower().startswith("utf") else plain

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Iterator[Callable[[], None]]:
        """A progress bar for one step; gives what moves it forward by one."""
        began = perf_counter()
        columns = (TextColumn("  {task.description}"), BarColumn(bar_width=28))
        more = (MofNCompleteColumn(),) if total else ()
        with Progress(
            *columns,
            *more,
            TimeElapsedColumn(),
            console=self.console,
            transient=True,
            disable=not self.console.is_terminal,
        ) as progress:
            task = progress.add_task(name, total=total)
            yield lambda: progress.advance(task)
        self.steps[name] = perf_counter() - began

    def timings(self) -> None:
        """Every step with its time, and the total."""
        self.console.print("\nTemps :")
        for name, took in self.steps.items():
            self.console.print(f"  {name:<44} {seconds(took):>8}")
        self.console.print(f"  {'total':<44} {seconds(perf_counter() - self.started):>8}")

    def links(self, address: str, tokens: Mapping[str, str]) -> None:
        """A line a role, its one-time link under it, whole so that it can be clicked."""
        self.console.print("\n[bold]Liens de connexion[/bold] (chacun sert une fois) :\n")
        width = max(len(account.role.label) for account in ACCOUNTS)
        for account in ACCOUNTS:
            role = f"[bold]{account.role.label:<{width}}[/bold]"
            self.console.print(f"{role}  {account.to_try}", soft_wrap=True)
            link = f"{address}/sign-in/link/{tokens[account.email]}"
            self.console.print(f"  {link}\n", soft_wrap=True, style="cyan")
