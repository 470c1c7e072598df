"""NO2 formed after the linear product against full runs with chemistry, in twelve hours.

The tutorial town with its ten minutes of demand repeated to fill an hour (as in answers.py), on a mesh of 20 m. Four times of day by
three winds; direction, ozone and cloud are drawn. Each run's own table (`hacthanh transfer`) is held against it at every fourth place
of the lowest layer: NO2 for the age of the air, and the two simpler answers that it has to beat. Runs are kept (`--work`) and not made
again; `--hours N` takes the first N.
"""
import json
import random
import subprocess

from sumo_reference import REPOSITORY
from validation.answers import PAGE, SETTINGS, SPACING, put_between, repeated_town

BEGIN, END = "<!-- validate no2 -->", "<!-- end no2 -->"
CLOCKS, SPEEDS_M_S = ("02:00", "08:00", "13:00", "18:00"), (1.0, 2.5, 6.0)
OZONE_UG_M3, CLOUDS = (20, 60, 120), (0.0, 0.5, 1.0)
AIM = 0.05
REACTING = {"chemistry.model": "no-no2-o3", "emission.no2_share": 0.1, "background.kind": "rural", "background.source": "made up",
            "background.NOx_ug_m3": 15, "background.NO2_ug_m3": 12, "weather.latitude_deg": 19.8, "weather.longitude_deg": 105.8,
            "time.utc_offset": "+07:00", "output.species": '["NOx","NO2","O3"]'}
WAYS = {"formed": "formed for the age", "photostationary": "photostationary", "unreacted": "unreacted"}


def cases():
    """The twelve hours, in an order that mixes them."""
    draw = random.Random(2)
    all_of = [{"time.start_clock": clock, "weather.wind_speed_m_s": speed, "weather.wind_from_deg": draw.randrange(0, 360),
               "background.O3_ug_m3": draw.choice(OZONE_UG_M3), "weather.cloud_cover": draw.choice(CLOUDS)}
              for clock in CLOCKS for speed in SPEEDS_M_S]
    draw.shuffle(all_of)
    return all_of


def agreement(programs, scenario, case, work, n):
    """What the run's own table says of NOx and NO2."""
    kept = work / f"case{n:02}.json"
    if not kept.exists():
        result = work / "case.nc"
        result.unlink(missing_ok=True)
        settings = {**SETTINGS, **REACTING, **case}
        arguments = [part for key, value in settings.items() for part in ("--set", f"{key}={value}")]
        subprocess.run([programs / "hacthanh", "run", scenario, "-o", result, "--quiet", *arguments], check=True, stdout=subprocess.DEVNULL)
        said = subprocess.run([programs / "hacthanh", "transfer", result, "-o", work / f"case{n:02}", "--spacing", str(SPACING), "--json"],
                              check=True, stdout=subprocess.PIPE, text=True)
        kept.write_text(json.dumps(json.loads(said.stdout)[0]["against_run"]), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def row(case, found):
    no2 = found["no2"]
    numbers = " | ".join(f"{no2[way]['fractional_bias']:+.3f}" for way in WAYS)
    return (f"| {case['time.start_clock']} | {case['weather.wind_speed_m_s']:g} m/s from {case['weather.wind_from_deg']}° | "
            f"{case['background.O3_ug_m3']} | {found['fractional_bias']:+.3f} | {numbers} | "
            f"{100 * no2['formed']['within_10_percent']:.0f} % of {no2['formed']['receptors']} |")


def report(rows):
    lines = ["| begin | wind | O3 outside [µg/m³] | FB of NOx | " + " | ".join(f"FB of NO2, {words}" for words in WAYS.values()) +
             " | NO2 within 10 % |", "| --- | --- | --- | --- | --- | --- | --- | --- |", *rows]
    put_between(PAGE, BEGIN, END, lines)


def validate(programs, arguments):
    work = arguments.work or REPOSITORY / "build/validation/no2"
    work.mkdir(parents=True, exist_ok=True)
    scenario = repeated_town(work / "town")
    taken = cases()[:arguments.hours]
    found = [agreement(programs, scenario, case, work, n) for n, case in enumerate(taken)]
    bias = {way: [abs(one["no2"][way]["fractional_bias"]) for one in found] for way in WAYS}
    rows = [row(case, one) for case, one in zip(taken, found)]
    result = {"hours": len(taken), **{f"highest_{way}": max(values) for way, values in bias.items()},
              **{f"mean_{way}": sum(values) / len(values) for way, values in bias.items()},
              "hours_within_aim": sum(value <= AIM for value in bias["formed"])}
    result["passed"] = int(result["highest_formed"] <= AIM)
    print("\n".join(rows), result, sep="\n")
    if not arguments.no_report:
        report(rows)
    return {"tutorial_town": result}
