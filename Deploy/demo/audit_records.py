"""Makes a data-access record of each event that pgaudit writes, as it is written.

    audit_records.py --log bank/audit.json --complete FILE

Follows the jsonlog file of PostgreSQL and prints a record a line: who did what to which table, when, on
whose behalf the system runs, and whose account it was, if the statement says so. Ends when FILE exists and
everything was read.
"""

import argparse
import csv
import json
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

POLL_SECONDS = 0.1
PREFIX = "AUDIT: "
# pgaudit's columns: AUDIT_TYPE, STATEMENT_ID, SUBSTATEMENT_ID, CLASS, COMMAND, OBJECT_TYPE, OBJECT_NAME,
# STATEMENT, PARAMETER.
COMMAND, OBJECT_NAME, STATEMENT = 4, 6, 7
ACTIVITY = {"SELECT": "read", "INSERT": "create", "UPDATE": "update", "DELETE": "delete"}
ACCOUNT = re.compile(r"\baid = (\d+)")


def lines_as_written(path: Path, complete: Path) -> Iterator[str]:
    """Each complete line of a growing file."""
    while not path.exists():
        if complete.exists():
            return
        time.sleep(POLL_SECONDS)
    rest = b""
    with path.open("rb") as file:
        while True:
            # Asked before the read: what was written before the end is read after it.
            last_round = complete.exists()
            *lines, rest = (rest + file.read()).split(b"\n")
            for line in lines:
                yield line.decode("utf-8")
            if last_round:
                return
            time.sleep(POLL_SECONDS)


def record(event: dict, number: int) -> dict:
    columns = next(csv.reader([event["message"].removeprefix(PREFIX)]))
    command, statement = columns[COMMAND], columns[STATEMENT]
    account = ACCOUNT.search(statement)
    members = {
        "record_class": "data-access",
        "record_id": str(uuid.uuid4()),
        "writer_seq": number,
        "event_time": event["timestamp"].removesuffix(" UTC").replace(" ", "T") + "Z",
        "timezone_offset": 60,
        "time_source": "host",
        "clock_error_ms": 50,
        "activity": ACTIVITY.get(command, "execute"),
        "outcome": "success",
        "actor_id": f"db:{event['user']}",
        "actor_type": "service_account",
        "actor_role": ["branch-office"],
        "actor_org": "ES-A28000001",
        "actor_legal_capacity": "controller",
        "correlation_id": f"session:{event['session_id']}",
        "system_id": event["dbname"],
        "system_version": "PostgreSQL 15",
        "system_instance": "core-banking-1",
        "access_country": "ES",
        "storage_location": "ES-MD/madrid-1",
        "purpose": "dpv:ServiceProvision",
        "legal_basis_eu": "eu-gdpr:A6-1-b",
        "operation": "consult" if command == "SELECT" else "alter",
        "authorisation_type": "contract",
        "resource_ref": columns[OBJECT_NAME] or "unnamed",
        "db_system": "postgresql",
        "db_operation": command,
        "data_category": ["pd:BankAccount"],
        "data_class_eu": "personal",
        # No schema has this one: it goes into `attributes`, which leave the vault to nobody.
        "sql": statement,
    }
    if account:
        members["data_subject_ref"] = [f"customer:{int(account[1]):06d}"]
        members["data_subject_category"] = "customer"
    return members


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--log", required=True, type=Path, help="jsonlog file of PostgreSQL")
    parser.add_argument("--complete", required=True, type=Path, help="exists once nothing more is written")
    options = parser.parse_args()
    number = 0
    for line in lines_as_written(options.log, options.complete):
        event = json.loads(line)
        if event.get("message", "").startswith(PREFIX):
            number += 1
            print(json.dumps(record(event, number)), flush=True)


if __name__ == "__main__":
    main()
