"""How well modelled concentrations match measured ones (Chang & Hanna 2004, doi:10.1007/s00703-003-0070-7).

A sample is (group, measured, modelled), both in the same unit. With o measured, p modelled, < > the mean:

    fac2           share of 0.5 <= p/o <= 2 where o >= threshold; a zero of the model does not count as near
    fb             2 (<o> - <p>) / (<o> + <p>);  > 0: the model is too low
    nmse           <(o - p)^2> / (<o> <p>)
    mg             exp(<ln o> - <ln p>);  > 1: the model is too low
    vg             exp(<(ln o - ln p)^2>)
    r              correlation of o and p
    nad            <|o - p|> / (<o> + <p>)  (Hanna & Chang 2012, doi:10.1007/s00703-011-0177-1)
    matched_zeros  share of p < threshold where o < threshold; 1 where nothing measured is that small

mg and vg are taken where o >= threshold, with p raised to the threshold: what is measured as nothing is judged by
matched_zeros alone, and lifts no other score. fb, nmse, r and nad take every sample.
"""
import math

from validation.bootstrap import intervals

NAMES = ["fac2", "fb", "nmse", "mg", "vg", "r", "nad", "matched_zeros"]
SMALLEST = 1e-300    # stands for zero in logarithms where no threshold is given
LARGEST_LOG = 700.0  # keeps vg a number when the model says zero and no threshold is given


def sums_of(samples, threshold):
    """The sums that all scores are made of, for (measured, modelled) pairs."""
    sums = [0.0] * 14
    for o, p in samples:
        seen = o >= threshold and o > 0
        log = math.log(o / max(p, threshold, SMALLEST)) if seen else 0.0
        terms = (1, o, p, (o - p) ** 2, abs(o - p), o * o, p * p, o * p,
                 seen, seen and 0.5 * o <= p <= 2 * o, log, log * log, not seen, not seen and p < max(threshold, SMALLEST))
        for n, term in enumerate(terms):
            sums[n] += term
    return sums


def scores_of_sums(groups):
    """Scores of the samples whose sums are given group by group; those that are not defined are left out."""
    n, o, p, square, distance, oo, pp, op, seen, near, log, log_square, zeros, matched = map(sum, zip(*groups))
    found = {"matched_zeros": matched / zeros if zeros else 1.0}
    if seen:
        found |= {"fac2": near / seen, "mg": math.exp(log / seen), "vg": math.exp(min(log_square / seen, LARGEST_LOG))}
    if o + p > 0:
        found |= {"fb": 2 * (o - p) / (o + p), "nad": distance / (o + p)}
    if o > 0 and p > 0:
        found["nmse"] = square * n / (o * p)
    both = (oo - o * o / n) * (pp - p * p / n)
    if both > 0:
        found["r"] = (op - o * p / n) / math.sqrt(both)
    return found


def scores(samples, threshold=0.0):
    """Scores of (group, measured, modelled) samples, their 95 % intervals as <name>_ci, and n.

    @param threshold  what counts as nothing, in the unit of the samples
    Raises ValueError where a number is not finite or negative beyond the threshold: a measured -0.001 is noise.
    """
    groups = {}
    for group, measured, modelled in samples:
        if not (math.isfinite(measured) and math.isfinite(modelled) and modelled >= 0 and measured >= -max(threshold, 0)):
            raise ValueError(f"{group}: measured {measured} and modelled {modelled} cannot be compared")
        groups.setdefault(group, []).append((measured, modelled))
    if not groups:
        return {"n": 0}
    sums = [sums_of(pairs, threshold) for pairs in groups.values()]
    found = scores_of_sums(sums)
    for name, interval in intervals(sums, scores_of_sums).items():
        found[f"{name}_ci"] = interval
    found["n"] = len(samples)
    return found
