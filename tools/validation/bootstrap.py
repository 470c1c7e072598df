"""Intervals of scores by drawing groups of samples with replacement."""
import random

SAMPLES = 1000
SEED = 1


def intervals(groups, score, samples=SAMPLES):
    """95 % intervals of score(groups), {name: number}: {name: [low, high]}.

    Neighbouring samples err together, so whole groups (a column of points, a release) are drawn.
    Efron 1979, doi:10.1214/aos/1176344552. Empty where there is one group only. The same groups give the same numbers.
    """
    groups = list(groups)
    if len(groups) < 2:
        return {}
    draw = random.Random(SEED)
    draws = [score(draw.choices(groups, k=len(groups))) for _ in range(samples)]
    found = {}
    for name in dict.fromkeys(name for one in draws for name in one):
        values = sorted(one[name] for one in draws if name in one)
        found[name] = [values[round(0.025 * (len(values) - 1))], values[round(0.975 * (len(values) - 1))]]
    return found
