#!/usr/bin/env python3
"""measure.py URL PLAIN-URL TOKEN.LUA ROUNDS SECONDS MINUTES PID RESULTS LANYARD: wrk in turns against both servers, then a table.

Two loads: every connection asks again at once, which shows how much the server can do, and every connection waits between its questions,
which shows how long an answer takes while the machine keeps up."""
import datetime
import json
import os
import platform
import re
import statistics
import subprocess
import sys

url, plain, script = sys.argv[1:4]
rounds, seconds, minutes = int(sys.argv[4]), int(sys.argv[5]), float(sys.argv[6])
pid, results, lanyard = sys.argv[7:10]
CONNECTIONS = 100
PAUSE_MS = 10
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}


paced = script + ".paced.lua"
with open(script) as of, open(paced, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as to:
    # At random, or all would ask in the same instant.
    to.write(f"{of.read()}function delay() return math.random({PAUSE_MS // 2}, {PAUSE_MS * 3 // 2}) end\n")


def wrk(address, duration, script=script):
    """Requests a second, and the 50th and 99th percentile in ms. An answer other than 2xx ends it all."""
    run = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{duration}s", "--latency", "-s", script, address],
                         capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in run or "Socket errors" in run:
        sys.exit(f"measure.py: not every request was answered well:\n{run}")
    late = {p: float(n) * UNITS[u] for p, n, u in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s|m)\n", run)}
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run)[1]), late["50"], late["99"]


version = subprocess.run([lanyard, "--version"], capture_output=True, text=True).stdout.strip()


def memory():
    """MiB in use by the endpoint."""
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())[1]) / 1024


servers = {"plain Kestrel, same bytes": plain, "lanyard serve container": url}
for address in servers.values():
    wrk(address, 3)
def in_turns(script):
    """What each server did, one entry a round. Who goes first changes, so that what the machine does over time meets both alike."""
    measured = {name: [] for name in servers}
    for turn in range(rounds):
        for name in list(servers) if turn % 2 == 0 else reversed(servers):
            measured[name].append(wrk(servers[name], seconds, script))
    return measured


full, eased = in_turns(script), in_turns(paced)
base = [r[0] for r in full["plain Kestrel, same bytes"]]
rows = []
for name, runs in full.items():
    rows.append({
        "name": name, "requestsPerSecond": statistics.median(r[0] for r in runs), "ratio": statistics.median(r[0] / b for r, b in zip(runs, base)),
        "p50Ms": statistics.median(r[1] for r in runs), "p99Ms": statistics.median(r[2] for r in runs),
        "pacedRequestsPerSecond": statistics.median(r[0] for r in eased[name]),
        "pacedP50Ms": statistics.median(r[1] for r in eased[name]), "pacedP99Ms": statistics.median(r[2] for r in eased[name]),
    })

memory_of = None
if minutes > 0:
    samples = [memory()]
    left = minutes * 60
    while left > 0:
        wrk(url, min(30, max(1, round(left))))
        left -= 30
        samples.append(memory())
    memory_of = {"date": datetime.date.today().isoformat(), "lanyard": version, "minutes": minutes, "samplesMiB": samples}
elif os.path.exists(os.path.join(results, "results.json")):
    # A short run leaves what a long one found.
    memory_of = json.load(open(os.path.join(results, "results.json"))).get("memory")

cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
machine = {"cpu": cpu, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}", "load": os.getloadavg()[2]}
today = datetime.date.today().isoformat()
json.dump({"date": today, "machine": machine, "lanyard": version, "connections": CONNECTIONS, "rounds": rounds, "seconds": seconds, "results": rows,
           "memory": memory_of}, open(os.path.join(results, "results.json"), "w"), indent=2)

table = [f"| | requests/s at full load | × plain | p50 ms | p99 ms | requests/s, {PAUSE_MS} ms between | p50 ms | p99 ms |", "|---|" + "---|" * 7]
for r in rows:
    table.append(f"| {r['name']} | {r['requestsPerSecond']:.0f} | {r['ratio']:.2f} | {r['p50Ms']:.2f} | {r['p99Ms']:.2f} | "
                 f"{r['pacedRequestsPerSecond']:.0f} | {r['pacedP50Ms']:.2f} | {r['pacedP99Ms']:.2f} |")
if memory_of:
    samples = memory_of["samplesMiB"]
    table += ["", f"Memory over {memory_of['minutes']:g} minutes of full load ({memory_of['date']}, lanyard {memory_of['lanyard']}): {samples[0]:.0f} MiB at first, {max(samples):.0f} at most, "
              f"{samples[-1]:.0f} at last."]
print("\n".join(table))

marks = ("<!-- measured -->", "<!-- /measured -->")
page = os.path.join(results, "RESULTS.md")
text = "\n".join([
    marks[0], f"{today}, {cpu}, {machine['cores']} cores, {machine['system']}, 15-minute load {machine['load']:.1f}; lanyard {version}; "
    f"{CONNECTIONS} connections, {rounds} rounds of {seconds} s.", "", *table, marks[1]])
old = open(page).read()
open(page, "w").write(re.sub(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), lambda _: text, old, flags=re.S))
