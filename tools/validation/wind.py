"""Wind around buildings against wind-tunnel velocities.

A case is a folder with `case.toml` and `velocity.csv`: docs/formats/wind-case.md.
Speeds are compared over the speed at roof height: measured / reference_speed, model / its own inflow profile there.
"""
import csv
import json
import math
import pathlib
import subprocess
import tempfile
import tomllib

from sumo_reference import REPOSITORY, data_folder
from validation import tables, wind_fluctuations, wind_report
from validation.bootstrap import intervals

RELATIVE_TOLERANCE = 0.25    # D of the hit rate (VDI 3783-9)
ABSOLUTE_TOLERANCES = {"": 0.03, "_w05": 0.05}  # W over U_H; the first is the one that counts
KNOWN_CASES = REPOSITORY / "tests/validation/wind"
VON_KARMAN = 0.4


def find_case(folder):
    """case.toml of a data folder; the 7 x 11 array's own one lies in the repository."""
    given = folder / "case.toml"
    if given.exists():
        return given
    known = KNOWN_CASES / "epa_7x11/case.toml"
    if "7x11" in folder.name:
        print(f"{folder.name} holds no case.toml: taken for the array of {known.relative_to(REPOSITORY)}")
        return known
    raise SystemExit(f"error: {given}: not found; write one after {known.relative_to(REPOSITORY)}")


def read_case(file):
    """The case with its defaults; ends with a message when something is missing."""
    case = tomllib.loads(file.read_text(encoding="utf-8"))
    required = ["length_unit_m", "reference_height", "reference_speed", "roughness_length", "approach"]
    missing = [key for key in required if key not in case]
    if missing or not any(key in case for key in ("box", "array", "buildings")):
        raise SystemExit(f"error: {file}: needs {', '.join(missing) or '[[box]], [[array]] or [buildings]'}; "
                         "see docs/formats/wind-case.md")
    height = case["reference_height"]
    case["mesh"] = {"cells_per_height": 10, "margin": [4 * height, 10 * height, 6 * height], "top": 6 * height,
                    **case.get("mesh", {})}
    case["score"] = {"x": [-math.inf, math.inf], **case.get("score", {})}
    case.setdefault("name", file.parent.name)
    case.setdefault("title", case["name"])
    return case


def boxes(case, folder):
    """Footprints and heights of all buildings, in units of the case."""
    found = []
    for box in case.get("box", []):
        (cx, cy), (length, width, height) = box["centre"], box["size"]
        found.append((rectangle(cx, cy, length, width, box.get("turned_deg", 0)), height, box.get("base", 0)))
    for array in case.get("array", []):
        length, width, height = array["size"]
        for i in range(array["count"][0]):
            for j in range(array["count"][1]):
                centre = [array["centre"][0] + i * array["pitch"][0], array["centre"][1] + j * array["pitch"][1]]
                found.append((rectangle(*centre, length, width, 0), height, 0))
    if "buildings" in case:
        found += geopackage(folder / case["buildings"]["file"], case["buildings"].get("height_field", "height_m"))
    return found


def rectangle(cx, cy, length, width, turned_deg):
    """Corners of a rectangle, counter-clockwise; `turned_deg` counter-clockwise as well."""
    c, s = math.cos(math.radians(turned_deg)), math.sin(math.radians(turned_deg))
    corners = [(-length / 2, -width / 2), (length / 2, -width / 2), (length / 2, width / 2), (-length / 2, width / 2)]
    return [[cx + x * c - y * s, cy + x * s + y * c] for x, y in corners]


def geopackage(file, height_field):
    """Outer rings and heights of a polygon layer, through ogr2ogr."""
    with tempfile.TemporaryDirectory(prefix="hacthanh-case-") as folder:
        out = pathlib.Path(folder) / "buildings.json"
        subprocess.run(["ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=NO", str(out), str(file)], check=True)
        features = json.loads(out.read_text(encoding="utf-8"))["features"]
    found = []
    for feature in features:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for polygon in polygons:
            ring = [point[:2] for point in polygon[0][:-1]]
            area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1]))
            found.append((ring if area > 0 else ring[::-1], feature["properties"][height_field], 0))
    return found


def measurements(file):
    """Mean speed by (component, profile, x, y, z), repeats averaged."""
    sums = {}
    for row in tables.rows(file, ["component", "profile", "x_mm", "y_mm", "z_mm", "mean_m_s"],
                           "docs/formats/wind-case.md"):
        key = (row["component"], row["profile"], row.number("x_mm"), row.number("y_mm"), row.number("z_mm"))
        total, count = sums.get(key, (0.0, 0))
        sums[key] = (total + row.number("mean_m_s"), count + 1)
    return {key: total / count for key, (total, count) in sums.items()}


