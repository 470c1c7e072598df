"""Universal Transverse Mercator on WGS 84, zone 48 north (EPSG:32648).

Krüger's series in the third flattening n, to n^4 (better than 1 mm inside a zone).
Source: C. F. F. Karney, "Transverse Mercator with an accuracy of a few nanometers",
J. Geodesy 85 (2011), doi:10.1007/s00190-011-0445-3, eq. 7-11, 35 and 36.
"""

import math

SEMI_MAJOR_AXIS_M = 6378137.0  # WGS 84
FLATTENING = 1.0 / 298.257223563  # WGS 84
SCALE_ON_MERIDIAN = 0.9996  # UTM
FALSE_EASTING_M = 500000.0  # UTM
CENTRAL_MERIDIAN_DEG = 105.0  # zone 48

_N = FLATTENING / (2.0 - FLATTENING)
_ECCENTRICITY = math.sqrt(FLATTENING * (2.0 - FLATTENING))
_RADIUS_M = SEMI_MAJOR_AXIS_M / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ALPHA = (
    _N / 2 - 2 * _N**2 / 3 + 5 * _N**3 / 16 + 41 * _N**4 / 180,
    13 * _N**2 / 48 - 3 * _N**3 / 5 + 557 * _N**4 / 1440,
    61 * _N**3 / 240 - 103 * _N**4 / 140,
    49561 * _N**4 / 161280,
)
_BETA = (
    _N / 2 - 2 * _N**2 / 3 + 37 * _N**3 / 96 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 * _N**4 / 1440,
    17 * _N**3 / 480 - 37 * _N**4 / 840,
    4397 * _N**4 / 161280,
)


def _conformal_tangent(tan_lat):
    """Tangent of the conformal latitude from the tangent of the geographic one."""
    sin_lat = tan_lat / math.hypot(1.0, tan_lat)
    sigma = math.sinh(_ECCENTRICITY * math.atanh(_ECCENTRICITY * sin_lat))
    return tan_lat * math.hypot(1.0, sigma) - sigma * math.hypot(1.0, tan_lat)


def to_utm(lon_deg, lat_deg):
    """Return (easting, northing) [m] of a point given in degrees."""
    longitude = math.radians(lon_deg - CENTRAL_MERIDIAN_DEG)
    tangent = _conformal_tangent(math.tan(math.radians(lat_deg)))
    xi0 = math.atan2(tangent, math.cos(longitude))
    eta0 = math.asinh(math.sin(longitude) / math.hypot(tangent, math.cos(longitude)))
    xi, eta = xi0, eta0
    for order, factor in enumerate(_ALPHA, start=1):
        xi += factor * math.sin(2 * order * xi0) * math.cosh(2 * order * eta0)
        eta += factor * math.cos(2 * order * xi0) * math.sinh(2 * order * eta0)
    scale = SCALE_ON_MERIDIAN * _RADIUS_M
    return FALSE_EASTING_M + scale * eta, scale * xi


def to_lon_lat(easting_m, northing_m):
    """Return (longitude, latitude) [degrees]; the inverse of to_utm."""
    scale = SCALE_ON_MERIDIAN * _RADIUS_M
    xi, eta = northing_m / scale, (easting_m - FALSE_EASTING_M) / scale
    xi0, eta0 = xi, eta
    for order, factor in enumerate(_BETA, start=1):
        xi0 -= factor * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        eta0 -= factor * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    tangent = math.sin(xi0) / math.hypot(math.sinh(eta0), math.cos(xi0))
    tan_lat = tangent
    for _ in range(6):  # fixed point; contracts by e^2 = 0.007 each time
        tan_lat += (tangent - _conformal_tangent(tan_lat)) / (1.0 - _ECCENTRICITY**2)
    longitude = math.atan2(math.sinh(eta0), math.cos(xi0))
    return CENTRAL_MERIDIAN_DEG + math.degrees(longitude), math.degrees(math.atan(tan_lat))
