"""Writes the measured part of RESULTS.md from the lines of `measure`."""
import datetime
import re
import sys

source, target, missing, *peers = sys.argv[1:]
FIELDS = ["name", "given", "named", "exact", "wild", "parts", "equal", "equal_wild", "ms", "ms_wild"]
NUMBERS = ["given", "named", "exact", "wild", "ms", "ms_wild"]
MANAGED_LIMIT = 6144

rows = []
for line in open(source, encoding="utf-8"):
    values = line.rstrip("\n").split("\t")
    row = dict(zip(FIELDS, values))
    row.update({key: int(row[key]) for key in NUMBERS})
    row["peers"] = list(zip(values[len(FIELDS)::2], values[len(FIELDS) + 1::2]))
    rows.append(row)


def total(key):
    return sum(row[key] for row in rows)


def share(part, whole):
    return f"{100 * part / whole:.1f} %"


def over(key):
    return sum(row[key] > MANAGED_LIMIT for row in rows)


lines = [f"{datetime.date.today()}, {len(rows)} documents.", ""]
lines += ["| | characters | of what was given | documents over 6,144 | proved equal |", "|---|---|---|---|---|"]
lines += [f"| given | {total('given'):,} | | {over('given')} | |"]
for key, what, proved in [
    ("named", "minimised", "equal"), ("exact", "with `--drop-sids`", "equal"), ("wild", "with `--drop-sids --wildcards`", "equal_wild")]:
    lines.append(f"| {what} | {total(key):,} | {share(total(key), total('given'))} | {over(key)} | {sum(row[proved] == 'equal' for row in rows)} |")

smaller = sum(row["named"] < row["given"] for row in rows)
slowest = max(rows, key=lambda row: row["ms"])
lines += [
    "",
    f"{smaller} documents became smaller. It took {total('ms') / 1000:.1f} s for all with their proofs, {slowest['ms'] / 1000:.1f} s for the slowest ({slowest['name']}, {slowest['given']:,} characters).",
    "",
    "Documents that are over the limit of a managed policy, and how many managed policies they make; the twenty largest, and Amplify's:",
    "",
    "| | given | minimised | with `--drop-sids` | with `--wildcards` too | managed policies |",
    "|---|---|---|---|---|---|",
]
large = sorted(rows, key=lambda row: -row["given"])
for row in large[:20] + [row for row in large[20:] if row["name"] == "AdministratorAccess-Amplify"]:
    lines.append(f"| {row['name']} | {row['given']:,} | {row['named']:,} | {row['exact']:,} | {row['wild']:,} | {row['parts']} |")

for row in rows:
    for key in ("equal", "equal_wild"):
        if row[key] != "equal":
            lines += ["", f"Less was done than might be for {row['name']}{' with wildcards' if key == 'equal_wild' else ''}: {row[key]}."]

for i, peer in enumerate(peers):
    same = [row for row in rows if row["peers"][i][1] == "equal"]
    made = [row for row in rows if row["peers"][i][1] != "none"]
    theirs = sum(int(row["peers"][i][0]) for row in same)
    ours = sum(row["wild"] for row in same)
    given = sum(row["given"] for row in same)
    won = sum(row["wild"] < int(row["peers"][i][0]) for row in same)
    lost = sum(row["wild"] > int(row["peers"][i][0]) for row in same)
    lines += [
        "",
        f"{peer} made {len(made)} documents, of which {len(same)} are proved equal for today's actions. Of these {given:,} characters it made {theirs:,}, "
        f"Lanyard {ours:,} with `--drop-sids --wildcards`; Lanyard's was smaller for {won}, larger for {lost}.",
    ]

if missing:
    lines += ["", f"Not compared, because the registry of this run doesn't have it: {missing}."]

text = open(target, encoding="utf-8").read()
text = re.sub(r"(<!-- measured -->\n).*(<!-- /measured -->)", lambda found: found[1] + "\n".join(lines) + "\n" + found[2], text, flags=re.S)
open(target, "w", encoding="utf-8").write(text)
