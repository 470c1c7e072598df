"""Bus lines on a street plan: the course through given points, the stops along it."""

import heapq
from dataclasses import dataclass

import planar
from street_fabric import ALLEY_TYPE, LOCAL_TYPE

STOP_LENGTH_M = 25.0
AFTER_JUNCTION_M = 30.0  # a stop at a point of the skeleton begins this far behind it


@dataclass(frozen=True)
class BusStop:
    """A stop on one edge; `begin` is metres from the edge's start."""

    ident: str
    name: str
    edge: str
    begin: float


def reverse(ident):
    """Return the id of the opposite direction of an edge."""
    return ident[1:] if ident.startswith("-") else f"-{ident}"


def main_edges(plan):
    """Return {edge id: (start, end, length)} of all streets but the local ones."""
    edges = {}
    for street in plan.streets:
        if street.road_type in (LOCAL_TYPE, ALLEY_TYPE):
            continue
        size = planar.length(street.points)
        edges[street.ident] = (street.start, street.end, size)
        if not street.oneway:
            edges[f"-{street.ident}"] = (street.end, street.start, size)
    return edges


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
            if following != reverse(name):
                heapq.heappush(queue, (cost + edges[following][2], following,
                                       (*chain, following)))
    raise ValueError(f"no way to {sorted(goals)}")


def junction_group(plan, node):
    """Return the junctions that stand for a point of the skeleton: itself, its gates, its ring."""
    return {ident for ident in plan.junctions
            if ident == node or ident.startswith(f"{node}.")
            or ident.rpartition("_")[0] == node and ident[-1].isdigit()}


def bus_route(plan, groups):
    """Return the edges of a line through groups of junctions, on main roads only."""
    edges, leaving = main_edges(plan), {}
    for name, (start, _, _) in edges.items():
        leaving.setdefault(start, []).append(name)
    route = ()
    for origin, goals in zip(groups, groups[1:]):
        if route:
            if edges[route[-1]][1] in goals:
                continue
            first = [name for name in leaving[edges[route[-1]][1]] if name != reverse(route[-1])]
        else:
            first = [name for stop in origin for name in leaving.get(stop, ())]
        route += _leg(edges, leaving, first, goals)
    return route


def place_stops(plan, line, route, names_and_nodes):
    """Return the stops of one direction of a line, in order along its route.

    names_and_nodes: (name, skeleton point or None) in the order of travel. A point not on the
    route is left out; a stop without a point lies at even distances between its neighbours.
    """
    edges = main_edges(plan)
    begins = [0.0]
    for edge in route:
        begins.append(begins[-1] + edges[edge][2])
    arcs = [_arc_of(plan, edges, route, begins, node) for _, node in names_and_nodes]
    stops = []
    for number, (name, node) in enumerate(names_and_nodes):
        arc = arcs[number] if node else _between(arcs, number, begins[-1])
        if arc is None:
            continue
        index = max(k for k in range(len(route)) if begins[k] <= arc)
        size = edges[route[index]][2]
        begin = min(arc - begins[index], max(1.0, size - STOP_LENGTH_M - 15.0))
        stops.append(BusStop(f"bus.{line}.{number}", name, route[index], max(1.0, begin)))
    return stops


def _arc_of(plan, edges, route, begins, node):
    """Return where along the route the stop at a point lies, or None."""
    if not node:
        return None
    group = junction_group(plan, node)
    for k, edge in enumerate(route):
        if edges[edge][0] in group and edges[edge][1] not in group:
            return begins[k] + AFTER_JUNCTION_M
    if edges[route[-1]][1] in group:
        return begins[-1] - AFTER_JUNCTION_M - STOP_LENGTH_M
    return None


def _between(arcs, number, end):
    """Return the arc of a stop without a place, even distances from its neighbours."""
    before, after = number - 1, number + 1
    while before >= 0 and arcs[before] is None:
        before -= 1
    while after < len(arcs) and arcs[after] is None:
        after += 1
    low = arcs[before] if before >= 0 else 0.0
    high = arcs[after] if after < len(arcs) else end
    return low + (high - low) * (number - before) / (after - before)
