"""EPA Meteorological Wind Tunnel, 7 x 11 cubes: concentrations of a source in the first street.

Set-up: Brown et al. 2000 (LA-UR-00-3143); columns of the folder: docs/formats/dispersion-data.md.
Lengths in mm of the tunnel; concentrations as chi = C U_H H^2 / Q.
"""
import math
from typing import NamedTuple

from sumo_reference import data_folder
from validation import gaussian
from validation.tables import rows

HEIGHT = 150.0
REFERENCE_SPEED_M_S = 3.0        # U_H
SOURCE = (160.0, 0.0, 8.5)       # middle of a ball of 10 mm whose centre is 7 to 10 mm above the floor
THRESHOLD = 0.01                 # chi below is noise (three times its standard deviation)
NEAR_SOURCE = 50.0               # nearer points are inside the source's own jet, and reported apart
TAP_HEIGHT = 1.0                 # of the surface taps above floor or roof
LAGRANGIAN = 375.0               # x < this: travel times below the Lagrangian time scale
MODEL_SCALE = 0.1                # metres of the model's world per mm (1:100)
NULL_SPEED = 0.5                 # wind of the null plume over U_H: the approach flow at 0.2 H, in the street
# QES-Plume (UtahEFD/QES-Public) with its own 7x11 case, measured on the same points.
QES_PLUME = {"vertical": {"fac2": 0.69, "vg": 2.63, "matched_zeros": 0.87},
             "surface": {"fac2": 0.75, "vg": 1.62, "matched_zeros": 1.00}, "both": {"fac2": 0.74}}


class Point(NamedTuple):
    """A measured mean, repeats averaged."""
    set_name: str    # "vertical", "lateral" or "surface"
    x: float
    y: float
    z: float
    chi: float

    @property
    def column(self):
        """What is drawn together for intervals: a profile of the vertical set, a line across the wind of the others."""
        return (self.set_name, self.x, self.y if self.set_name == "vertical" else None)

    @property
    def near_source(self):
        return math.dist((self.x, self.y, self.z), SOURCE) < NEAR_SOURCE


def is_roof(x, y):
    """Whether a building stands there: 7 rows from x = 0 and 11 columns from y = -1575, pitch 300, side 150."""
    return (0 <= x <= 6 * 300 + 150 and x % 300 <= 150) and (abs(y) <= 1575 and (y + 75) % 300 <= 150)


def points(folder):
    """All sets of the folder."""
    names = {"vert": "vertical", "surf": "surface", "lat": "lateral"}
    repeats = {}
    for row in rows(folder / "conc.csv", ["set", "x_mm", "y_mm", "z_mm", "chi_CUH2_over_Q"]):
        if row["set"] not in names:
            continue
        x, y = row.number("x_mm"), row.number("y_mm")
        z = row.number("z_mm", TAP_HEIGHT + (HEIGHT if is_roof(x, y) else 0.0))
        repeats.setdefault((names[row["set"]], x, y, z), []).append(row.number("chi_CUH2_over_Q"))
    return [Point(*place, sum(values) / len(values)) for place, values in sorted(repeats.items())]


def velocities(folder):
    """The tunnel's wind: of the folder, else of the data at hand."""
    given = folder / "velocity.csv"
    known = data_folder() / "validation/epa_usw_7x11/velocity.csv"
    return known if known.exists() and not given.exists() else given


def null_chi(point):
    """chi of a plume over a city without buildings: Briggs, urban, D."""
    x = (point.x - SOURCE[0]) * MODEL_SCALE
    if x <= 0:
        return 0.0
    plume = gaussian.plume(NULL_SPEED * REFERENCE_SPEED_M_S, gaussian.urban_d(x), SOURCE[2] * MODEL_SCALE,
                           point.y * MODEL_SCALE, point.z * MODEL_SCALE)
    return plume * REFERENCE_SPEED_M_S * (HEIGHT * MODEL_SCALE) ** 2


def sets(found, model):
    """Samples for scores() by the names of the report. @param model  chi at each point, in the order of `found`"""
    samples = {"vertical": [], "surface": [], "both": [], "lateral": [], "x_below_525": [], "x_below_375": [],
               "near_source": []}
    for point, value in zip(found, model, strict=True):
        sample = (point.column, point.chi, value)
        if point.near_source:
            samples["near_source"].append(sample)
            continue
        samples[point.set_name].append(sample)
        if point.set_name == "lateral":
            continue
        samples["both"].append(sample)
        if point.x <= 525:
            samples["x_below_525"].append(sample)
        if point.x < LAGRANGIAN:
            samples["x_below_375"].append(sample)
    return {name: members for name, members in samples.items() if members}
