#!/usr/bin/env python3
"""measure.py COMMANDS ROUNDS RUNS SCRATCH RESULTS: short hyperfine rounds that alternate the commands, then a table of them."""
import datetime
import json
import os
import platform
import re
import shlex
import statistics
import subprocess
import sys

commands_file, rounds, runs, scratch, results = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5]
commands = [line.rstrip("\n").split("\t") for line in open(commands_file)]
os.makedirs(scratch, exist_ok=True)


def environment(command):
    """The JavaScript SDK takes its profile from the environment."""
    env = {k: v for k, v in os.environ.items() if k != "AWS_PROFILE_FOR_NODE"}
    if "node-default-provider" in command:
        env["AWS_PROFILE"] = os.environ["AWS_PROFILE_FOR_NODE"]
    return env


def peak_memory(command):
    """MiB, the largest of three runs."""
    peak = 0
    for _ in range(3):
        with open(os.devnull, "wb") as null:
            words = shlex.split(command)
            pid = os.posix_spawn(words[0], words, environment(command), file_actions=[(os.POSIX_SPAWN_DUP2, null.fileno(), 1)])
            peak = max(peak, os.wait4(pid, 0)[2].ru_maxrss / 1024)
    return peak


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def text(command, *words):
    try:
        return subprocess.run(shlex.split(command) + list(words), capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


for name, command in commands:
    run = subprocess.run(shlex.split(command), env=environment(command), capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"measure.py: `{command}` failed:\n{run.stderr}")
    if "credential-process" in name and '"Version":1' not in run.stdout:
        sys.exit(f"measure.py: `{command}` gave no credentials")

measured = {name: {"command": command, "times": [], "cpu": [], "memory": peak_memory(command)} for name, command in commands}
for _ in range(rounds):
    for name, command in commands:
        export = os.path.join(scratch, "round.json")
        subprocess.run(
            ["hyperfine", "--shell=none", "--warmup=1", f"--runs={runs}", "--output=pipe", "--style=none", f"--export-json={export}", command],
            env=environment(command), check=True, stderr=subprocess.DEVNULL)
        result = json.load(open(export))["results"][0]
        measured[name]["times"] += [t * 1000 for t in result["times"]]
        measured[name]["cpu"].append((result["user"] + result["system"]) * 1000)

rows = []
for name, m in measured.items():
    rows.append({
        "name": name,
        "medianMs": statistics.median(m["times"]), "p95Ms": percentile(m["times"], 0.95), "minMs": min(m["times"]),
        "cpuMedianMs": statistics.median(m["cpu"]), "cpuMinMs": min(m["cpu"]), "peakMiB": m["memory"], "runs": len(m["times"]),
    })
base = rows[0]
for row in rows:
    row["medianRatio"] = row["medianMs"] / base["medianMs"]
    row["minRatio"] = row["minMs"] / base["minMs"]
    row["cpuRatio"] = row["cpuMinMs"] / base["cpuMinMs"]

cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
aws = next((command for name, command in commands if name.startswith("aws ")), None)
node = next((command for name, command in commands if name.startswith("node")), None)
sdk = os.path.join(shlex.split(node)[2], "node_modules/@aws-sdk/credential-provider-node/package.json") if node else None
config = os.path.join(results, "Empty/bin/Release/net10.0/linux-x64/empty.runtimeconfig.json")
versions = {
    "lanyard": text(shlex.split(next(command for name, command in commands if name.startswith("lanyard ")))[0], "--version").split("+")[0],
    ".NET": next(f["version"] for f in json.load(open(config))["runtimeOptions"]["includedFrameworks"] if f["name"] == "Microsoft.NETCore.App"),
    "AWS CLI": text(shlex.split(aws)[0], "--version").split(" ")[0].removeprefix("aws-cli/") if aws else None,
    "node": text(shlex.split(node)[0], "--version") if node else None,
    "@aws-sdk/credential-provider-node": json.load(open(sdk))["version"] if sdk else None,
    "hyperfine": text("hyperfine", "--version").split(" ")[-1],
}
machine = {"cpu": cpu, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.release()}", "load": os.getloadavg()[2]}
today = datetime.date.today().isoformat()
json.dump({"date": today, "machine": machine, "versions": versions, "rounds": rounds, "results": rows},
          open(os.path.join(results, "results.json"), "w"), indent=2)

table = ["| | median ms | p95 | min | CPU, least | peak MiB | median, × empty | min, × empty | CPU, × empty |", "|---|---|---|---|---|---|---|---|---|"]
for r in rows:
    table.append(f"| {r['name']} | {r['medianMs']:.1f} | {r['p95Ms']:.1f} | {r['minMs']:.1f} | {r['cpuMinMs']:.1f} | {r['peakMiB']:.1f} "
                 f"| {r['medianRatio']:.2f} | {r['minRatio']:.2f} | {r['cpuRatio']:.2f} |")
print("\n".join(table))

marks = ("<!-- measured -->", "<!-- /measured -->")
page = os.path.join(results, "RESULTS.md")
old = open(page).read()
measured_text = "\n".join([
    marks[0], f"{today}, {machine['cpu']}, {machine['cores']} cores, {machine['system']}, 15-minute load {machine['load']:.1f}; "
    + ", ".join(f"{k} {v}" for k, v in versions.items() if v) + f"; {rows[0]['runs']} runs each.", "", *table, marks[1]])
open(page, "w").write(re.sub(re.escape(marks[0]) + ".*?" + re.escape(marks[1]), lambda _: measured_text, old, flags=re.S))
