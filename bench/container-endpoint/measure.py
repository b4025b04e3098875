#!/usr/bin/env python3
"""measure.py URL PLAIN-URL TOKEN.LUA ROUNDS SECONDS MINUTES PID RESULTS LANYARD: wrk in turns against both servers, then a table."""
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
UNITS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000}


def wrk(address, duration):
    """Requests a second, and the 50th and 99th percentile in ms. An answer other than 2xx ends it all."""
    run = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{duration}s", "--latency", "-s", script, address],
                         capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in run or "Socket errors" in run:
        sys.exit(f"measure.py: not every request was answered well:\n{run}")
    late = {p: float(n) * UNITS[u] for p, n, u in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s|m)\n", run)}
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run)[1]), late["50"], late["99"]


def memory():
    """MiB in use by the endpoint."""
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())[1]) / 1024


servers = {"plain Kestrel, same bytes": plain, "lanyard serve container": url}
for address in servers.values():
    wrk(address, 3)
measured = {name: [] for name in servers}
for turn in range(rounds):
    # Who goes first changes, so that what the machine does over time meets both alike.
    for name in list(servers) if turn % 2 == 0 else reversed(servers):
        measured[name].append(wrk(servers[name], seconds))

base = [r[0] for r in measured["plain Kestrel, same bytes"]]
rows = []
for name, runs in measured.items():
    rows.append({
        "name": name, "requestsPerSecond": statistics.median(r[0] for r in runs), "p50Ms": statistics.median(r[1] for r in runs),
        "p99Ms": statistics.median(r[2] for r in runs), "p99LeastMs": min(r[2] for r in runs),
        "ratio": statistics.median(r[0] / b for r, b in zip(runs, base)),
    })

samples = [memory()]
left = minutes * 60
while left > 0:
    wrk(url, min(30, max(1, round(left))))
    left -= 30
    samples.append(memory())

cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
machine = {"cpu": cpu, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}", "load": os.getloadavg()[2]}
version = subprocess.run([lanyard, "--version"], capture_output=True, text=True).stdout.strip()
today = datetime.date.today().isoformat()
json.dump({"date": today, "machine": machine, "lanyard": version, "connections": CONNECTIONS, "rounds": rounds, "seconds": seconds, "results": rows,
           "memory": {"minutes": minutes, "samplesMiB": samples}}, open(os.path.join(results, "results.json"), "w"), indent=2)

table = ["| | requests/s | × plain | p50 ms | p99 ms | p99, best round |", "|---|---|---|---|---|---|"]
for r in rows:
    table.append(f"| {r['name']} | {r['requestsPerSecond']:.0f} | {r['ratio']:.2f} | {r['p50Ms']:.2f} | {r['p99Ms']:.2f} | {r['p99LeastMs']:.2f} |")
if minutes > 0:
    table += ["", f"Memory over {minutes:g} minutes of load: {samples[0]:.0f} MiB at first, {max(samples):.0f} at most, {samples[-1]:.0f} at last."]
print("\n".join(table))

marks = ("<!-- measured -->", "<!-- /measured -->")
page = os.path.join(results, "RESULTS.md")
text = "\n".join([
    marks[0], f"{today}, {cpu}, {machine['cores']} cores, {machine['system']}, 15-minute load {machine['load']:.1f}; lanyard {version}; "
    f"{CONNECTIONS} connections, {rounds} rounds of {seconds} s.", "", *table, marks[1]])
old = open(page).read()
open(page, "w").write(re.sub(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), lambda _: text, old, flags=re.S))
