"""Tables and plots of the dispersion's validation, as they stand in docs/theory/validation.md."""
import math
import re

from sumo_reference import REPOSITORY
from validation.scores import NAMES

PAGE = REPOSITORY / "docs/theory/validation.md"
IMAGES = REPOSITORY / "docs/images/dispersion"
TITLES = {"fac2": "FAC2", "fb": "FB", "nmse": "NMSE", "mg": "MG", "vg": "VG", "r": "R", "nad": "NAD",
          "matched_zeros": "zeros"}
MODELS = {"fv": "finite volume",
          "fv_without_memory": "finite volume, no memory", "line": "line source", "particles": "particles", "null_model": "null model"}
PLOTTED = {"prairie_grass": ["cic", "arc_max"], "epa_7x11": ["vertical", "surface"]}
PANEL, GAP = 200, 46


def short(value):
    """Two digits behind the point, large numbers as powers."""
    return f"{value:.2f}" if abs(value) < 1000 else f"{value:.0e}"


def cell(scores, name):
    """A score and its interval."""
    if name not in scores:
        return ""
    interval = scores.get(f"{name}_ci")
    return short(scores[name]) + (f" ({short(interval[0])}…{short(interval[1])})" if interval else "")


def is_scored(node):
    return isinstance(node, dict) and "fac2" in node


def models_of(case):
    """Names of the models of a case, ours first, the null model last."""
    names = [name for name in case if name != "baseline" and isinstance(case[name], dict)]
    return sorted(names, key=lambda name: (name == "null_model", name))


def table(case_name, case):
    """Scores of one case: sets by models."""
    sets = list(dict.fromkeys(name for model in models_of(case) for name in case[model] if is_scored(case[model][name])))
    lines = []
    if sets:
        lines = ["| set | model | n | " + " | ".join(TITLES[name] for name in NAMES) + " |",
                 "| --- | --- | --- |" + " --- |" * len(NAMES)]
    for name in sets:
        for model in models_of(case):
            if is_scored(found := case[model].get(name)):
                lines.append(f"| {name} | {MODELS.get(model, model)} | {found['n']} | " +
                             " | ".join(cell(found, score) for score in NAMES) + " |")
        for baseline, known in case.get("baseline", {}).items():
            if is_scored(known.get(name)):
                lines.append(f"| {name} | {baseline} | | " + " | ".join(cell(known[name], score) for score in NAMES) + " |")
    plain = [(f"{model}.{key}", value) for model in models_of(case) for key, value in case[model].items()
             if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if plain:
        lines += [""] * bool(lines) + ["| number | value |", "| --- | --- |"]
        lines += [f"| {key} | {value:.4g} |" for key, value in plain]
    return lines


def gate_table(context, case_name):
    """Which gates of a case are reached."""
    found = [(name, gate, value) for name, (gate, value) in context.gates.items() if name.startswith(case_name + ".")]
    if not found:
        return []
    return ["", "| gate | limit | reached | |", "| --- | --- | --- | --- |"] + [
        f"| {name.partition('.')[2]} | {gate} | {value:.3f} | {'yes' if gate.holds(value) else '**no**'} |"
        for name, gate, value in found]


def tables(context):
    """All tables, with the case's name above each."""
    lines = []
    for name, case in context.results.items():
        lines += ["", name, ""] + table(name, case) + gate_table(context, name)
    return lines


def panel(samples, title, left, top, low, high):
    """Measured across, modelled up, both logarithmic over powers of ten; lines: 1:1 and the factor of two."""
    def at(value, start, direction):
        part = (math.log10(max(value, 10 ** low)) - low) / (high - low)
        return start + direction * min(part, 1.0) * PANEL

    def line(factor, style):
        first, last = 10 ** low, 10 ** high
        a = (max(first, first / factor), min(last, last / factor))
        return (f'<path d="M{at(a[0], left, 1):.1f} {at(a[0] * factor, top + PANEL, -1):.1f}'
                f'L{at(a[1], left, 1):.1f} {at(a[1] * factor, top + PANEL, -1):.1f}" {style}/>')

    dots = "".join(f"M{at(o, left, 1):.1f} {at(p, top + PANEL, -1):.1f}h0" for _, o, p in samples)
    parts = [f'<rect x="{left}" y="{top}" width="{PANEL}" height="{PANEL}" fill="none" stroke="#999"/>',
             line(1, 'stroke="#666"'), line(2, 'stroke="#bbb"'), line(0.5, 'stroke="#bbb"'),
             f'<path d="{dots}" stroke="#06c" stroke-width="2.4" stroke-linecap="round"/>',
             f'<text x="{left + PANEL / 2}" y="{top - 6}" text-anchor="middle">{title}</text>']
    for power in range(low, high + 1):
        part = (power - low) / (high - low) * PANEL
        parts.append(f'<text x="{left + part:.1f}" y="{top + PANEL + 14}" text-anchor="middle">1e{power}</text>')
        parts.append(f'<text x="{left - 5}" y="{top + PANEL - part + 4:.1f}" text-anchor="end">1e{power}</text>')
    return parts


def plot(context, case_name, set_name):
    """An SVG with one panel per model, or None."""
    models = [model for model in models_of(context.results.get(case_name, {}))
              if f"{case_name}.{model}.{set_name}" in context.samples]
    if not models:
        return None
    values = [value for model in models for _, *both in context.samples[f"{case_name}.{model}.{set_name}"]
              for value in both if value > 0]
    high = math.ceil(math.log10(max(values)))
    low = max(math.floor(math.log10(min(values))), high - 5)
    width, height = len(models) * (PANEL + GAP) + 20, PANEL + 70
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
             f'viewBox="0 0 {width} {height}" font-family="DejaVu Sans, sans-serif" font-size="11">',
             f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for n, model in enumerate(models):
        parts += panel(context.samples[f"{case_name}.{model}.{set_name}"], MODELS.get(model, model),
                       GAP + n * (PANEL + GAP), 24, low, high)
    parts.append(f'<text x="{GAP}" y="{height - 12}">{case_name}, {set_name}: measured across, modelled up; lines 1:1, '
                 '1:2 and 2:1</text></svg>')
    return "\n".join(parts) + "\n"


def write(context):
    """Renews the tables between the page's markers, and the plots."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    page = PAGE.read_text(encoding="utf-8")
    for name, case in context.results.items():
        text = "\n".join(table(name, case) + gate_table(context, name))
        marks = re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.S)
        page = marks.sub(lambda m, text=text: m.group(1) + text + "\n" + m.group(2), page)
        for set_name in PLOTTED.get(name, []):
            if drawn := plot(context, name, set_name):
                (IMAGES / f"{name}_{set_name}.svg").write_text(drawn, encoding="utf-8")
    PAGE.write_text(page, encoding="utf-8")
    print(f"renewed {PAGE.relative_to(REPOSITORY)} and {IMAGES.relative_to(REPOSITORY)}")
