"""Chooses a record among those that a writer sent, and shows it as the writer has it.

    sent_record.py --sent private/eu-bank-database.jsonl --to chosen

Takes the one in the middle of those that are about a person. Writes its index and its id, a line each.
"""

import argparse
import json
import sys
from pathlib import Path

SHOWN = (
    "record_id", "event_time", "actor_id", "operation", "resource_ref", "data_subject_ref", "sql",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sent", required=True, type=Path)
    parser.add_argument("--to", required=True, type=Path)
    options = parser.parse_args()
    with options.sent.open(encoding="utf-8") as lines:
        sent = [line for line in map(json.loads, lines) if "data_subject_ref" in line["record"]]
    if not sent:
        sys.exit("none of the records is about a person")
    chosen = sent[len(sent) // 2]
    options.to.write_text(f"{chosen['index']}\n{chosen['record']['record_id']}\n")
    for name in SHOWN:
        if name in chosen["record"]:
            print(f"{name:>17}  {chosen['record'][name]}")


main()
