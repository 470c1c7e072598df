"""The line source and the particles against measurements: Prairie Grass, the 7 x 11 cubes.

Both go through hacthanh-dispersion-probe: the wind, turbulence and models of any run.
"""
import math

from sumo_reference import REPOSITORY
from validation import epa_7x11, prairie_grass, wind
from validation.dispersion import at_least, at_most, within
from validation.dispersion_fv import EPA_MARGIN, meander_variance

EPA_CASE = REPOSITORY / "tests/validation/wind/epa_7x11/case.toml"

# Particles, Prairie Grass. The plume is counted in boxes around the samplers: 1.5 m high, 5 % of the distance long.
CELL_M = 10.0
HALF_WIDTH_M = 400.0
NOZZLE_HALF_HEIGHT_M = 0.15
COUNT_Z_M = (0.75, 2.25)
COUNT_X = 0.05                # of the distance, each way; a cell at least
PARTICLES_PER_S = 100
STEADY_TRAVELS = 2.0          # travel times at 8 m to the last arc before counting starts
COUNTED_S = 200
# Particles, cubes: as many as make a chi of 0.01 some five particles in a cell, in each of 2 x 600 samples.
CUBES_PARTICLES_PER_S = 750
CUBES_FROM_S, CUBES_UNTIL_S = 300, 900   # of both halves of the array, which are alike: counted as one


def similarity(run):
    """The surface layer of a Prairie Grass run for the probe."""
    return {"friction_velocity_m_s": run.friction_velocity_m_s, "roughness_length_m": run.roughness_m,
            "inverse_obukhov_length_1_m": 1 / run.obukhov_length_m, "mixing_height_m": run.mixing_height_m}


def line_plumes(programs, run, distances):
    """[(integral across the wind over Q, maximum over Q)] of the line source as a point."""
    answer = wind.run_probe(programs, "dispersion", {
        "model": "line_source", "similarity": similarity(run), "sigma_v_m_s": run.sigma_v_m_s,
        "source_height_m": run.source_height_m, "receptor_height_m": run.sampler_height_m, "distances_m": distances})
    return list(zip(answer["crosswind_integral_s_m2"], answer["maximum_s_m3"]))


def particle_plumes(programs, run, distances):
    """The same of the particles; the maximum is that of a Gaussian with the variance of their profile and the meander's,
    as the finite volumes have it."""
    low, high = run.source_height_m - NOZZLE_HALF_HEIGHT_M, run.source_height_m + NOZZLE_HALF_HEIGHT_M
    half = CELL_M / 2
    far = max(distances) * (1 + COUNT_X) + CELL_M
    start = STEADY_TRAVELS * far / run.speed_8m_m_s
    start = 10 * math.ceil(start / 10)
    answer = wind.run_probe(programs, "dispersion", {
        "model": "particles", "extent": [-3 * CELL_M - half, -HALF_WIDTH_M - half, far, HALF_WIDTH_M + half],
        "cell_size_m": CELL_M, "first_layer_m": 0.3, "levels": 36, "top_m": min(800.0, run.mixing_height_m),
        "wind_from_deg": 270, "similarity": similarity(run),
        "sources": [{"box": [-half, -half, low, half, half, high], "kg_s": 1}],
        "particles_per_s": PARTICLES_PER_S, "from_s": start, "until_s": start + COUNTED_S,
        "arcs": [{"x": [x - max(COUNT_X * x, half), x + max(COUNT_X * x, half)], "z": COUNT_Z_M} for x in distances]})
    found = []
    for arc in answer["arcs"]:
        # narrower than a quarter of a cell cannot be told apart
        meander = meander_variance(run.sigma_v_m_s, arc["age_s"], 2 * answer["meander_time_s"])
        sigma = max(math.sqrt(arc["variance_m2"] + meander), CELL_M / 4)
        found.append((arc["crosswind_integral"], arc["crosswind_integral"] / (math.sqrt(2 * math.pi) * sigma)))
    return found


def score_prairie_grass(context, folder):
    """Integrals across the wind and maxima of arcs, by both models."""
    arcs = prairie_grass.arcs(folder)
    cic_gates = {"line": {"fac2": at_least(0.97), "nmse": at_most(0.18), "vg": at_most(1.08)},
                 "particles": {"fac2": at_least(0.95), "fb": within(0.15), "nmse": at_most(0.22), "vg": at_most(1.12)}}
    maximum_gates = {"line": {"fac2": at_least(0.93), "fb": within(0.15), "vg": at_most(1.15)}, "particles": None}
    for model, plumes in {"line": line_plumes, "particles": particle_plumes}.items():
        modelled = {}
        for run in sorted({arc.run for arc in arcs}):
            distances = [arc.distance_m for arc in arcs if arc.run == run]
            found = plumes(context.programs, run, distances)
            modelled |= {(run.number, distance): value for distance, value in zip(distances, found)}
        values = [modelled[arc.run.number, arc.distance_m] for arc in arcs]
        context.score(f"prairie_grass.{model}.cic", prairie_grass.crosswind_samples(arcs, [cic for cic, _ in values]),
                      gates=cic_gates[model])
        context.score(f"prairie_grass.{model}.arc_max",
                      prairie_grass.maximum_samples(arcs, [maximum for _, maximum in values]),
                      gates=maximum_gates[model])
        for name, value in prairie_grass.sigma_theta(arcs).items():
            context.number(f"prairie_grass.{model}.arc_max.{name}", value)


def score_cubes(context, folder):
    """chi at all points by the particles, through the wind that `validate wind` scores."""
    case = wind.read_case(EPA_CASE)
    case["mesh"]["margin"] = EPA_MARGIN
    velocities = wind.measurements(epa_7x11.velocities(folder))
    approach = wind.approach_of(case, *wind.approach_profile(case, folder, velocities))
    unit, height = case["length_unit_m"], case["reference_height"]
    points = epa_7x11.points(folder)
    x, y, z = epa_7x11.SOURCE
    places = [[p.x * unit, sign * p.y * unit, p.z * unit] for sign in (1, -1) for p in points]
    answer = wind.run_probe(context.programs, "dispersion", wind.request_of(case, wind.boxes(case, folder), approach) | {
        "model": "particles", "particles_per_s": CUBES_PARTICLES_PER_S, "from_s": CUBES_FROM_S,
        "until_s": CUBES_UNTIL_S, "sources": [{"box": [(x - 5) * unit, (y - 5) * unit, (z - 5) * unit,
                                                       (x + 5) * unit, (y + 5) * unit, (z + 5) * unit], "kg_s": 1}],
        "points": places})
    scale = approach.at(height) * (height * unit) ** 2
    values = [(value or 0.0) * scale for value in answer["concentration_kg_m3"]]
    model = [(left + right) / 2 for left, right in zip(values[:len(points)], values[len(points):], strict=True)]
    gates = {"fac2": at_least(0.74), "vg": at_most(1.8), "fb": within(0.3), "matched_zeros": at_least(0.95)}
    for name, samples in epa_7x11.sets(points, model).items():
        chosen = gates if name == "both" else None
        if name == "x_below_525" and (null := context.found("epa_7x11.null_model.x_below_525.fac2")) is not None:
            chosen = {"fac2": at_least(null)}
        context.score(f"epa_7x11.particles.{name}", samples, epa_7x11.THRESHOLD, chosen)


def scores(context):
    """Adds the models' scores to the context."""
    if folder := context.folder("prairie_grass"):
        score_prairie_grass(context, folder)
    if folder := context.folder("epa_usw_7x11"):
        score_cubes(context, folder)
    return {}
