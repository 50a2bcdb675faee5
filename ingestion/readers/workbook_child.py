"""Read a workbook and print it as JSON; run as a script in a process of its own, under limits.

Exit codes: 0 done, 3 too large, 4 unreadable. A crash or a limit is the parent's to tell.
Nothing but the standard library and python-calamine may be imported here.
"""

import json
import sys
from datetime import date, datetime, time, timedelta

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
MOST_CELLS = 4_000_000
MOST_CHARACTERS = 50_000_000

EXIT_TOO_LARGE = 3
EXIT_UNREADABLE = 4


def limit_resources() -> None:
    """Cap memory and processor time where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def as_text(value: object) -> str:
    """A cell as a French reader sees it: `59240.0` is `59240`, a date is JJ/MM/AAAA."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return repr(value).replace(".", ",")
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.strftime("%d/%m/%Y" if midnight else "%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return "" if value is None else str(value)


def main(path: str) -> int:
    """Print `{"sheets": [{"name", "hidden", "rows": [[row, [cells]]]}]}`, hidden ones empty."""
    limit_resources()
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    sheets: list[dict[str, object]] = []
    cells = characters = 0
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for about in workbook.sheets_metadata:
                if about.visible is not SheetVisibleEnum.Visible:
                    sheets.append({"name": about.name, "hidden": True, "rows": []})
                    continue
                sheet = workbook.get_sheet_by_name(about.name)
                first = sheet.start[0] + 1 if sheet.start else 1
                rows: list[tuple[int, list[str]]] = []
                for number, values in enumerate(sheet.to_python(skip_empty_area=True), first):
                    texts = [as_text(value) for value in values]
                    cells += len(texts)
                    characters += sum(map(len, texts))
                    if cells > MOST_CELLS or characters > MOST_CHARACTERS:
                        return EXIT_TOO_LARGE
                    if any(texts):
                        rows.append((number, texts))
                sheets.append({"name": about.name, "hidden": False, "rows": rows})
        sys.stdout.write(json.dumps({"sheets": sheets}))
    except MemoryError:
        return EXIT_TOO_LARGE
    except Exception as error:  # whatever calamine raises on a hostile file
        sys.stderr.write(type(error).__name__)
        return EXIT_UNREADABLE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
