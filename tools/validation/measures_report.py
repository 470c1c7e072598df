"""The page of the measures' validation."""
import math

from sumo_reference import REPOSITORY

PAGE = REPOSITORY / "docs/theory/measures_validation.md"
HEAD = """# Validation: measures against the sign expected of them

Written by `./do validate measures`: every measure of scenarios/thanh-hoa/measures that the program answers, and three
measures on two networks of other people (Hanoi Cát Linh at four fifths of its demand, for all of it jams the network;
Bologna). Twenty minutes of traffic there and for the evening's closure, twenty-five for the bus lane, ten else; half of them,
for the bus lane five, to fill the streets; variant minus baseline over {seeds} pairs of seeds, with Student's 95 % interval.
In every run, vehicles inserted = arrived + on the road + beside it + taken out. **The Thanh Hoá network is schematic, its
demand invented: signs, not sizes.**

`expected`: − less, + more, 0 equal to the last bit. A finding against the expectation, and what is not distinguishable or not
valid, stands as it was found.
"""
SIGNS = {"-": "−"}


def number(percent):
    """A percentage with its sign."""
    return "" if percent is None or not math.isfinite(percent) else f"{percent:+.2f}".replace("-", "−")


def rows(variants):
    """Table rows of a case."""
    for name, variant in variants.items():
        for n, f in enumerate(variant["findings"]):
            interval = f"{number(f['low'])} … {number(f['high'])}" if number(f["low"]) else ""
            yield (f"| {name if n == 0 else ''} | {variant['mode'] if n == 0 else ''} | {f['indicator']} | "
                   f"{SIGNS.get(f['expected'], f['expected'])} | {number(f['percent'])} | {interval} | {f['finding']} |")


def write(results, seeds, missing):
    """Writes the page; missing: the measures of the cases that have not run."""
    lines = [HEAD.format(seeds=seeds)]
    for case, variants in results.items():
        lines += [f"## {case}", "", "| measure | mode | indicator | expected | change [%] | 95 % | found |",
                  "| --- | --- | --- | --- | --- | --- | --- |", *rows(variants), ""]
        published = [f"* {name}, {f['indicator']}: published {f['published']} [{f['source']}]"
                     for name, variant in variants.items() for f in variant["findings"] if f["published"]]
        lines += [*published, ""] * bool(published)
        notes = [f"* {name}: {note}" for name, variant in variants.items()
                 for note in variant["notes"] + list(dict.fromkeys(variant["invalid_because"]))]
        lines += [*notes, ""] * bool(notes)
    if missing:
        lines += ["## Not run", "", "These have no result; the next call of `./do validate measures` goes on with them.", "",
                  *(f"* {case}: {', '.join(names)}" for case, names in missing.items())]
    PAGE.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
