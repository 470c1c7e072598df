"""What doing nothing scores, and what others do: shown beside every model."""
from validation import epa_7x11, prairie_grass


def scores(context):
    """The null models of Prairie Grass and of the cube array."""
    if folder := context.folder("prairie_grass"):
        arcs = prairie_grass.arcs(folder)
        context.score("prairie_grass.null_model.cic",
                      prairie_grass.crosswind_samples(arcs, map(prairie_grass.null_crosswind, arcs)))
        context.score("prairie_grass.null_model.arc_max",
                      prairie_grass.maximum_samples(arcs, map(prairie_grass.null_maximum, arcs)))
    if folder := context.folder("epa_usw_7x11"):
        points = epa_7x11.points(folder)
        for name, samples in epa_7x11.sets(points, map(epa_7x11.null_chi, points)).items():
            context.score(f"epa_7x11.null_model.{name}", samples, epa_7x11.THRESHOLD)
        return {"epa_7x11": {"baseline": {"qes_plume": epa_7x11.QES_PLUME}}}
    return {}
