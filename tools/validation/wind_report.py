"""Table and plots of a wind validation, as they stand in docs/theory/wind.md."""
import re

from sumo_reference import REPOSITORY
from validation import wind_fluctuations

PAGE = REPOSITORY / "docs/theory/wind.md"
IMAGES = REPOSITORY / "docs/images/wind"
ZONES = {"canopy": "z ≤ H", "above": "H < z ≤ 2H", "streets_along": "streets along the wind, z ≤ H"}
AROUND = {"ahead": "ahead of the buildings, z ≤ 2H", "behind": "behind them, z ≤ 2H"}
SHOWN = {"hit_rate": "hit rate, W = 0.03", "hit_rate_w05": "hit rate, W = 0.05", "rmse": "RMSE / U_H", "r": "R",
         "sign": "sign", "bias": "bias / U_H"}


class Profiles:
    """What the plots show: model lines, measured dots and the approach flow, over U_H."""

    def __init__(self, case, samples, modelled, approach, reference):
        self.case, self.samples, self.modelled = case, samples, modelled
        self.approach, self.reference = approach, reference


def name_of(score, component):
    stem, _, suffix = score.partition("_w05")
    return f"{stem}_{component}{'_w05' if '_w05' in score else ''}{suffix}"


def table(case, result):
    """The scores as a Markdown table."""
    baselines = list(result["baseline"])
    lines = [f"{case['title']}: {result['solver']['cells']} cells, {result['solver']['iterations']} iterations", "",
             "| zone | score | ours | 95 % | no buildings | " + " | ".join(baselines) + (" |" if baselines else ""),
             "| --- | --- | --- | --- | --- |" + " --- |" * len(baselines)]
    for zone, title in ZONES.items():
        for component in "uw":
            scores = result.get(zone, {})
            if f"n_{component}" not in scores:
                continue
            for score, words in SHOWN.items():
                name = name_of(score, component)
                low, high = scores.get(f"{name}_ci", (float("nan"), float("nan")))
                null = result["null_model"].get(zone, {}).get(name, float("nan"))
                cells = [f"{title}, {component}, n = {scores[f'n_{component}']}", words, f"{scores[name]:.3f}",
                         f"{low:.2f} to {high:.2f}", f"{null:.2f}"]
                for baseline in baselines:
                    value = result["baseline"][baseline].get(zone, {}).get(name)
                    cells.append("" if value is None else f"{value:.3f}")
                lines.append("| " + " | ".join(cells) + " |")
    if result["fluctuations"]:
        lines += ["", wind_fluctuations.table(result["fluctuations"], ZONES | AROUND)]
    return "\n".join(lines)


def panel(profiles, component, x, left, top, width, height):
    """One profile: dots measured, solid line model, dashed line approach flow."""
    roof = profiles.case["reference_height"]
    low, high = (-0.4, 1.3) if component == "u" else (-0.5, 0.5)

    def place(value, z):
        return f"{left + (value - low) / (high - low) * width:.1f},{top + height - z / roof / 3 * height:.1f}"

    parts = [f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="none" stroke="#999"/>',
             f'<polyline points="{place(0, 0)} {place(0, 3 * roof)}" stroke="#bbb" fill="none"/>',
             f'<polyline points="{place(low, roof)} {place(high, roof)}" stroke="#bbb" fill="none"/>',
             f'<text x="{left + width / 2}" y="{top - 5}" text-anchor="middle">x = {x:g}</text>']
    for tick in (0, 0.5, 1) if component == "u" else (-0.4, 0, 0.4):
        parts.append(f'<text x="{left + (tick - low) / (high - low) * width:.1f}" y="{top + height + 13}" '
                     f'text-anchor="middle">{tick:g}</text>')
    line, lines = [], []
    for (at, z), values in sorted(profiles.modelled.items()):
        value = values["uw".index(component)]
        if at != x:
            continue
        if value is None:
            lines, line = lines + [line], []
        else:
            line.append(place(value / profiles.reference, z))
    for line in lines + [line]:
        if len(line) > 1:
            parts.append(f'<polyline points="{" ".join(line)}" stroke="#06c" stroke-width="1.6" fill="none"/>')
    if component == "u":
        steps = [3 * roof * n / 60 for n in range(1, 61)]
        line = " ".join(place(profiles.approach.at(z) / profiles.reference, z) for z in steps)
        parts.append(f'<polyline points="{line}" stroke="#666" stroke-dasharray="4 3" fill="none"/>')
    for kind, at, y, z, _, measured in profiles.samples:
        if kind == component and at == x and y == 0 and z <= 3 * roof:
            px, py = place(measured, z).split(",")
            parts.append(f'<circle cx="{px}" cy="{py}" r="2.4" fill="#c30"/>')
    return "\n".join(parts)


def plot(profiles, component):
    """An SVG of all panels."""
    xs = profiles.case["plot"]["x"]
    width, height, gap = 110, 190, 14
    columns = 5
    rows = (len(xs) + columns - 1) // columns
    total = columns * (width + gap) + 40
    tall = rows * (height + 50) + 30
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{total}" height="{tall}" viewBox="0 0 {total} {tall}" '
             'font-family="DejaVu Sans, sans-serif" font-size="11">',
             f'<rect width="{total}" height="{tall}" fill="#fff"/>']
    for n, x in enumerate(xs):
        left = 30 + n % columns * (width + gap)
        top = 22 + n // columns * (height + 50)
        parts.append(panel(profiles, component, x, left, top, width, height))
        if n % columns == 0:
            for level in range(4):
                parts.append(f'<text x="{left - 6}" y="{top + height - level / 3 * height + 4:.1f}" '
                             f'text-anchor="end">{level}H</text>')
    parts.append(f'<text x="30" y="{tall - 10}">{component} / U_H over height: dots measured, blue model, '
                 'dashed approach flow</text></svg>')
    return "\n".join(parts) + "\n"


def write(case, result, profiles):
    """Renews the table between the page's markers, and the plots."""
    name = case["name"]
    IMAGES.mkdir(parents=True, exist_ok=True)
    for component in "uw":
        (IMAGES / f"{name}_{component}.svg").write_text(plot(profiles, component), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    marks = re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.S)
    renewed = marks.sub(lambda m: m.group(1) + table(case, result) + "\n" + m.group(2), page)
    if renewed != page:
        PAGE.write_text(renewed, encoding="utf-8")
        print(f"renewed {PAGE.relative_to(REPOSITORY)} and {IMAGES.relative_to(REPOSITORY)}")
