"""Fluctuations of the wind that particles are given, against measured ones (column rms_m_s of velocity.csv)."""
import csv
import math

COMPONENTS = {"u": "along", "v": "across", "w": "up"}


def measured(file):
    """Root mean square of the fluctuation [m/s] by (component, profile, x, y, z), repeats averaged; {} without the column."""
    sums = {}
    with file.open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if not row.get("rms_m_s"):
                continue
            key = (row["component"], row["profile"], float(row["x_mm"]), float(row["y_mm"]), float(row["z_mm"]))
            total, count = sums.get(key, (0.0, 0))
            sums[key] = (total + float(row["rms_m_s"]), count + 1)
    return {key: total / count for key, (total, count) in sums.items()}


def score(case, samples):
    """{zone: {component: {n, ratio, rms_ln}}}: geometric mean of model over measured, root mean square of its logarithm.

    @param samples  (component, x, z, model, measured), both over U_H and > 0
    """
    low, high = case["score"]["x"]
    roof = case["reference_height"]
    zones = {"canopy": lambda x, z: low <= x <= high and z <= roof,
             "above": lambda x, z: low <= x <= high and roof < z <= 2 * roof,
             "ahead": lambda x, z: x < low and z <= 2 * roof, "behind": lambda x, z: x > high and z <= 2 * roof}
    found = {}
    for zone, holds in zones.items():
        for component in COMPONENTS:
            logs = [math.log(model / truth) for c, x, z, model, truth in samples if c == component and holds(x, z)]
            if logs:
                found.setdefault(zone, {})[component] = {
                    "n": len(logs), "ratio": math.exp(sum(logs) / len(logs)),
                    "rms_ln": math.sqrt(sum(value * value for value in logs) / len(logs))}
    return found


def table(found, titles):
    """The scores as a Markdown table."""
    lines = ["| zone | fluctuation | n | model over measured | rms of its ln |", "| --- | --- | --- | --- | --- |"]
    for zone, components in found.items():
        for component, scores in components.items():
            lines.append(f"| {titles[zone]} | {COMPONENTS[component]} | {scores['n']} | {scores['ratio']:.2f} | "
                         f"{scores['rms_ln']:.2f} |")
    return "\n".join(lines)
