"""Puts the measured numbers into RESULTS.md, between its two marks: report.py FOLDER RESULTS"""
import datetime
import glob
import json
import os
import platform
import sys

folder, results = sys.argv[1], sys.argv[2]
ours = {}
for path in glob.glob(os.path.join(folder, "benchmarks", "results", "*.json")):
    for benchmark in json.load(open(path))["Benchmarks"]:
        name = f"{benchmark['Type']}.{benchmark['Method']} {benchmark['Parameters'].removeprefix('File=')}".strip()
        ours[name] = benchmark["Statistics"]["Median"] / 1e6
peers = dict(line.rstrip("\n").split("\t") for line in open(os.path.join(folder, "peers.tsv")))

read, plan = ours["ReadAndPlan.Read"], ours["ReadAndPlan.Plan"]
lines = [
    f"{datetime.date.today()}, {platform.system()} {platform.release()}, {os.cpu_count()} cores, 1-minute load {os.getloadavg()[0]:.1f}; medians.",
    "",
    "| 1,000 profiles | ms | × Lanyard's reading |",
    "|---|---|---|",
    f"| Lanyard reads | {read:.3f} | 1.0 |",
    *(f"| {name} reads | {float(ms):.1f} | {float(ms) / read:.1f} |" for name, ms in peers.items()),
    f"| Lanyard plans one profile | {plan:.4f} | |",
    "",
    "| 10 MB, made to be slow | ms | MB a second |",
    "|---|---|---|",
    *(f"| {name.removeprefix('Hostile.Read ')} | {ms:.0f} | {10 / ms * 1000:.0f} |" for name, ms in sorted(ours.items()) if name.startswith("Hostile")),
]
text = open(results).read()
start, end = text.index("<!-- measured -->") + len("<!-- measured -->"), text.index("<!-- /measured -->")
open(results, "w").write(text[:start] + "\n" + "\n".join(lines) + "\n" + text[end:])
print("\n".join(lines))
