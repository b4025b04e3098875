#!/usr/bin/env python3
"""measure.py LANYARD BUILT WARM RUNS RESULTS: single runs in turns, each to the moment its command says it runs, then a table."""
import datetime
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time

lanyard, built, warm, runs, results = sys.argv[1:4] + [int(sys.argv[4]), sys.argv[5]]
env = dict(line.split("=", 1) for line in open(os.path.join(warm, "env")).read().splitlines())
COMMAND = ["--", "/bin/date", "+%s%N"]
ways = {
    "empty program, same frameworks, to its end": [os.path.join(built, "empty", "empty")],
    "the same as native code, to its end": [os.path.join(built, "empty-native", "empty")],
}
for identity in (["--profile", "dev"], ["--stage", "dev"]):
    for via in ("env", "process", "server"):
        ways[f"lanyard exec {' '.join(identity)} --via {via}"] = [lanyard, "exec", *identity, "--via", via, *COMMAND]

measured = {name: [] for name in ways}
for turn in range(runs):
    for name, command in ways.items():
        start = time.time_ns()
        run = subprocess.run(command, env=env, cwd=warm, stdin=subprocess.DEVNULL, capture_output=True)
        end = time.time_ns()
        if run.returncode != 0:
            sys.exit(f"measure.py: `{' '.join(command)}` failed:\n{run.stderr.decode()}")
        measured[name].append(((int(run.stdout) if run.stdout else end) - start) / 1e6)

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
