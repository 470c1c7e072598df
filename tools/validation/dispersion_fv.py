"""The finite-volume model against measurements: Prairie Grass, the 7 x 11 cubes, a street canyon.

Every case goes through hacthanh-dispersion-probe: the mesh, wind, turbulence and transport of any run.
"""
import math

from sumo_reference import REPOSITORY
from validation import epa_7x11, prairie_grass, wind
from validation.dispersion import Gate, at_least, at_most, within

CANYON_CASE = REPOSITORY / "tests/validation/dispersion/canyon/case.toml"
EPA_CASE = REPOSITORY / "tests/validation/wind/epa_7x11/case.toml"

NOZZLE_HALF_HEIGHT_M = 0.15   # of the box that stands for Prairie Grass' source
CELL_M = 5.0                  # Prairie Grass: ten cells to the first arc
CLEAN_AIR_TO_STEADY = 3.0     # travel times of the wind at 8 m to the last arc
EPA_UNTIL_S = 320             # nearly twice across the array at half of U_H; what still changes is reported
EPA_MARGIN = [450, 750, 450]  # of the mesh around the array: all points lie inside
CANYON_UNTIL_S = 300
TAPS_ALONG = 40               # of the canyon's walls
# `dispersion.flux_memory`: gates count for the fluxes that remember; without it, as by default, stands beside them.
MEMORY = {"fv": True, "fv_without_memory": False}


def plume_of(programs, run, distances, memory):
    """[integral across the wind over Q [s/m2], maximum over Q [s/m3]] at each distance.

    A line source across the wind has the integral as its concentration. The maximum is that of a Gaussian across the wind
    with the variance of the model's K_h and of the run's meander.
    """
    width = 2 * CELL_M
    low, high = run.source_height_m - NOZZLE_HALF_HEIGHT_M, run.source_height_m + NOZZLE_HALF_HEIGHT_M
    far = max(distances) + 20 * CELL_M
    answer = wind.run_probe(programs, "dispersion", {
        "model": "finite_volume", "flux_memory": memory, "extent": [-10 * CELL_M, 0, far, width], "cell_size_m": CELL_M,
        "first_layer_m": 0.25, "levels": 40, "top_m": 400, "wind_from_deg": 270,
        "similarity": {"friction_velocity_m_s": run.friction_velocity_m_s, "roughness_length_m": run.roughness_m,
                       "inverse_obukhov_length_1_m": 1 / run.obukhov_length_m, "mixing_height_m": run.mixing_height_m},
        "sources": [{"box": [-CELL_M / 2, 0, low, CELL_M / 2, width, high], "kg_s": width}],
        "until_s": CLEAN_AIR_TO_STEADY * far / run.speed_8m_m_s, "moments": True, "threads": 1,
        "points": [[distance, width / 2, run.sampler_height_m] for distance in distances]})
    span = 2 * answer["meander_time_s"]
    found = []
    for integral, mixing, age in zip(answer["concentration_kg_m3"], answer["crosswind_variance_m2"], answer["age_s"]):
        sigma = math.sqrt(mixing + meander_variance(run.sigma_v_m_s, age, span))
        found.append([integral, integral / (math.sqrt(2 * math.pi) * sigma)])
    return found


def meander_variance(sigma_v, age, span):
    """Variance [m2] across the mean wind after a travel time in a wind that takes a new direction after every `span`:
    Taylor 1921 with the autocorrelation 1 - t / span."""
    if age < span:
        return sigma_v ** 2 * age ** 2 * (1 - age / (3 * span))
    return sigma_v ** 2 * (span * age - span ** 2 / 3)


def score_prairie_grass(context, folder):
    """Integrals across the wind and maxima of arcs."""
    arcs = prairie_grass.arcs(folder)
    for model, memory in MEMORY.items():
        score_arcs(context, arcs, model, memory)


def score_arcs(context, arcs, model, memory):
    """The same of one of MEMORY."""
    modelled = {}
    for run in sorted({arc.run for arc in arcs}):
        distances = [arc.distance_m for arc in arcs if arc.run == run]
        modelled |= {(run.number, distance): values
                     for distance, values in zip(distances, plume_of(context.programs, run, distances, memory))}
    values = [modelled[arc.run.number, arc.distance_m] for arc in arcs]
    gates = {"fac2": at_least(0.95), "fb": within(0.15), "nmse": at_most(0.22), "vg": at_most(1.12)}
    context.score(f"prairie_grass.{model}.cic",
                  prairie_grass.crosswind_samples(arcs, [integral for integral, _ in values]),
                  gates=gates if memory else None)
    context.score(f"prairie_grass.{model}.arc_max", prairie_grass.maximum_samples(arcs, [maximum for _, maximum in values]))
    for name, value in prairie_grass.sigma_theta(arcs).items():
        context.number(f"prairie_grass.{model}.arc_max.{name}", value)


