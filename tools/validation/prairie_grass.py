"""Project Prairie Grass 1956: SO2 from a point near the ground over short grass, measured on arcs.

Barad 1958 (AFCRC-TR-58-235); columns of the folder: docs/formats/dispersion-data.md.
"""
import math
from typing import NamedTuple

from validation import gaussian
from validation.tables import rows

EDGE_LIMIT = 0.05        # arcs whose outermost sampler shows more than this part of the maximum are incomplete
LEAST_CORRECTION = 0.5   # smaller sample-loss factors are misprints (table 5.4, run 12: 0.09)
MIXING_HEIGHT_M = 300.0  # where none was measured: the stable nights


class Run(NamedTuple):
    """One release of ten minutes and its air."""
    number: int
    obukhov_length_m: float
    friction_velocity_m_s: float
    mixing_height_m: float
    sigma_azimuth_deg: float   # standard deviation of the wind's direction in the ten minutes
    speed_8m_m_s: float
    roughness_m: float
    source_height_m: float
    sampler_height_m: float

    @property
    def sigma_v_m_s(self):
        """Standard deviation of the wind across its mean, from the direction's."""
        return math.radians(self.sigma_azimuth_deg) * self.speed_8m_m_s

    @property
    def stability(self):
        """Word for reports; the border of neutral air, |L| = 100 m, is our choice."""
        return "neutral" if abs(self.obukhov_length_m) > 100 else "stable" if self.obukhov_length_m > 0 else "unstable"


class Arc(NamedTuple):
    """What the samplers of one arc showed of one run, over the release rate and corrected for losses of SO2."""
    run: Run
    distance_m: float
    maximum_s_m3: float     # C_max / Q
    crosswind_s_m2: float   # integral of C across the wind / Q


def runs(folder):
    """Runs with meteorology, by number."""
    releases = {row["run"]: row for row in rows(folder / "pg_releases.csv", ["run", "source_height_m", "sampler_height_m"])}
    found = {}
    for row in rows(folder / "pg_met.csv",
                    ["run", "L_m", "ustar_m_s", "zi_m", "sigma_azimuth_deg", "u8m_m_s", "z0_m"]):
        release = releases.get(row["run"])
        if release is None:
            raise SystemExit(f"error: {row.place}: run {row['run']} is not in pg_releases.csv")
        number = int(row.number("run"))
        found[number] = Run(
            number, row.number("L_m"), row.number("ustar_m_s"), row.number("zi_m", MIXING_HEIGHT_M),
            row.number("sigma_azimuth_deg"), row.number("u8m_m_s"), row.number("z0_m"),
            release.number("source_height_m"), release.number("sampler_height_m"))
    return found


def corrections(folder):
    """Sample-loss factors by (run, distance)."""
    found = {}
    for row in rows(folder / "pg_so2_correction_table5_4.csv", ["run"]):
        factors = {float(name[1:]): row.number(name) for name, value in row.items() if name != "run" and value}
        good = [factor for factor in factors.values() if factor >= LEAST_CORRECTION]
        for distance, factor in factors.items():
            found[int(row.number("run")), distance] = factor if factor >= LEAST_CORRECTION else sum(good) / len(good)
    return found


def arcs(folder):
    """Complete arcs of runs with meteorology, by run and distance."""
    known, factors = runs(folder), corrections(folder)
    found = []
    for row in rows(folder / "pg_arc_summary.csv",
                    ["run", "arc_m", "edge_over_max", "cmax_over_q_s_m3", "cic_over_q_s_m2"]):
        number, distance = int(row.number("run")), row.number("arc_m")
        if number not in known or row.number("edge_over_max") > EDGE_LIMIT:
            continue
        factor = factors.get((number, distance))
        if factor is None:
            raise SystemExit(f"error: {row.place}: pg_so2_correction_table5_4.csv has no factor of run {number} at "
                             f"{distance:g} m")
        found.append(Arc(known[number], distance, factor * row.number("cmax_over_q_s_m3"),
                         factor * row.number("cic_over_q_s_m2")))
    return sorted(found, key=lambda arc: (arc.run.number, arc.distance_m))


def sigma_theta(found):
    """What the meander of arc maxima was computed with: least, middle and greatest direction's sigma of the runs [deg]."""
    values = sorted(run.sigma_azimuth_deg for run in {arc.run for arc in found})
    return {"sigma_theta_deg_least": values[0], "sigma_theta_deg_median": values[len(values) // 2],
            "sigma_theta_deg_most": values[-1]} if values else {}


def null_crosswind(arc):
    """Crosswind integral over Q [s/m2] of a plume that knows the wind but not the stability: Briggs, open country, D."""
    return gaussian.crosswind_integral(
        arc.run.speed_8m_m_s, gaussian.open_country_d(arc.distance_m)[1], arc.run.source_height_m,
        arc.run.sampler_height_m)


def null_maximum(arc):
    """Maximum over Q [s/m3] of the same plume."""
    return null_crosswind(arc) / (math.sqrt(2 * math.pi) * gaussian.open_country_d(arc.distance_m)[0])


def crosswind_samples(found, model):
    """Samples for scores(): integrals across the wind. @param model  value of an arc, in the order of `found`"""
    return [(arc.run.number, arc.crosswind_s_m2, value) for arc, value in zip(found, model, strict=True)]


def maximum_samples(found, model):
    """The same for the greatest concentration of each arc."""
    return [(arc.run.number, arc.maximum_s_m3, value) for arc, value in zip(found, model, strict=True)]
