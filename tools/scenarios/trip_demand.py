"""Draws trips on a street plan: local trips, trips through the map gates, bus lines."""

import heapq
import math
import random
from dataclasses import dataclass

import planar
from street_plan import LOCAL_TYPE


@dataclass(frozen=True)
class Trip:
    """One vehicle: `edges` is (origin, destination), or the whole route of a bus."""

    depart_s: float
    vehicle: str
    edges: tuple
    is_route: bool = False
    from_gate: bool = False


@dataclass(frozen=True)
class DemandOptions:
    """Settings of the demand; all are choices, not counts (evidence M)."""

    vehicles: int = 5600
    duration_s: float = 3590.0  # the last ones still depart before the hour ends
    filling_s: float = 300.0  # the empty network fills faster at first ...
    filling_factor: float = 1.4  # ... by this factor on the departure rate
    purposes: tuple = (("inner", 58), ("inbound", 24), ("outbound", 10), ("through", 8))
    truck_purposes: tuple = (("inner", 15), ("inbound", 15), ("outbound", 10), ("through", 60))
    gate_weights: tuple = (("trunk", 3.0), ("primary", 2.0), ("secondary", 1.0))
    least_distance: float = 700.0
    home_radius: float = 2200.0
    work_radius: float = 1500.0
    seed: int = 20260115


@dataclass(frozen=True)
class HotSpot:
    """A place that draws trips."""

    position: tuple
    weight: float
    radius: float


class TripDrawer:
    """Draws origin and destination edges with weights by place."""

    def __init__(self, plan, hotspots, centre, options):
        self._options = options
        self._random = random.Random(options.seed)
        self._middle = {}
        self._homes, self._works = [], []
        for street in plan.streets:
            if street.road_type != LOCAL_TYPE:
                continue
            middle = planar.point_at(street.points, planar.length(street.points) / 2)
            size, radius = planar.length(street.points), planar.distance(middle, centre)
            home = size * (0.15 + math.exp(-(radius / options.home_radius) ** 2))
            work = 0.15 + math.exp(-(radius / options.work_radius) ** 2)
            work += sum(spot.weight * math.exp(
                -(planar.distance(middle, spot.position) / spot.radius) ** 2)
                for spot in hotspots)
            for ident in (street.ident, f"-{street.ident}"):
                self._middle[ident] = middle
                self._homes.append((ident, home))
                self._works.append((ident, size * work))
        self._ways_in, self._ways_out = self._gates(plan)

    def _gates(self, plan):
        """Return the weighted edges that lead into and out of the map."""
        weights, ways_in, ways_out = dict(self._options.gate_weights), [], []
        for gate in plan.gates:
            street = next(s for s in plan.streets if gate in (s.start, s.end))
            weight = weights.get(street.road_type, 1.0)
            forward, backward = street.ident, f"-{street.ident}"
            if street.end == gate:
                forward, backward = backward, forward
            ways_in.append((forward, weight))
            ways_out.append((backward, weight))
            self._middle[forward] = self._middle[backward] = plan.junctions[gate].position
        return ways_in, ways_out

    def _pick(self, weighted):
        """Return one name drawn by weight."""
        names, weights = zip(*weighted)
        return self._random.choices(names, weights)[0]

    def trips(self, counts):
        """Return trips for {vehicle: number}, departures spread over the hour."""
        options, drawn = self._options, []
        for vehicle, count in counts.items():
            purposes = options.truck_purposes if vehicle == "truck" else options.purposes
            if vehicle == "bus":
                purposes = (("through", 1),)
            drawn.extend(self._trip(vehicle, self._pick(purposes)) for _ in range(count))
        return drawn

    def _trip(self, vehicle, purpose):
        """Return one trip of a purpose."""
        from_gate = purpose in ("inbound", "through")
        origins = self._ways_in if from_gate else self._homes
        goals = self._ways_out if purpose in ("outbound", "through") else self._works
        while True:
            start, goal = self._pick(origins), self._pick(goals)
            apart = planar.distance(self._middle[start], self._middle[goal])
            if apart >= self._options.least_distance:
                return Trip(self._departure(), vehicle, (start, goal), from_gate=from_gate)

    def _departure(self):
        """Return a departure time: steady, a little denser while the map fills."""
        options = self._options
        dense = options.filling_s * options.filling_factor
        total = dense + options.duration_s - options.filling_s
        share = self._random.random() * total
        if share < dense:
            return round(share / options.filling_factor, 1)
        return round(options.filling_s + share - dense, 1)


def vehicle_counts(shares_percent, total):
    """Return whole numbers of vehicles for shares in percent."""
    return {name: round(total * share / 100.0) for name, share in shares_percent.items()}


# --- bus lines ---------------------------------------------------------------------


def _directed_streets(plan):
    """Return {edge id: (start, end, length)} of all streets but the local ones."""
    edges = {}
    for street in plan.streets:
        if street.road_type == LOCAL_TYPE:
            continue
        size = planar.length(street.points)
        edges[street.ident] = (street.start, street.end, size)
        if not street.oneway:
            edges[f"-{street.ident}"] = (street.end, street.start, size)
    return edges


def _reverse(ident):
    """Return the id of the opposite direction of an edge."""
    return ident[1:] if ident.startswith("-") else f"-{ident}"


def _leg(edges, leaving, first, goals):
    """Return the shortest edge chain from the edges `first` to a junction in `goals`."""
    queue = [(edges[name][2], name, (name,)) for name in sorted(first)]
    heapq.heapify(queue)
    done = set()
    while queue:
        cost, name, chain = heapq.heappop(queue)
        if name in done:
            continue
        done.add(name)
        if edges[name][1] in goals:
            return chain
        for following in leaving.get(edges[name][1], ()):
            if following != _reverse(name):
                heapq.heappush(queue, (cost + edges[following][2], following,
                                       (*chain, following)))
    raise ValueError(f"no way to {sorted(goals)}")


def bus_route(plan, stops):
    """Return the edges of a bus line through groups of junctions, on arterials only."""
    edges, leaving = _directed_streets(plan), {}
    for name, (start, _, _) in edges.items():
        leaving.setdefault(start, []).append(name)
    route = ()
    for origin, goals in zip(stops, stops[1:]):
        if route:
            first = [name for name in leaving[edges[route[-1]][1]]
                     if name != _reverse(route[-1])]
            if edges[route[-1]][1] in goals:
                continue
        else:
            first = [name for stop in origin for name in leaving.get(stop, ())]
        route += _leg(edges, leaving, first, goals)
    return route


def bus_trips(plan, lines, duration_s):
    """Return bus trips for (headway [s], stop groups), both ways, evenly spaced."""
    trips = []
    for number, (headway_s, stops) in enumerate(lines):
        for way, groups in enumerate((stops, stops[::-1])):
            route = bus_route(plan, groups)
            depart = headway_s * ((0.37 * number + 0.5 * way) % 1.0)
            while depart < duration_s:
                trips.append(Trip(round(depart, 1), "bus", route, True, True))
                depart += headway_s
    return trips
