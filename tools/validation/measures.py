"""Measures against the sign that is expected of them, over pairs of seeds, on traffic and emissions (no air to speak of).

What is finished is kept (`--work`, default build/validation/measures), named by everything it depends on, and read back by
the next call: the whole takes most of an hour on two cores.
"""
import hashlib
import json
import pathlib
import re
import shutil
import subprocess

from sumo_reference import REPOSITORY, data_folder
from validation import measures_report

SEEDS = 5
THANH_HOA = REPOSITORY / "scenarios/thanh-hoa"
COARSE = {"city.folder": "", "mesh.cell_size_m": "200", "mesh.levels": "4", "mesh.top_m": "100", "mesh.first_layer_m": "5",
          "chemistry.model": "none", "kerb.model": "none", "output.keep_fields": "false", "output.interval_s": "300",
          "output.species": '["CO2","CO","HC","NOx","PM","fuel"]'}
# name: (scenario, measures, options). Five minutes to fill the streets, then five minutes of the measure. Few measures a case, for
# a case is kept whole or not at all.
WINDOW = {"traffic.end_s": "600", "run.spin_up_s": "300"}
THANH_HOA_CASES = {
    "thanh_hoa_fleet": ("morning", ["e_moto_30", "e_moto_100", "lez_core"], WINDOW),
    "thanh_hoa_event": ("evening", ["event_close"],  # closed from 18:00 on, SUMO's second 5400
                        {"traffic.begin_s": "4800", "traffic.end_s": "6000", "run.spin_up_s": "600"}),
    "thanh_hoa_rules": ("morning", ["speed_30_school", "truck_ban"], WINDOW),
    "thanh_hoa_buses": ("morning", ["bus_lane"],  # buses are few: in five minutes there may be none
                        {"traffic.end_s": "1500", "run.spin_up_s": "300"}),
    "thanh_hoa_signals": ("morning", ["signal_coord", "junction_fix"], WINDOW),
    "thanh_hoa_planning": ("morning", ["bus_new", "growth_2030", "oneway_core"], WINDOW),
    "thanh_hoa_routes": ("morning", ["bypass", "charge", "parking"], WINDOW),
}
# Measures for any network: on the square of SIDE_M in its middle. X is its polygon.
SIDE_M = 600
GENERIC = {
    "less_demand": ('kind = "demand_scale"\nmode = "operational"\nfactor = 0.8', "vehicle_km", "all", "-"),
    "slow_centre": ('kind = "speed_limit"\nspeed_km_h = 20\npolygon_m = X', "time_per_km_s", "place", "+"),
    "no_cars": ('kind = "low_emission_zone"\nclasses = ["passenger"]\nbehaviour = "cancel"\npolygon_m = X', "vehicle_km",
                "place", "-"),
}
# name: (configuration, network, demand factor). Hanoi's demand as given overfills its network: 1.3 % of the vehicles are
# teleported out of jams (at most 1 % for a valid run), 0.3-0.4 % at four fifths of it.
OTHER_CASES = {
    "hanoi": (data_folder() / "cases/hanoi_catlinh/hanoi_catlinh.sumocfg", "hanoi_catlinh.net.xml", 0.8),
    "bologna": (data_folder() / "cases/bologna_joined/run.sumocfg", "joined_buslanes.net.xml", 1),
}


def key_of(programs, scenario, measures, options):
    """What a what-if's numbers depend on, as a short hash."""
    engine = hashlib.sha256((programs / "hacthanh-engine").read_bytes()).hexdigest()
    texts = [pathlib.Path(file).read_text(encoding="utf-8") for file in (scenario, *measures)]
    return hashlib.sha256(json.dumps([engine, texts, options, SEEDS]).encode()).hexdigest()[:12]


