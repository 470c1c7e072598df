"""Tables of measurements: what is missing or no number is told with its file, line and column."""
import csv

PAGE = "docs/formats/dispersion-data.md"


class Row(dict):
    """Cells by column, where they stand, and the page that says what they should be."""

    def __init__(self, cells, place, page):
        super().__init__(cells)
        self.place, self.page = place, page

    def number(self, column, default=None):
        """The number of a column. @param default  what an empty cell stands for; without one it is refused"""
        text = (self[column] or "").strip()
        if not text and default is not None:
            return default
        try:
            return float(text)
        except ValueError:
            raise SystemExit(f"error: {self.place}: {column} is '{text}', no number; see {self.page}") from None


def rows(file, columns, page=PAGE):
    """Rows of a table, with these columns and perhaps others."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as table:
            reader = csv.DictReader(table)
            missing = [name for name in columns if name not in (reader.fieldnames or [])]
            if missing:
                raise SystemExit(f"error: {file}:1: no column {', '.join(missing)}; see {page}")
            return [Row(cells, f"{file}:{reader.line_num}", page) for cells in reader]
    except FileNotFoundError:
        raise SystemExit(f"error: {file}: not found; see {page}") from None
    except UnicodeDecodeError:
        raise SystemExit(f"error: {file}: no text in UTF-8; see {page}") from None
