"""Puts the medians of a run into RESULTS.md, between its two marks."""

import datetime
import os
import pathlib
import statistics
import sys

out, results = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])


def column(name, number=0):
    return [float(line.split("\t")[number]) for line in (out / name).read_text().splitlines()]


def row(label, values):
    if not values:
        return f"| {label} | not measured | |"
    return f"| {label} | {statistics.median(values):.2f} | {min(values):.2f} to {max(values):.2f} |"


first, count = column("in-process.tsv")[0], len(list((out / "policies").iterdir()))
lines = [
    f"{datetime.date.today()}, {os.uname().sysname}, {os.cpu_count()} cores, 1-minute load {os.getloadavg()[0]:.1f}; {count} policies; medians.",
    "",
    "| what | seconds | range |",
    "|---|---|---|",
    row("all, in a process that is warm, one thread", column("in-process.tsv")[1:]),
    row("all, in a process that is warm, all cores", column("in-process.tsv", 1)[1:]),
    row("`lanyard policy check` of one file", column("one.tsv")),
    row("`lanyard policy check` of all files", column("all.tsv")),
    "",
    f"In a process that compiles the code as it goes, the first time takes {first:.1f} s.",
]
before, rest = results.read_text().split("<!-- measured -->\n")
after = rest.split("<!-- /measured -->")[1]
results.write_text(before + "<!-- measured -->\n" + "\n".join(lines) + "\n<!-- /measured -->" + after)
print("\n".join(lines))
