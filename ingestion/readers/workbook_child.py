"""A workbook as rows of text; lives in a confined child."""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from ingestion.readers.verdicts import TooLargeError

MOST_CELLS = 4_000_000
MOST_CHARACTERS = 50_000_000


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


def read(data: bytes) -> list[dict[str, object]]:
    """`[{"name", "hidden", "rows": [[row, [cells]]]}]`, the rows of hidden sheets left empty."""
    sheets: list[dict[str, object]] = []
    cells = characters = 0
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
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
                    raise TooLargeError
                if any(texts):
                    rows.append((number, texts))
            sheets.append({"name": about.name, "hidden": False, "rows": rows})
    return sheets
