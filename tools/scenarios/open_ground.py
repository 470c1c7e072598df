"""Finds out where there is room to build: off the roads, off the water, off other buildings."""

import math
import xml.etree.ElementTree as ElementTree

import planar

_GRID_M = 40.0


def rectangle(origin, along, begin, end, low, high):
    """Return the corners of a rectangle beside a line, counter-clockwise.

    It spans begin..end metres along the unit vector `along` from `origin` and low..high metres to
    the left of it (low > high or negative: to the right).
    """
    left = (-along[1], along[0])
    corners = [(origin[0] + s * along[0] + t * left[0], origin[1] + s * along[1] + t * left[1])
               for s, t in ((begin, low), (end, low), (end, high), (begin, high))]
    return tuple(corners if high > low else corners[::-1])


def hull(points):
    """Return the convex hull of points, counter-clockwise."""
    points = sorted(set(points))

    def half(ordered):
        chain = []
        for p in ordered:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    return tuple(half(points) + half(points[::-1]))


def _turn(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _apart(first, second):
    """Tell whether an edge of the first convex ring separates it from the second."""
    a = first[-1]
    for b in first:
        dx, dy, ax, ay = b[0] - a[0], b[1] - a[1], a[0], a[1]
        if all(dx * (p[1] - ay) - dy * (p[0] - ax) < 0.0 for p in second):
            return True
        a = b
    return False


class OpenGround:
    """Convex obstacles on a grid; answers whether another convex ring fits between them."""

    def __init__(self, river, low, high):
        self._river, self._low, self._high = river, low, high
        self._grid = {}

    def block(self, ring):
        """Make a convex ring (counter-clockwise) an obstacle."""
        box = _box(ring)
        for cell in _cells(box):
            self._grid.setdefault(cell, []).append((box, ring))

    def fits(self, ring, bank_gap=15.0):
        """Tell whether a convex ring (counter-clockwise) is free, on the map and off the water."""
        box = _box(ring)
        if (box[0] < self._low[0] + 5 or box[1] < self._low[1] + 5
                or box[2] > self._high[0] - 5 or box[3] > self._high[1] - 5):
            return False
        for cell in _cells(box):
            for other, obstacle in self._grid.get(cell, ()):
                if (other[0] < box[2] and box[0] < other[2] and other[1] < box[3]
                        and box[1] < other[3] and not _apart(ring, obstacle)
                        and not _apart(obstacle, ring)):
                    return False
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        reach = math.hypot(box[2] - box[0], box[3] - box[1]) / 2
        return self._river.gap_to_bank(middle) > reach + bank_gap


def _box(ring):
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _cells(box):
    return [(i, j) for i in range(int(box[0] // _GRID_M), int(box[2] // _GRID_M) + 1)
            for j in range(int(box[1] // _GRID_M), int(box[3] // _GRID_M) + 1)]


def block_roads(ground, network, clearance_m):
    """Make the lanes and junctions of a SUMO network obstacles, wider by a clearance."""
    for event in ElementTree.parse(network).getroot():
        if event.tag == "edge" and event.get("function") != "internal":
            for lane in event.iter("lane"):
                half = float(lane.get("width", 3.2)) / 2 + clearance_m
                points = _points(lane.get("shape"))
                for a, b in zip(points, points[1:]):
                    size = planar.distance(a, b)
                    if size > 0.01:
                        ground.block(rectangle(a, planar.direction(a, b), -clearance_m,
                                               size + clearance_m, -half, half))
        elif event.tag == "junction" and event.get("type") != "internal":
            ring = hull(_points(event.get("shape", "")))
            if len(ring) > 2:
                ground.block(_grown(ring, clearance_m))


def _points(text):
    return [tuple(float(v) for v in pair.split(",")[:2]) for pair in text.split()]


def _grown(ring, by):
    """Return a convex ring whose corners moved away from its middle."""
    middle = tuple(sum(p[k] for p in ring) / len(ring) for k in (0, 1))
    grown = []
    for p in ring:
        size = max(planar.distance(middle, p), 1e-6)
        grown.append(tuple(p[k] + 1.5 * by * (p[k] - middle[k]) / size for k in (0, 1)))
    return tuple(grown)
