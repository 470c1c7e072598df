#!/usr/bin/env python3
"""Makes a report of the tutorial town (or takes one) and checks it in Chromium, on screens and on paper.

Usage: check_report.py --programs DIR --folder DIR [--report FILE.html] [--picture FILE.png]

Needs chromium, node, npm and pdftotext; npm fetches what package.json names into the folder. What check_page.mjs checks stands
there; on paper, the annexes of either language must begin on the third page: before them lies the summary of two pages.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CLOSURE = """[about]
title = "Close a street"
title_vi = "Cấm một tuyến phố"
[[measure]]
kind = "close_edge"
edges = ["C2B2"]
windows = ["07:04-07:08"]
[[expect]]
indicator = "vehicle_km"
place = "place"
sign = "-"
"""
SLOW = """[about]
title = "30 km/h"
title_vi = "Giới hạn 30 km/h"
[[measure]]
kind = "speed_limit"
speed_km_h = 30
polygon_m = [0, 0, 480, 0, 480, 480, 0, 480]
"""


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, text=True, **options)


def make_report(programs, folder):
    """A whatif of the tutorial town with five seeds and its report."""
    (folder / "closure.toml").write_text(CLOSURE, encoding="utf-8")
    (folder / "slow.toml").write_text(SLOW, encoding="utf-8")
    run(programs / "hacthanh", "whatif", ROOT / "scenarios/tutorial/town.toml", folder / "closure.toml", folder / "slow.toml",
        "--seeds", "5", "-o", folder / "whatif", "--force", "--quiet", "--set", "mesh.cell_size_m=40", stdout=subprocess.DEVNULL)
    report = folder / "report.html"
    run(programs / "hacthanh", "report", folder / "whatif", "-o", report, "--force")
    return report


def problems_on_paper(folder):
    """What is wrong with the PDFs."""
    found = []
    for language, annex in (("vi", "PHỤ LỤC"), ("en", "ANNEXES")):
        pdf = folder / f"report-{language}.pdf"
        if not pdf.exists():
            continue
        pages = run("pdftotext", "-layout", pdf, "-", capture_output=True).stdout.split("\f")
        first = next((n for n, page in enumerate(pages, 1) if annex in page), None)
        if first != 3:
            found.append(f"{pdf.name}: the annexes begin on page {first}, not 3")
        mark = "không phải số đo" if language == "vi" else "not measured"
        found += [f"{pdf.name}: page {n} does not say that it is a simulation"
                  for n, page in enumerate(pages, 1) if page.strip() and mark not in page]
    return found


def draw_summary(folder, picture):
    """The first page in Vietnamese as a picture."""
    picture.parent.mkdir(parents=True, exist_ok=True)
    run("pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-png", "-singlefile", folder / "report-vi.pdf", picture.with_suffix(""))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--report", type=pathlib.Path)
    parser.add_argument("--picture", type=pathlib.Path, help="where to put the first page")
    arguments = parser.parse_args()
    missing = [tool for tool in ("chromium", "node", "npm", "pdftotext") if not shutil.which(tool)]
    if missing:
        print("skipped browser checks: install", ", ".join(missing))
        return 0
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "check_page.mjs"):
        shutil.copy(HERE / name, folder / name)
    run("npm", "install", "--silent", "--no-audit", "--no-fund", cwd=folder)
    report = (arguments.report or make_report(arguments.programs.resolve(), folder)).resolve()
    checked = subprocess.run(["node", "check_page.mjs", report, folder, shutil.which("chromium")], cwd=folder)
    found = problems_on_paper(folder)
    if arguments.picture:
        draw_summary(folder, arguments.picture)
    print("\n".join(found) or "paper: 0 problems")
    return 1 if checked.returncode or found else 0


if __name__ == "__main__":
    sys.exit(main())