def approach_profile(case, folder, measured):
    """Heights and speeds of the undisturbed wind, in units of the case."""
    given = case["approach"]
    if "file" in given:
        with (folder / given["file"]).open(encoding="utf-8", newline="") as table:
            rows = sorted((float(row["z"]), float(row["speed"])) for row in csv.DictReader(table))
    elif "x" in given:
        rows = {z: speed for (component, _, x, y, z), speed in measured.items()
                if component == "u" and x == given["x"] and y == given["y"] and z not in given.get("leave_out_z", [])}
        rows = sorted(rows.items())
    else:  # a law of the wall
        rows = [(case["reference_height"], case["reference_speed"])]
    return [z for z, _ in rows], [speed for _, speed in rows]


class Approach:
    """The undisturbed speed at any height: the model's own inflow, and the null model."""

    def __init__(self, heights, speeds, roughness, friction):
        self.heights, self.speeds, self.roughness, self.friction = heights, speeds, roughness, friction

    def at(self, z):
        zs, us = self.heights, self.speeds
        if z <= self.roughness:
            return 0.0
        if z <= zs[0]:
            return us[0] * math.log(z / self.roughness) / math.log(zs[0] / self.roughness)
        if z >= zs[-1]:
            return us[-1] + self.friction / VON_KARMAN * math.log(z / zs[-1])
        n = next(n for n in range(1, len(zs)) if z < zs[n])
        part = math.log(z / zs[n - 1]) / math.log(zs[n] / zs[n - 1])
        return us[n - 1] + part * (us[n] - us[n - 1])


def approach_of(case, heights, speeds):
    """The approach flow; its friction velocity, where the case gives none, from the law of the wall at H."""
    height, roughness = case["reference_height"], case["roughness_length"]
    at_height = Approach(heights, speeds, roughness, 0.0).at(height)
    friction = case.get("friction_velocity", VON_KARMAN * at_height / math.log(height / roughness))
    return Approach(heights, speeds, roughness, friction)


def request_of(case, buildings, approach):
    """Mesh, buildings and wind as the probes read them (app/probe/case_input.hpp)."""
    unit, height, mesh = case["length_unit_m"], case["reference_height"], case["mesh"]
    xs = [x for ring, _, _ in buildings for x, _ in ring]
    ys = [y for ring, _, _ in buildings for _, y in ring]
    upwind, downwind, beside = mesh["margin"]
    size = height * unit / mesh["cells_per_height"]
    top = mesh["top"] * unit
    return {
        "extent": [(min(xs) - upwind) * unit, (min(ys) - beside) * unit,
                   (max(xs) + downwind) * unit, (max(ys) + beside) * unit],
        "cell_size_m": size, "first_layer_m": size, "levels": round(0.65 * top / size), "top_m": top,
        "wind_from_deg": 270, "roughness_length_m": approach.roughness * unit,
        "friction_velocity_m_s": approach.friction,
        "profile": {"z_m": [z * unit for z in approach.heights], "speed_m_s": approach.speeds},
        "buildings": [{"footprint": [[x * unit, y * unit] for x, y in ring], "height_m": top_z * unit,
                       "base_m": base * unit} for ring, top_z, base in buildings]}