def whatif(programs, scenario, measures, options, work):
    """The document of one what-if; read back when it is there."""
    kept = work / f"{pathlib.Path(scenario).stem}-{key_of(programs, scenario, measures, options)}.json"
    if kept.exists():
        return json.loads(kept.read_text(encoding="utf-8"))
    options = {**options, "demand.cache": str(work / "demand_cache")}
    settings = [word for key, value in options.items() for word in ("--set", f"{key}={value}")]
    results = kept.with_suffix(".whatif")
    done = subprocess.run([programs / "hacthanh", "whatif", str(scenario), *map(str, measures), "--seeds", str(SEEDS),
                           "--json", "--quiet", "-o", str(results), "--force", *settings],
                          capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{scenario}: {done.stderr}")
    shutil.rmtree(results)
    kept.write_text(done.stdout, encoding="utf-8")
    return json.loads(done.stdout)


def require_vehicles(case, document):
    """No vehicle was lost in any run."""
    for run in document["runs"]:
        for name, m in run["members"].items():
            kept = m["vehicles_arrived"] + m["vehicles_running"] + m["vehicles_off_road"] + m["vehicles_removed"]
            if m["vehicles_inserted"] != kept:
                raise SystemExit(f"{case} {name}: {m['vehicles_inserted']} vehicles inserted, {kept} found again")


def judge(case, document):
    """Prints what was found of every expectation; passed: nothing went against it and no vehicle was lost."""
    require_vehicles(case, document)
    results = {}
    for name, variant in document["variants"].items():
        findings = []
        for e in variant["expectations"]:
            key = e["indicator"] + ("" if e["place"] == "all" else "@" + e["place"])
            d = variant["differences"].get(key, {})
            base = d.get("base") or float("nan")
            low, high = (100 * value / base for value in d.get("difference_ci", (float("nan"), float("nan"))))
            findings.append({"indicator": key, "expected": e["sign"], "percent": 100 * d.get("relative", float("nan")),
                             "low": low, "high": high, "finding": e["finding"],
                             "published": e["published"], "source": e["source"]})
            print(f"{case:<18} {name:<16} {key:<24} expected {e['sign']}  {findings[-1]['percent']:+7.2f} % "
                  f"[{low:+.2f}, {high:+.2f}]  {e['finding']}", flush=True)
        good = all(f["finding"] in ("as expected", "not distinguishable", "not valid") for f in findings)
        results[name] = {"passed": int(good), "valid": int(variant["valid"]), "mode": variant["mode"],
                         "notes": variant["notes"], "invalid_because": variant["invalid_because"], "findings": findings}
    return results


def write_generic(folder, network):
    """Three measures for any network; returns their files."""
    numbers = re.search(r'convBoundary="([^"]+)"', network.read_text(encoding="utf-8")).group(1)
    x0, y0, x1, y1 = map(float, numbers.split(","))
    x, y, half = (x0 + x1) / 2, (y0 + y1) / 2, SIDE_M / 2
    square = f"[{x - half}, {y - half}, {x + half}, {y - half}, {x + half}, {y + half}, {x - half}, {y + half}]"
    files = []
    for name, (measure, indicator, place, sign) in GENERIC.items():
        files.append(folder / f"{name}.toml")
        files[-1].write_text(f'[[measure]]\n{measure.replace("X", square)}\n[[expect]]\nindicator = "{indicator}"\n'
                             f'place = "{place}"\nsign = "{sign}"\n', encoding="utf-8")
    return files


def thanh_hoa_cases():
    """All answered measures of scenarios/thanh-hoa/measures: name, scenario, measures, options of each case."""
    for case, (scenario, measures, options) in THANH_HOA_CASES.items():
        files = [THANH_HOA / f"measures/{name}.toml" for name in measures]
        yield case, THANH_HOA / f"{scenario}.toml", files, {**COARSE, **options}


def other_cases(work):
    """Three measures on networks of other people; those that are here."""
    for case, (config, network, scale) in OTHER_CASES.items():
        if not config.exists():
            print(f"skipped {case}: {config.name} is not here (set HACTHANH_DATA_DIR)")
            continue
        folder = work / case
        folder.mkdir(exist_ok=True)
        scenario = folder / f"{case}.toml"
        scenario.write_text(
            f'[traffic]\nsumo_config = "{config}"\nbegin_s = 0\nend_s = 1200\nscale = {scale}\n'
            "[mesh]\ncell_size_m = 200\nlevels = 4\n"
            "top_m = 100\nfirst_layer_m = 5\n[weather]\nwind_speed_m_s = 2\nwind_from_deg = 230\n[run]\nspin_up_s = 600\n"
            "[emission]\nallow_default_emission_class = true\n[output]\ninterval_s = 300\nkeep_fields = false\n",
            encoding="utf-8")
        yield case, scenario, write_generic(folder, config.parent / network), {}


def validate(programs, arguments):
    """Expected signs over pairs of seeds, or that they are not distinguishable. The page is renewed after every case and
    names those that are still to come."""
    work = (arguments.work or REPOSITORY / "build/validation/measures").resolve()
    work.mkdir(parents=True, exist_ok=True)
    cases = [*other_cases(work), *thanh_hoa_cases()]
    results = {}
    for n, (case, *inputs) in enumerate(cases):
        results[case] = judge(case, whatif(programs, *inputs, work))
        if not arguments.no_report:
            measures_report.write(results, SEEDS, {name: [file.stem for file in files] for name, _, files, _ in cases[n + 1:]})
    return results
