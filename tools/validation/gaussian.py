"""The plumes that every model is shown beside: no buildings, no stability, spreads from the literature."""
import math


def open_country_d(x_m):
    """sigma_y and sigma_z [m] of neutral air (class D) in open country; Briggs 1973 (ATDL-106)."""
    return 0.08 * x_m / math.sqrt(1 + 0.0001 * x_m), 0.06 * x_m / math.sqrt(1 + 0.0015 * x_m)


def urban_d(x_m):
    """The same over a city; Briggs 1973 (ATDL-106)."""
    return 0.16 * x_m / math.sqrt(1 + 0.0004 * x_m), 0.14 * x_m / math.sqrt(1 + 0.0003 * x_m)


def crosswind_integral(speed_m_s, sigma_z_m, source_height_m, height_m):
    """Integral of C over y per release rate [s/m2], with reflection at the ground."""
    def term(z):
        return math.exp(-0.5 * (z / sigma_z_m) ** 2)
    return (term(height_m - source_height_m) + term(height_m + source_height_m)) / (
        math.sqrt(2 * math.pi) * sigma_z_m * speed_m_s)


def plume(speed_m_s, sigmas_m, source_height_m, y_m, height_m):
    """C per release rate [s/m3] beside the axis."""
    sigma_y, sigma_z = sigmas_m
    return (crosswind_integral(speed_m_s, sigma_z, source_height_m, height_m) *
            math.exp(-0.5 * (y_m / sigma_y) ** 2) / (math.sqrt(2 * math.pi) * sigma_y))
