"""Answers by transfer functions against full runs of the same hours, hour by hour and place by place.

The tutorial town with its ten minutes of demand repeated to fill two hours: the first fills streets and air and is left out, the
second is the hour that is compared, product and run over the same 3600 s of emission. 200 hours, stratified by wind direction (20)
and speed (10 quantiles of a Weibull distribution). Tables of six wind speeds, the fastest at which the meandering of weak winds
still matters (above it the air scales with 1/U), with fewer directions where weak winds blur the plumes. Runs and tables are kept
(`--work`) and not made again.
"""
import csv
import json
import math
import pathlib
import random
import re
import shutil
import subprocess
import time

from sumo_reference import REPOSITORY

PAGE = REPOSITORY / "docs/theory/transfer.md"
TOWN = REPOSITORY / "scenarios/tutorial"
DEMAND_S, REPEATS = 600, 12
SPIN_UP_S = 3600
DIRECTION_STRATA, SPEED_STRATA = 20, 10
WEIBULL_SHAPE, WEIBULL_SCALE_M_S = 2.0, 2.5  # a weak-wind city; our choice
LEAST_WIND_M_S = 0.5  # weaker winds count as this, in runs and in the year
TABLE_WIND_M_S = 2.0
TABLES = {18: (0.5, 0.75, 1.05), 36: (1.45, 1.8, 2.2)}  # directions: speeds [m/s]
CELL_M, SPACING = 20, 12
LEFT_OUT = 0.001  # what rows leave out is missing from every answer: it is a bias
WITH_AIR = 0.01  # of the hour's mean over places, as in a table's own check
AIM = {"fractional_bias": 0.03, "within_15_percent": 0.9}
SETTINGS = {"traffic.end_s": DEMAND_S * REPEATS, "mesh.cell_size_m": CELL_M, "output.species": '["NOx"]',
            "output.interval_s": SPIN_UP_S, "run.spin_up_s": SPIN_UP_S}
BEGIN, END = "<!-- validate answers -->", "<!-- end -->"


def repeated_town(folder):
    """The town with two hours of demand, in a folder of its own."""
    shutil.copytree(TOWN, folder, dirs_exist_ok=True)
    text = (TOWN / "demand.rou.xml").read_text(encoding="utf-8")
    vehicles = re.findall(r"<vehicle .*?</vehicle>", text, re.S)
    rows = ["<routes>"]
    for n in range(REPEATS):
        for vehicle in vehicles:
            vehicle = re.sub(r'id="([^"]*)"', rf'id="{n}_\1"', vehicle, count=1)
            rows.append(re.sub(r'depart="([^"]*)"', lambda m: f'depart="{float(m[1]) + n * DEMAND_S:.2f}"', vehicle, count=1))
    (folder / "demand.rou.xml").write_text("\n".join([*rows, "</routes>\n"]), encoding="utf-8")
    config = folder / "town.sumocfg"
    config.write_text(re.sub(r'<end value="\d+"/>', f'<end value="{DEMAND_S * REPEATS}"/>', config.read_text(encoding="utf-8")),
                      encoding="utf-8")
    return folder / "town.toml"


def stratified_hours():
    """(direction, speed) of every hour: one draw in each stratum, in a random order."""
    draw = random.Random(1)
    hours = []
    for d in range(DIRECTION_STRATA):
        for s in range(SPEED_STRATA):
            share = (s + draw.random()) / SPEED_STRATA
            speed = WEIBULL_SCALE_M_S * (-math.log(1 - share)) ** (1 / WEIBULL_SHAPE)
            hours.append((round((d + draw.random()) * 360 / DIRECTION_STRATA, 1), round(max(speed, LEAST_WIND_M_S), 2)))
    draw.shuffle(hours)
    return hours