def score_cubes(context, folder):
    """chi at all points, through the wind that `validate wind` scores."""
    case = wind.read_case(EPA_CASE)
    case["mesh"]["margin"] = EPA_MARGIN
    velocities = wind.measurements(epa_7x11.velocities(folder))
    approach = wind.approach_of(case, *wind.approach_profile(case, folder, velocities))
    unit, height = case["length_unit_m"], case["reference_height"]
    points = epa_7x11.points(folder)
    x, y, z = epa_7x11.SOURCE
    request = wind.request_of(case, wind.boxes(case, folder), approach) | {
        "model": "finite_volume", "until_s": EPA_UNTIL_S,
        "sources": [{"box": [(x - 5) * unit, (y - 5) * unit, (z - 5) * unit,
                             (x + 5) * unit, (y + 5) * unit, (z + 5) * unit], "kg_s": 1}],
        "points": [[p.x * unit, p.y * unit, p.z * unit] for p in points]}
    scale = approach.at(height) * (height * unit) ** 2
    for model, memory in MEMORY.items():
        answer = wind.run_probe(context.programs, "dispersion", request | {"flux_memory": memory})
        score_points(context, points, model, [value * scale for value in answer["concentration_kg_m3"]])


def score_points(context, points, model, chi):
    """chi at the points by one of MEMORY."""
    gates = {"fac2": at_least(0.66), "vg": at_most(1.8), "fb": within(0.3), "matched_zeros": at_least(0.95)}
    sets = epa_7x11.sets(points, chi)
    sets["x_from_375"] = [(point.column, point.chi, value) for point, value in zip(points, chi)
                          if point.x >= epa_7x11.LAGRANGIAN and not point.near_source]
    for name, samples in sets.items():
        chosen = gates if name == "both" and MEMORY[model] else None
        context.score(f"epa_7x11.{model}.{name}", samples, epa_7x11.THRESHOLD, chosen)
    if MEMORY[model] and (null := context.found("epa_7x11.null_model.x_below_525.fac2")) is not None:
        context.gates["epa_7x11.fv.x_below_525.fac2"] = (at_least(null),
                                                         context.found("epa_7x11.fv.x_below_525.fac2"))


def score_canyon(context):
    """c+ = C U_H H / (Q/l) along both walls of the street."""
    case = wind.read_case(CANYON_CASE)
    unit, height, speed = case["length_unit_m"], case["reference_height"], case["reference_speed"]
    heights = [height * n / 20 for n in range(1, 161)]
    approach = wind.approach_of(case, heights, [speed * (z / height) ** case["approach"]["exponent"] for z in heights])
    length = case["box"][0]["size"][1]
    half = case["source"]["width"] / 2
    cells = case["mesh"]["cells_per_height"]
    inset = height / 2 - height / (2 * cells)
    taps = [(length * ((n + 0.5) / TAPS_ALONG - 0.5), height * (k + 0.5) / cells)
            for n in range(TAPS_ALONG) for k in range(cells)]
    request = wind.request_of(case, wind.boxes(case, CANYON_CASE.parent), approach)
    request |= {
        "model": "finite_volume", "until_s": CANYON_UNTIL_S,
        "sources": [{"box": [-half * unit, -length / 2 * unit, 0, half * unit, length / 2 * unit,
                             request["first_layer_m"]], "kg_s": length * unit}],
        "points": [[x * unit, y * unit, z * unit] for x in (-inset, inset) for y, z in taps]}
    for model, memory in {"resolved": True, "resolved_without_memory": False}.items():
        answer = wind.run_probe(context.programs, "dispersion", request | {"flux_memory": memory})
        values = [value * speed * height * unit for value in answer["concentration_kg_m3"]]
        leeward, windward = values[:len(taps)], values[len(taps):]
        context.number(f"canyon.{model}.leeward_maximum", max(leeward), Gate(21, 63) if memory else None)
        context.number(f"canyon.{model}.windward_maximum", max(windward))
        context.number(f"canyon.{model}.leeward_mean", sum(leeward) / len(taps))
        context.number(f"canyon.{model}.windward_mean", sum(windward) / len(taps))
        context.number(f"canyon.{model}.leeward_over_windward", max(leeward) / max(windward),
                       at_least(2) if memory else None)


def scores(context):
    """Adds the model's scores to the context."""
    if folder := context.folder("prairie_grass"):
        score_prairie_grass(context, folder)
    if folder := context.folder("epa_usw_7x11"):
        score_cubes(context, folder)
    score_canyon(context)
    return {}
