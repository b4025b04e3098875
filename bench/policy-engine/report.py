"""Writes the table of RESULTS.md from the two files of a run.

    report.py FOLDER RESULTS.md
"""
import datetime
import os
import re
import sys

folder, page = sys.argv[1:]


def lines(name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return {line.split("\t")[0]: line.rstrip("\n").split("\t") for line in file}


ours, theirs = lines("lanyard.tsv"), lines("peer.tsv")
same = {"Allowed": "Allowed", "ExplicitDeny": "ExplicitlyDenied", "ImplicitDeny": "ImplicitlyDenied"}
out = [
    f"{datetime.date.today()}, {os.uname().sysname}, {os.cpu_count()} cores, one used, 1-minute load {os.getloadavg()[0]:.1f}; medians.",
    "",
    "| case | decision | Lanyard, a second | bytes a decision | read and compile, µs | iam-simulate, a second | ratio |",
    "|---|---|---|---|---|---|---|",
]
for name, (_, decision, _, median, allocated, reading) in ours.items():
    _, peer_decision, _, peer_median, entry = theirs[name]
    if same[decision] != peer_decision:
        sys.exit(f"{name}: Lanyard says {decision}, iam-simulate {peer_decision}")
    out.append(
        f"| {name[2:].replace('-', ' ')} | {decision} | {int(median):,} | {allocated} | {reading} | {int(peer_median):,} (`{entry}`) "
        f"| {int(median) / int(peer_median):,.0f} |")

with open(page, encoding="utf-8") as file:
    text = file.read()
text = re.sub(r"<!-- measured -->.*<!-- /measured -->", "<!-- measured -->\n" + "\n".join(out) + "\n<!-- /measured -->", text, flags=re.S)
with open(page, "w", encoding="utf-8") as file:
    file.write(text)
print("\n".join(out))