def run(programs, scenario, wind, result, more=()):
    """A full run in one wind; returns its seconds."""
    settings = {**SETTINGS, "weather.wind_from_deg": wind[0], "weather.wind_speed_m_s": wind[1]}
    arguments = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
    began = time.monotonic()
    subprocess.run([programs / "hacthanh", "run", scenario, "-o", result, "--quiet", *arguments, *more], check=True,
                   stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def series(programs, tables, hours, work):
    """Product of every hour at every place by `hacthanh year`: {place: [ug/m3 by hour]}, and the command's document."""
    weather = work / "hours.csv"
    rows = ["time,wind_speed_m_s,wind_from_deg"]
    for h in range(8760):  # a year of these hours again and again; the first round is looked at
        date = time.strftime("%Y-%m-%dT%H:00", time.gmtime(1735689600 + 3600 * h))  # 2025
        rows.append(f"{date},{hours[h % len(hours)][1]},{hours[h % len(hours)][0]}")
    weather.write_text("\n".join(rows) + "\n", encoding="utf-8")
    out = work / "series.csv"
    said = subprocess.run([programs / "hacthanh", "year", tables, "--weather", weather, "--year", "2025", "--utc-offset", "0",
                           "--hour-factors", ",".join(["1"] * 24), "--min-wind", str(LEAST_WIND_M_S), "--series", out, "--json"],
                          check=True, stdout=subprocess.PIPE, text=True)
    with out.open(encoding="utf-8") as file:
        names, *values = csv.reader(file)
    return {name: [float(row[n]) for row in values[:len(hours)]] for n, name in enumerate(names) if n}, json.loads(said.stdout)


def measured(programs, result, work):
    """Mean NOx of the run at its receptors: {place: ug/m3}."""
    out = work / "receptors.csv"
    out.unlink(missing_ok=True)
    subprocess.run([programs / "hacthanh", "export", result, "--to", "csv", "--layer", "receptors", "-o", out], check=True,
                   stdout=subprocess.DEVNULL)
    with out.open(encoding="utf-8") as file:
        return {row["name"]: float(row["NOx_mean"]) for row in csv.DictReader(file)}


def bias(product, full):
    return 2 * (sum(product) - sum(full)) / (sum(product) + sum(full))


def scores(pairs):
    """Of (product, run) pairs with air."""
    product, full = zip(*pairs)
    return {"pairs": len(pairs), "fractional_bias": bias(product, full),
            "within_15_percent": sum(abs(p / f - 1) <= 0.15 for p, f in pairs) / len(pairs),
            "factor_of_two": sum(0.5 <= p / f <= 2 for p, f in pairs) / len(pairs)}


def put_between(page, begin_mark, end_mark, lines):
    """Replaces what stands between two marks of a page by these lines."""
    text = page.read_text(encoding="utf-8")
    begin, end = text.index(begin_mark) + len(begin_mark), text.index(end_mark)
    page.write_text(text[:begin] + "\n\n" + "\n".join(lines) + "\n\n" + text[end:], encoding="utf-8")


def report(result):
    """The numbers as they stand in docs/theory/transfer.md."""
    lines = ["| hours | number | pairs with air | FB | pairs within 15 % | within a factor of two |", "| --- | --- | --- | --- | --- | --- |"]
    for name, words in result["words"].items():
        found = result["groups"][name]
        lines.append(f"| {words} | {found['hours']} | {found['pairs']} | {found['fractional_bias']:+.3f} | "
                     f"{100 * found['within_15_percent']:.0f} % | {100 * found['factor_of_two']:.0f} % |")
    put_between(PAGE, BEGIN, END, lines)


def validate(programs, arguments):
    work = arguments.work or REPOSITORY / "build/validation/answers"
    work.mkdir(parents=True, exist_ok=True)
    scenario = repeated_town(work / "town")
    base = work / "base.nc"
    if not base.exists():
        run(programs, scenario, (270, TABLE_WIND_M_S), base)
    tables = work / "tables"
    for directions, speeds in TABLES.items():
        subprocess.run([programs / "hacthanh", "transfer", base, "-o", tables, "--spacing", str(SPACING),
                        "--left-out", str(LEFT_OUT), "--directions", str(directions), "--speeds", ",".join(map(str, speeds))],
                       check=True)
    hours = stratified_hours()[:arguments.hours]
    product, said = series(programs, tables, hours, work)
    places = work / "places.csv"
    places.write_text("name,x_m,y_m\n" + "".join(f"{name},{name.replace(' ', ',')}\n" for name in product), encoding="utf-8")
    by_hour, seconds = [], []
    for h, wind in enumerate(hours):
        kept = work / f"hour{h:03}.json"
        if not kept.exists():
            result = work / "hour.nc"
            result.unlink(missing_ok=True)
            took = run(programs, scenario, wind, result, ["--set", f'output.receptors="{places}"', "--set",
                                                          f"weather.min_wind_m_s={LEAST_WIND_M_S}"])
            kept.write_text(json.dumps({"seconds": took, "places": measured(programs, result, work)}), encoding="utf-8")
        full = json.loads(kept.read_text(encoding="utf-8"))
        seconds.append(full["seconds"])
        mean = sum(full["places"].values()) / len(full["places"])
        by_hour.append([(product[name][h], value) for name, value in full["places"].items() if value >= WITH_AIR * mean])
    groups, words = {}, {"all": "all"}
    quiet = max(max(speeds) for speeds in TABLES.values())
    words.update({"weak": f"wind below {quiet:g} m/s: meandering", "strong": f"wind of {quiet:g} m/s and more",
                  "near": "direction within 2° of a table's"})
    step = 360 / max(TABLES)
    chosen = {"all": lambda w: True, "weak": lambda w: w[1] < quiet, "strong": lambda w: w[1] >= quiet,
              "near": lambda w: abs((w[0] + step / 2) % step - step / 2) <= 2}
    for name, of in chosen.items():
        taken = [pairs for pairs, wind in zip(by_hour, hours) if of(wind)]
        groups[name] = {"hours": len(taken), **scores([pair for pairs in taken for pair in pairs])}
    hourly = [bias(*zip(*pairs)) for pairs in by_hour]
    found = groups["all"]
    met = {"fractional_bias": int(abs(found["fractional_bias"]) <= AIM["fractional_bias"]),
           "within_15_percent": int(found["within_15_percent"] >= AIM["within_15_percent"])}
    result = {"words": words, "groups": groups, "hours_with_bias_below_0.03": sum(abs(b) <= 0.03 for b in hourly) / len(hourly),
              "full_run_s": sum(seconds) / len(seconds), "year_s": said["evaluate_s"],
              "speedup_vs_full_run": sum(seconds) / len(seconds) / (said["evaluate_s"] / 8760), "aims_met": met,
              "passed": int(all(met.values()))}
    for name, group in groups.items():
        print(f"{words[name]:<36} {group}")
    print({key: result[key] for key in ("hours_with_bias_below_0.03", "full_run_s", "year_s", "speedup_vs_full_run", "aims_met")})
    if not arguments.no_report:
        report(result)
    return {"tutorial_town": result}
