"""Small plane geometry for street plans: points are (x, y) tuples in metres."""

import math


def distance(first, second):
    """Return the distance of two points."""
    return math.hypot(second[0] - first[0], second[1] - first[1])


def along(first, second, share):
    """Return the point at the given share of the way from first to second."""
    return (first[0] + share * (second[0] - first[0]),
            first[1] + share * (second[1] - first[1]))


def length(points):
    """Return the length of a polyline."""
    return sum(distance(a, b) for a, b in zip(points, points[1:]))


def direction(first, second):
    """Return the unit vector from first to second."""
    size = distance(first, second)
    return ((second[0] - first[0]) / size, (second[1] - first[1]) / size)


def crossing_angle_deg(first, second):
    """Return the angle of two unit vectors as lines, 0 to 90 degrees."""
    cosine = abs(first[0] * second[0] + first[1] * second[1])
    return math.degrees(math.acos(min(1.0, cosine)))


def meet(a, b, c, d):
    """Return shares (on ab, on cd) of the crossing of two segments, or None."""
    abx, aby, cdx, cdy = b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]
    det = abx * cdy - aby * cdx
    if abs(det) < 1e-9:
        return None
    on_ab = ((c[0] - a[0]) * cdy - (c[1] - a[1]) * cdx) / det
    on_cd = ((c[0] - a[0]) * aby - (c[1] - a[1]) * abx) / det
    if 0.0 <= on_ab <= 1.0 and 0.0 <= on_cd <= 1.0:
        return on_ab, on_cd
    return None


def nearest(points, target):
    """Return (distance, arc length, unit direction) of the polyline next to target."""
    best, walked = (math.inf, 0.0, (1.0, 0.0)), 0.0
    for a, b in zip(points, points[1:]):
        size = distance(a, b)
        share = ((target[0] - a[0]) * (b[0] - a[0]) + (target[1] - a[1]) * (b[1] - a[1]))
        share = min(1.0, max(0.0, share / size**2))
        gap = distance(along(a, b, share), target)
        if gap < best[0]:
            best = (gap, walked + share * size, direction(a, b))
        walked += size
    return best


def point_at(points, arc):
    """Return the point of a polyline at an arc length."""
    for a, b in zip(points, points[1:]):
        size = distance(a, b)
        if arc <= size:
            return along(a, b, max(0.0, arc) / size)
        arc -= size
    return points[-1]


def cut(points, start, end):
    """Return the part of a polyline between two arc lengths."""
    inner, walked = [], 0.0
    for a, b in zip(points, points[1:]):
        walked += distance(a, b)
        if start + 1.0 < walked < end - 1.0:
            inner.append(b)
    return [point_at(points, start), *inner, point_at(points, end)]


def smooth(before, start, end, after, spacing):
    """Return a cubic Hermite curve from start to end, led by the neighbours.

    `before` and `after` are the next points of the same road, or None at its ends.
    """
    size = distance(start, end)
    first = direction(before or start, end)
    last = direction(start, after or end)
    count = max(1, round(size / spacing)) if before or after else 1
    curve = []
    for index in range(count + 1):
        t = index / count
        weights = (2 * t**3 - 3 * t**2 + 1, (t**3 - 2 * t**2 + t) * size,
                   3 * t**2 - 2 * t**3, (t**3 - t**2) * size)
        curve.append(tuple(weights[0] * start[k] + weights[1] * first[k]
                           + weights[2] * end[k] + weights[3] * last[k] for k in (0, 1)))
    return curve


def clip(points, low, high):
    """Return the runs of a polyline inside the rectangle from point `low` to point `high`.

    Each run is (points, starts on the border, ends on the border).
    """
    runs, run, entered = [], [], False
    for a, b in zip(points, points[1:]):
        inside = _clip_segment(a, b, low, high)
        if inside is None:
            continue
        enter, leave = inside
        if not run:
            run, entered = [along(a, b, enter)], enter > 0.0
        run.append(along(a, b, leave))
        if leave < 1.0:
            runs.append((run, entered, True))
            run = []
    if run:
        runs.append((run, entered, False))
    return runs


def _clip_segment(a, b, low, high):
    """Return the shares (enter, leave) of a segment inside a rectangle, or None."""
    enter, leave = 0.0, 1.0
    for axis in (0, 1):
        step = b[axis] - a[axis]
        if abs(step) < 1e-9:
            if not low[axis] <= a[axis] <= high[axis]:
                return None
            continue
        shares = sorted(((low[axis] - a[axis]) / step, (high[axis] - a[axis]) / step))
        enter, leave = max(enter, shares[0]), min(leave, shares[1])
    return (enter, leave) if leave - enter > 1e-9 else None
