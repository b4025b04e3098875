#!/usr/bin/env python3
"""measure.py LANYARD BUILT HOME RUNS RESULTS: starts in turns, each to its first answer, then a table.

The port and the key are in the seed and on the command line, so that the request can be at hand before there is anybody to answer it. It
is signed here, by the description of Signature Version 4, and sent again and again until the port is open."""
import datetime
import hashlib
import hmac
import json
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import time

lanyard, built, home, runs, results = sys.argv[1:4] + [int(sys.argv[4]), sys.argv[5]]
KEY, SECRET, REGION = "AKIAEXAMPLEOFTHEBENCH", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "eu-west-1"
BODY = b"Action=GetCallerIdentity&Version=2011-06-15"
env = {"HOME": home, "PATH": "/usr/bin:/bin"}


def seed(accounts):
    """A seed with so many accounts, each with a user and a key; the first key is ours."""
    ids = [f"{111111111111 + i:012d}" for i in range(accounts)]
    keys = [{"id": KEY, "secret": SECRET}] + [{} for _ in ids[1:]]
    path = os.path.join(home, f"seed-{accounts}.json")
    json.dump({
        "accounts": [{"id": i, "name": f"account-{i}"} for i in ids],
        "identityCenter": {"startUrl": "https://bench.awsapps.com/start", "region": REGION, "users": [{"userName": "alice"}],
                           "permissionSets": [{"name": "Admin"}], "assignments": [{"user": "alice", "account": f"account-{i}", "permissionSet": "Admin"} for i in ids]},
        "iamUsers": [{"name": "ci", "account": f"account-{i}", "accessKeys": [k]} for i, k in zip(ids, keys)],
    }, open(path, "w"))
    return path


def signed(port):
    """The request, as its bytes."""
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    host = f"127.0.0.1:{port}"
    headers = {"content-type": "application/x-www-form-urlencoded; charset=utf-8", "host": host, "x-amz-date": stamp}
    names = ";".join(headers)
    canonical = "\n".join(["POST", "/", "", *(f"{k}:{v}" for k, v in headers.items()), "", names, hashlib.sha256(BODY).hexdigest()])
    scope = f"{day}/{REGION}/sts/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = ("AWS4" + SECRET).encode()
    for part in (day, REGION, "sts", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    lines = [f"{k}: {v}" for k, v in headers.items()]
    lines += [f"Authorization: AWS4-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders={names}, Signature={signature}", f"Content-Length: {len(BODY)}", "Connection: close"]
    return ("POST / HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode() + BODY


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def first_answer(command):
    """Milliseconds from the start to the whole answer."""
    port = free_port()
    request = signed(port)
    start = time.monotonic()
    process = subprocess.Popen([*command, "--port", str(port)], env=env, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", port))
                break
            except ConnectionRefusedError:
                if process.poll() is not None:
                    sys.exit(f"measure.py: `{' '.join(command)}` ended with {process.returncode}")
                time.sleep(0.0005)
        with connection:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        took = (time.monotonic() - start) * 1000
        if b" 200 " not in answer.split(b"\r\n", 1)[0] or b"user/ci" not in answer:
            sys.exit(f"measure.py: no good answer:\n{answer.decode()}")
        return took
    finally:
        process.terminate()
        process.wait()


def to_end(command):
    """Milliseconds from the start to the end."""
    start = time.monotonic()
    subprocess.run(command, env=env, cwd=home, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return (time.monotonic() - start) * 1000


ways = {
    "empty program, same frameworks, to its end": lambda: to_end([os.path.join(built, "empty", "empty")]),
    "the same as native code, to its end": lambda: to_end([os.path.join(built, "empty-native", "empty")]),
}
for accounts in (3, 200):
    command = [lanyard, "sandbox", "start", "--seed", seed(accounts)]
    ways[f"lanyard sandbox start, {accounts} accounts, to its first answer"] = lambda command=command: first_answer(command)

measured = {name: [] for name in ways}
for turn in range(runs):
    for name, run in ways.items():
        measured[name].append(run())

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
