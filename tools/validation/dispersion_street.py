"""NO2 at a kerb of London and concentrations in a street canyon: `./do validate dispersion`."""
import datetime
import json
import statistics
import subprocess

from validation import tables
from validation.dispersion import Gate, at_least, within

# Marylebone Road. Frozen inputs; none is fitted to NO2.
# Part of NOx emitted as NO2 and oxidant (NO2 + O3) of the background [ppb]: slope and intercept of OX = f NOx + OX_b
# over the hours of each year (`oxidant_line`).
PRIMARY_NO2 = {1998: 0.103, 1999: 0.080, 2000: 0.096, 2001: 0.097, 2002: 0.097, 2003: 0.185}
BACKGROUND_OXIDANT = {1998: 33.5, 1999: 37.4, 2000: 34.1, 2001: 33.9, 2002: 34.3, 2003: 33.2}
BACKGROUND_NOX = 20.0    # [ppb] of inner London away from roads, evidence M
BACKGROUND_NO2 = 15.0    # [ppb] of it, evidence M
RESIDENCE_S = 80.0       # middle of the 40-120 s of street canyons, evidence M
TEMPERATURE_K = 285.0    # yearly mean of London, evidence M
CLOUD_COVER = 0.65       # yearly mean of London, evidence M
LATITUDE, LONGITUDE = 51.5225, -0.1546
BINS = [0, 50, 100, 150, 200, 300, 400, 600]  # of NOx [ppb]
PERIODS = {year: "1998_2001" for year in range(1998, 2002)}  # of bins; every other year is its own

# Tree-free canyon between two long blocks, wind across, line source on the floor. Wind tunnel of the CODASC data base: the
# profile's exponent is 0.30, U_H = 4.65 m/s, u* = 0.52 m/s, H = 18 m at full scale (evidence M).
CANYON = {"width_m": 18.0, "height_m": 18.0, "speed_m_s": 4.65, "friction_velocity_m_s": 0.52, "sine": 1.0}
LEEWARD_MAX = Gate(21, 63)  # 42 +- 50 %
WINDWARD_MAX = 12           # as quoted of the same tunnel


def probe(context, document):
    """Asks the program."""
    answer = subprocess.run([context.programs / "hacthanh-street-probe"], input=json.dumps(document), text=True,
                            capture_output=True, check=True)
    return json.loads(answer.stdout)


def hours(folder):
    """(time, NOx, NO2, O3) of every hour that has all three, in ppb, from all tables of the folder."""
    found = {}
    for file in sorted(folder.glob("hourly_*.csv")):
        for row in tables.rows(file, ["date", "nox", "no2", "o3"]):
            try:
                values = [float(row[name]) for name in ("nox", "no2", "o3")]
            except (TypeError, ValueError):
                continue  # not measured
            try:
                time = datetime.datetime.fromisoformat(row["date"].replace("Z", "+00:00"))
            except ValueError:
                raise SystemExit(f"error: {row.place}: date is '{row['date']}', not YYYY-MM-DDTHH:MMZ") from None
            found[time if time.tzinfo else time.replace(tzinfo=datetime.UTC)] = values
    return [(time, *values) for time, values in sorted(found.items())]


def known_year(year):
    """The year whose frozen inputs stand for this one: itself, or the nearest that was at hand."""
    return min(PRIMARY_NO2, key=lambda known: abs(known - year))


def oxidant_line(rows):
    """Slope and intercept of NO2 + O3 over NOx by least squares: how PRIMARY_NO2 and BACKGROUND_OXIDANT were found."""
    fit = statistics.linear_regression([row[1] for row in rows], [row[2] + row[3] for row in rows])
    return fit.slope, fit.intercept


def supply(time, nox):
    """What the air at the kerb would hold without reactions: background and exhaust that make up the NOx."""
    background_nox = min(BACKGROUND_NOX, nox)
    background_no2 = min(BACKGROUND_NO2, background_nox)
    year = known_year(time.year)
    no2 = background_no2 + PRIMARY_NO2[year] * (nox - background_nox)
    return [time.timestamp(), nox - no2, no2, BACKGROUND_OXIDANT[year] - background_no2]


def bin_errors(rows, modelled):
    """Relative error of the median NO2 in every bin of NOx, by period and bin."""
    errors = {}
    period = [PERIODS.get(row[0].year, str(row[0].year)) for row in rows]
    for name in sorted(set(period)):
        for low, high in zip(BINS, BINS[1:]):
            pairs = [(row[2], p) for row, p, of in zip(rows, modelled, period) if of == name and low < row[1] <= high]
            if pairs:
                measured, model = (statistics.median(values) for values in zip(*pairs))
                errors[f"bin_{name}_{low:03d}_{high:03d}"] = model / measured - 1
    return errors


def marylebone(context):
    """NO2 of every hour given its NOx, with the residence time of the kerb and as photostationary state."""
    folder = context.folder("marylebone")
    if not folder:
        return
    rows = hours(folder)
    if not rows:
        raise SystemExit(f"error: {folder}: no hour has nox, no2 and o3; see {tables.PAGE}")
    answer = probe(context, {"kerb": {"latitude_deg": LATITUDE, "longitude_deg": LONGITUDE, "cloud_cover": CLOUD_COVER,
                                      "temperature_k": TEMPERATURE_K, "residence_s": RESIDENCE_S,
                                      "supply": [supply(time, nox) for time, nox, _, _ in rows]}})["kerb"]
    for model, modelled in (("kerb", answer["no2"]), ("null_model", answer["photostationary_no2"])):
        samples = [(row[0].strftime("%Y-%m"), row[2], p) for row, p in zip(rows, modelled)]
        ours = model == "kerb"
        context.score(f"marylebone.{model}.hourly", samples, gates={"fac2": at_least(0.95)} if ours else None)
        errors = bin_errors(rows, modelled)
        worst = max(errors.values(), key=abs)
        context.number(f"marylebone.{model}.worst_bin_error", worst, within(0.15) if ours else None)
        for name, error in errors.items():
            context.number(f"marylebone.{model}.{name}", error)


def canyon(context):
    """The sub-grid canyon beside the wind tunnel's maxima on both walls."""
    found = probe(context, {"canyons": [CANYON]})["canyons"][0]
    context.number("canyon.subgrid.leeward_maximum", found["leeward"], LEEWARD_MAX)
    context.number("canyon.subgrid.windward_maximum", found["windward"])
    context.number("canyon.subgrid.leeward_over_windward", found["leeward"] / found["windward"], at_least(2))


def scores(context):
    """Both."""
    marylebone(context)
    canyon(context)
    return {"canyon": {"baseline": {"wind_tunnel": {"leeward_maximum": 42, "windward_maximum": WINDWARD_MAX}}}}