def run_probe(programs, subject, request):
    """The answer of hacthanh-wind-probe or hacthanh-dispersion-probe."""
    program = f"hacthanh-{subject}-probe"
    done = subprocess.run([programs / program], input=json.dumps(request), check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"error: {program} failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


def is_hit(model, measured, absolute):
    return abs(model - measured) <= max(absolute, RELATIVE_TOLERANCE * abs(measured))


def scores_of(pairs, component):
    """Hit rates, RMSE, correlation, sign and bias of (model, measured) pairs over U_H."""
    n = len(pairs)
    if n == 0:
        return {}
    mean_model = sum(m for m, _ in pairs) / n
    mean_measured = sum(o for _, o in pairs) / n
    variances = sum((m - mean_model) ** 2 for m, _ in pairs) * sum((o - mean_measured) ** 2 for _, o in pairs)
    covariance = sum((m - mean_model) * (o - mean_measured) for m, o in pairs)
    found = {f"hit_rate_{component}{suffix}": sum(is_hit(m, o, w) for m, o in pairs) / n
             for suffix, w in ABSOLUTE_TOLERANCES.items()}
    found |= {f"rmse_{component}": math.sqrt(sum((m - o) ** 2 for m, o in pairs) / n),
              f"r_{component}": covariance / math.sqrt(variances) if variances > 0 else 0.0,
              f"sign_{component}": sum(m * o > 0 for m, o in pairs) / n,
              f"bias_{component}": mean_model - mean_measured, f"n_{component}": n}
    return found


def with_intervals(samples, component):
    """Scores and their 95 % intervals: columns of points are drawn with replacement."""
    found = scores_of([pair for _, pair in samples], component)
    columns = {}
    for column, pair in samples:
        columns.setdefault(column, []).append(pair)
    found_intervals = intervals(
        columns.values(), lambda drawn: scores_of([pair for column in drawn for pair in column], component))
    found |= {f"{name}_ci": interval for name, interval in found_intervals.items() if not name.startswith("n_")}
    return found


def score(case, buildings, samples):
    """Scores by zone. @param samples  (component, x, y, z, model, measured)"""
    height = case["reference_height"]
    low, high = case["score"]["x"]
    ranges = [(min(y for _, y in ring), max(y for _, y in ring)) for ring, _, _ in buildings]
    in_street = {y: not any(a <= y <= b for a, b in ranges) for y in {sample[2] for sample in samples}}
    inside = [sample for sample in samples if low <= sample[1] <= high]
    zones = {"canopy": [s for s in inside if s[3] <= height],
             "above": [s for s in inside if height < s[3] <= 2 * height],
             "streets_along": [s for s in inside if s[3] <= height and in_street[s[2]]]}
    found = {}
    for zone, members in zones.items():
        for component in "uw":
            chosen = [((x, y), (model, measured)) for c, x, y, z, model, measured in members if c == component]
            if chosen:
                found.setdefault(zone, {}).update(with_intervals(chosen, component))
    return found


def run_case(programs, folder):
    """All numbers of one case, and what its plots need."""
    case = read_case(find_case(folder))
    buildings = boxes(case, folder)
    measured = measurements(folder / "velocity.csv")
    height = case["reference_height"]
    heights, speeds = approach_profile(case, folder, measured)
    approach = approach_of(case, heights, speeds)
    keys = sorted(measured)
    lines = [(x, 0.0, height * n / 40) for x in case.get("plot", {}).get("x", []) for n in range(1, 121)]
    unit = case["length_unit_m"]
    answer = run_probe(programs, "wind", request_of(case, buildings, approach) | {
        "points": [[value * unit for value in point] for point in [key[2:] for key in keys] + lines]})
    reference = approach.at(height)
    samples, null = [], []
    in_walls = 0
    for n, (component, _, x, y, z) in enumerate(keys):
        truth = measured[keys[n]] / case["reference_speed"]
        model = answer[component][n]
        if model is None:
            in_walls += 1
            continue
        samples.append((component, x, y, z, model / reference, truth))
        null.append((component, x, y, z, approach.at(z) / case["reference_speed"] if component == "u" else 0.0, truth))
    result = score(case, buildings, samples)
    result["null_model"] = score(case, buildings, null)
    fluctuations = wind_fluctuations.measured(folder / "velocity.csv")
    result["fluctuations"] = wind_fluctuations.score(case, [
        (key[0], key[2], key[4], answer[f"sigma_{key[0]}"][n] / reference, fluctuations[key] / case["reference_speed"])
        for n, key in enumerate(keys)
        if answer[f"sigma_{key[0]}"][n] is not None and fluctuations.get(key, 0) > 0])
    result["baseline"] = case.get("baseline", {})
    result["solver"] = answer["report"]
    result["points_in_walls"] = in_walls
    gates = {f"{zone}.{name}": limit
             for zone, limits in case.get("gates", {}).items() for name, limit in limits.items()}
    reached = {gate: result.get(gate.split(".")[0], {}).get(gate.split(".")[1], 0.0) for gate in gates}
    result["gates"] = gates
    result["passed"] = int(all(reached[gate] >= limit for gate, limit in gates.items()))
    modelled = {(x, z): (answer["u"][len(keys) + n], answer["w"][len(keys) + n])
                for n, (x, _, z) in enumerate(lines)}
    return case, result, wind_report.Profiles(case, samples, modelled, approach, reference)


def validate(programs, arguments):
    """`./do validate wind`: the array in the data folder, or the case that --data names."""
    folder = arguments.data or data_folder() / "validation/epa_usw_7x11"
    if not (folder / "velocity.csv").exists():
        if arguments.data:
            raise SystemExit(f"error: {folder / 'velocity.csv'}: not found")
        print(f"skipped wind: {folder.name}/velocity.csv is not here (set HACTHANH_DATA_DIR)")
        return {}
    case, result, profiles = run_case(programs, folder)
    print(wind_report.table(case, result))
    for gate, limit in result["gates"].items():
        zone, name = gate.split(".")
        value = result.get(zone, {}).get(name, 0.0)
        print(f"gate {gate:<20} {value:.3f} (at least {limit}): {'passed' if value >= limit else 'FAILED'}")
    if not (arguments.data or arguments.no_report):
        wind_report.write(case, result, profiles)
    return {case["name"]: result}
