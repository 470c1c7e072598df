"""Draws where trips go: homes, work places, shops, the gates of the map."""

import math
import random
from dataclasses import dataclass

import planar
from street_fabric import ALLEY_TYPE, LOCAL_TYPE

PURPOSES = {  # name: (kind of origin, kind of goal)
    "to_work": ("home", "work"), "from_work": ("work", "home"), "errand": ("home", "shop"),
    "back": ("shop", "home"), "into": ("gate", "work"), "out_of": ("work", "gate"),
    "leaving": ("home", "gate"), "arriving": ("gate", "home"), "through": ("gate", "gate"),
}


@dataclass(frozen=True)
class DemandOptions:
    """Settings of the demand; all are choices, not counts (evidence M)."""

    seed: int
    gate_weights: tuple = (("trunk", 3.0), ("primary", 2.0), ("secondary", 1.0))
    least_distance: float = 700.0
    home_radius: float = 2300.0
    work_radius: float = 1500.0
    alley_factor: float = 1.6  # homes per metre of alley against a local street


@dataclass(frozen=True)
class HotSpot:
    """A place that draws trips."""

    position: tuple
    weight: float
    radius: float

    def pull(self, position):
        """Return how strongly the place draws trips to a position."""
        return self.weight * math.exp(
            -(planar.distance(position, self.position) / self.radius) ** 2)


class TripDrawer:
    """Draws origin and destination edges with weights by place.

    Alleys are for motorbikes: `may_use_alleys` of `pairs` says who may begin and end there.
    """

    def __init__(self, plan, hotspots, centre, options):
        self._options = options
        self._random = random.Random(options.seed)
        self._middle = {}
        self._ends = {kind: ([], []) for kind in ("home", "work", "shop", "gate")}
        for street in plan.streets:
            if street.road_type in (LOCAL_TYPE, ALLEY_TYPE):
                self._add_street(street, hotspots, centre)
        self._ways_in, self._ways_out = self._gates(plan)

    def _add_street(self, street, hotspots, centre):
        """Weigh both directions of a street as origin and goal."""
        options, size = self._options, planar.length(street.points)
        middle = planar.point_at(street.points, size / 2)
        radius = planar.distance(middle, centre)
        pull = sum(spot.pull(middle) for spot in hotspots)
        alley = street.road_type == ALLEY_TYPE
        weights = {
            "home": (options.alley_factor if alley else 1.0)
            * (0.12 + math.exp(-(radius / options.home_radius) ** 2)),
            "work": 0.12 + math.exp(-(radius / options.work_radius) ** 2) + pull,
            "shop": 0.1 + 2.0 * pull}
        for ident in (street.ident, f"-{street.ident}"):
            self._middle[ident] = middle
            for kind, weight in weights.items():
                if kind == "home" or not alley:
                    names, values = self._ends[kind]
                    names.append(ident)
                    values.append(size * weight)

    def _gates(self, plan):
        """Return the weighted edges that lead into and out of the map."""
        weights, ways_in, ways_out = dict(self._options.gate_weights), ([], []), ([], [])
        for gate in plan.gates:
            street = next(s for s in plan.streets if gate in (s.start, s.end))
            forward, backward = street.ident, f"-{street.ident}"
            if street.end == gate:
                forward, backward = backward, forward
            for (names, values), edge in ((ways_in, forward), (ways_out, backward)):
                names.append(edge)
                values.append(weights.get(street.road_type, 1.0))
                self._middle[edge] = plan.junctions[gate].position
        return ways_in, ways_out

    def pairs(self, purpose, count, may_use_alleys):
        """Return `count` pairs (origin edge, goal edge) of a purpose."""
        kinds = PURPOSES[purpose]
        origins = self._ways_in if kinds[0] == "gate" else self._ends[kinds[0]]
        goals = self._ways_out if kinds[1] == "gate" else self._ends[kinds[1]]
        drawn = []
        while len(drawn) < count:
            start, goal = (self._random.choices(*ends)[0] for ends in (origins, goals))
            apart = planar.distance(self._middle[start], self._middle[goal])
            in_alley = any("ngo" in ident for ident in (start, goal))
            if apart >= self._options.least_distance and (may_use_alleys or not in_alley):
                drawn.append((start, goal))
        return drawn
