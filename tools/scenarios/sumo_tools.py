"""Runs SUMO's command line tools and keeps their files free of dates and machine paths."""

import argparse
import os
import re
import subprocess
import tempfile
from pathlib import Path
from xml.sax.saxutils import quoteattr


def run_tool(arguments, folder):
    """Run one SUMO tool in a folder; raise with its message when it fails."""
    environment = dict(os.environ)
    environment.setdefault("SUMO_HOME", "/usr/share/sumo")
    done = subprocess.run(arguments, cwd=folder, env=environment, check=False,
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments)}\n{done.stderr.strip()}")
    return done.stderr


def strip_header(path, comment):
    """Replace the generated comments of an XML file (date, paths, options) by our own.

    The schema address goes too: without SUMO_HOME, SUMO would look it up on the web.
    Indentation shrinks to one blank a level: a fifth of a network file is indentation.
    """
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"<!--.*?-->\s*", "", text, flags=re.DOTALL)
    text = re.sub(r' (xmlns:xsi|xsi:noNamespaceSchemaLocation)="[^"]*"', "", text)
    text = text.replace("?>", f"?>\n<!-- {comment} -->", 1)
    text = re.sub(r"^( {4})+", lambda found: " " * (len(found[0]) // 4), text, flags=re.M)
    text = re.sub(r"\n\n+", "\n", text)
    path.write_text(re.sub(r"-->\s*<", "-->\n<", text, count=1), encoding="utf-8")


def element(tag, /, closed=True, **attributes):
    """Return one XML tag; a trailing underscore of an attribute name is dropped."""
    written = "".join(f" {key.rstrip('_')}={quoteattr(str(value))}"
                      for key, value in attributes.items() if value is not None)
    return f"<{tag}{written}{'/' if closed else ''}>"


def write_xml(path, root, lines, comment=None):
    """Write an XML file from lines that are already tags."""
    head = ['<?xml version="1.0" encoding="UTF-8"?>']
    if comment:
        head.append(f"<!-- {comment} -->")
    body = [*head, f"<{root}>", *(f"    {line}" for line in lines), f"</{root}>", ""]
    path.write_text("\n".join(body), encoding="utf-8")


def install(built, target, names, check_only):
    """Copy built files to the target folder, or only compare; return changed names."""
    changed = []
    for name in names:
        fresh = (Path(built) / name).read_bytes()
        kept = Path(target) / name
        if kept.is_file() and kept.read_bytes() == fresh:
            continue
        changed.append(name)
        if not check_only:
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(fresh)
    return changed


def write_configuration(path, names, end_s, lateral_resolution_m, comment, begin_s=0):
    """Write a SUMO configuration: relative paths, steps of 1 s, no outputs.

    names: network, routes, additional files (comma between them); lateral_resolution_m: None for lanes only.
    """
    network, routes, additional = names
    processing = [element("ignore-route-errors", value="true")]
    if lateral_resolution_m:
        processing.insert(0, element("lateral-resolution", value=lateral_resolution_m))
    groups = {
        "input": [element("net-file", value=network), element("route-files", value=routes),
                  element("additional-files", value=additional)],
        "time": [element("begin", value=begin_s), element("end", value=end_s),
                 element("step-length", value=1)],
        "processing": processing,
        "random_number": [element("seed", value=42)],
    }
    lines = []
    for name, options in groups.items():
        lines += [f"<{name}>", *(f"    {option}" for option in options), f"</{name}>"]
    write_xml(path, "configuration", lines, comment)


def run_builder(description, build, target, names):
    """Command line of a scenario script; returns the exit code.

    build(folder) makes the files and returns a summary; `--check` compares a fresh build
    with the files in the target folder and returns 1 when one differs.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true",
                        help="write nothing; fail when a file differs from a fresh build")
    check_only = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        print(build(Path(folder)))
        changed = install(folder, target, names, check_only)
    verdict = "differs" if check_only else "written"
    print(f"{verdict}: {', '.join(changed)}" if changed else "up to date")
    return 1 if check_only and changed else 0
