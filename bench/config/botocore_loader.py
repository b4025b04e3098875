"""Milliseconds that botocore takes to read the shared files, the median of RUNS in one warm process: botocore_loader.py FOLDER RUNS"""
import os
import statistics
import sys
import time

from botocore import __version__
from botocore.configloader import load_config, raw_config_parse

folder, runs = sys.argv[1], int(sys.argv[2])
config, credentials = (os.path.join(folder, ".aws", name) for name in ("config", "credentials"))
times = []
for _ in range(runs):
    start = time.perf_counter()
    profiles = load_config(config)["profiles"]
    raw_config_parse(credentials)
    times.append((time.perf_counter() - start) * 1000)
assert len(profiles) == 1000
print(f"botocore {__version__}\t{statistics.median(times)}")
