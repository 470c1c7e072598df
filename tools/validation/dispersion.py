"""Concentrations against measurements: `./do validate dispersion`.

Every module of MODULES that exists adds its models through the context. A score's place in the JSON is its name:
`prairie_grass.line.cic.fac2`; the null model of a case is `<case>.null_model.<set>`.
"""
import importlib
import importlib.util
from typing import NamedTuple

from sumo_reference import data_folder
from validation import dispersion_report, tables
from validation.scores import scores

MODULES = ["dispersion_null", "dispersion_near", "dispersion_fv", "dispersion_street"]
# The file that tells where the data of a case are: in a folder of that name, or in the one that --data names.
FILES = {"prairie_grass": "pg_arc_summary.csv", "epa_usw_7x11": "conc.csv", "marylebone": "hourly_*.csv"}


class Gate(NamedTuple):
    """What a number has to reach."""
    low: float
    high: float

    def holds(self, value):
        return self.low <= value <= self.high

    def __str__(self):
        if self.low == -self.high:
            return f"|…| ≤ {self.high:g}"
        if self.high == float("inf"):
            return f"≥ {self.low:g}"
        return f"≤ {self.high:g}" if self.low == float("-inf") else f"{self.low:g} to {self.high:g}"


def at_least(limit):
    return Gate(limit, float("inf"))


def at_most(limit):
    return Gate(float("-inf"), limit)


def within(limit):
    return Gate(-limit, limit)


class Context:
    """What a module is given: programs, data, and where its numbers go."""

    def __init__(self, programs, data=None):
        self.programs = programs
        self.data = data
        self.results = {}
        self.samples = {}   # by the place of their scores, for plots
        self.gates = {}     # by name: (gate, value)
        self.skipped = []

    def folder(self, case):
        """Folder of the measurements of `case`, or None, with a line that says so."""
        if self.data is None:
            places = [data_folder() / "validation" / case]
        else:
            places = [self.data / case, self.data]
        for place in places:
            if any(place.glob(FILES[case])):
                return place
        if case not in self.skipped:
            self.skipped.append(case)
            print(f"skipped {case}: {places[-1].name}/{FILES[case]} is not here" +
                  ("" if self.data else " (set HACTHANH_DATA_DIR)"))
        return None

    def score(self, place, samples, threshold=0.0, gates=None):
        """Scores (group, measured, modelled) samples under a name.

        @param place  "case.model.set"
        @param gates  {score: Gate}
        """
        try:
            found = scores(samples, threshold)
        except ValueError as error:
            raise SystemExit(f"error: {place}: {error}") from None
        self._node(place).update(found)
        self.samples[place] = samples
        for name, gate in (gates or {}).items():
            self.gates[f"{place}.{name}"] = (gate, found.get(name, float("nan")))
        return found

    def number(self, place, value, gate=None):
        """Takes a plain number under a name, "case.model.quantity"."""
        parent, _, name = place.rpartition(".")
        self._node(parent)[name] = value
        if gate is not None:
            self.gates[place] = (gate, value)

    def found(self, place):
        """A number that was taken before, or None."""
        node = self.results
        for name in place.split("."):
            node = node.get(name, {}) if isinstance(node, dict) else {}
        return node if isinstance(node, (int, float)) else None

    def _node(self, place):
        node = self.results
        for name in place.split("."):
            node = node.setdefault(name, {})
        return node

    def gate_results(self):
        """Gates as they stand in the JSON."""
        return {name: {"low": gate.low, "high": gate.high, "value": value, "passed": int(gate.holds(value))}
                for name, (gate, value) in self.gates.items()}


def merge(into, other):
    """Adds nested numbers to others; what is there stays beside it."""
    for name, value in (other or {}).items():
        if isinstance(value, dict):
            merge(into.setdefault(name, {}), value)
        else:
            into[name] = value


def plain(gates):
    """JSON knows no infinity: an open end is left out."""
    return {name: {key: value for key, value in gate.items() if abs(value) != float("inf")}
            for name, gate in gates.items()}


def validate(programs, arguments):
    """All models on all data at hand."""
    context = Context(programs, arguments.data)
    if arguments.data and not any(list(map(context.folder, FILES))):
        raise SystemExit(f"error: {arguments.data}: holds none of {', '.join(FILES.values())}, nor folders of the cases "
                         f"with them; see {tables.PAGE}")
    for name in MODULES:
        if importlib.util.find_spec(f"validation.{name}"):
            module = importlib.import_module(f"validation.{name}")
            merge(context.results, module.scores(context))
    if not context.results:
        print("skipped dispersion: no measurements at hand")
        return {}
    for line in dispersion_report.tables(context):
        print(line)
    for name, (gate, value) in context.gates.items():
        print(f"gate {name:<48} {value:8.3f} ({gate}): {'passed' if gate.holds(value) else 'FAILED'}")
    if not (arguments.data or arguments.no_report):
        dispersion_report.write(context)
    return {**context.results, "gates": plain(context.gate_results())}
