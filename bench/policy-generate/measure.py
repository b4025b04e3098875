#!/usr/bin/env python3
"""measure.py LANYARD BUILT HOME RUNS RESULTS: whole processes in turns, then a table."""
import datetime
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time

lanyard, built, home, runs, results = sys.argv[1:4] + [int(sys.argv[4]), sys.argv[5]]
env = {"HOME": home, "PATH": "/usr/bin:/bin"}
ways = {
    "empty program, same frameworks": [os.path.join(built, "empty", "empty")],
    "the same as native code": [os.path.join(built, "empty-native", "empty")],
    "lanyard --version": [lanyard, "--version"],
}
for count in (1, 50, 500):
    ways[f"policy generate, {count} resource{'s' if count > 1 else ''}"] = [
        lanyard, "policy", "generate", "--template", os.path.join(home, f"{count}.json"), "--stack-name", "orders-dev", "--account", "111111111111", "--region", "eu-west-1"]

measured = {name: [] for name in ways}
for turn in range(runs):
    for name, command in ways.items():
        start = time.perf_counter()
        run = subprocess.run(command, env=env, cwd=home, stdin=subprocess.DEVNULL, capture_output=True)
        measured[name].append((time.perf_counter() - start) * 1000)
        if run.returncode != 0:
            sys.exit(f"measure.py: `{' '.join(command)}` failed:\n{run.stderr.decode()}")

base = measured[next(iter(ways))]
rows = [{"name": name, "medianMs": statistics.median(times), "minMs": min(times),
         "medianRatio": statistics.median(times) / statistics.median(base), "minRatio": min(times) / min(base)} for name, times in measured.items()]
cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
machine = {"cpu": cpu, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}", "load": os.getloadavg()[0]}
version = subprocess.run([lanyard, "--version"], capture_output=True, text=True).stdout.strip()
today = datetime.date.today().isoformat()
json.dump({"date": today, "machine": machine, "lanyard": version, "runs": runs, "results": rows}, open(os.path.join(results, "results.json"), "w"), indent=2)

table = ["| | median ms | min | median, × empty | min, × empty |", "|---|---|---|---|---|"]
table += [f"| {r['name']} | {r['medianMs']:.1f} | {r['minMs']:.1f} | {r['medianRatio']:.2f} | {r['minRatio']:.2f} |" for r in rows]
print("\n".join(table))

marks = ("<!-- measured -->", "<!-- /measured -->")
page = os.path.join(results, "RESULTS.md")
text = "\n".join([
    marks[0], f"{today}, {cpu}, {machine['cores']} cores, {machine['system']}, load {machine['load']:.1f}; lanyard {version}; {runs} runs each.", "",
    *table, marks[1]])
old = open(page).read()
open(page, "w").write(re.sub(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), lambda _: text, old, flags=re.S))
