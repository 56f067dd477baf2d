"""Prints records of a Chinese clinic's data accesses, a JSON object a line.

    clinic_accesses.py --count 4
"""

import argparse
import json
import time
import uuid

STAFF = ("7f3a90c2", "19bd04e7", "c2205a1f")
ACTS = (("read", "consult"), ("update", "alter"), ("read", "consult"), ("query", "query"))


def record(number: int) -> dict:
    activity, operation = ACTS[number % len(ACTS)]
    return {
        "record_class": "data-access",
        "record_id": str(uuid.uuid4()),
        "writer_seq": number,
        "event_time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "timezone_offset": 480,
        "time_source": "host",
        "clock_error_ms": 50,
        "activity": activity,
        "outcome": "success",
        "actor_id": f"staff:{STAFF[number % len(STAFF)]}",
        "actor_type": "user",
        "actor_role": ["physician"],
        "actor_org": "CN-91310000MA1FL00001",
        "actor_legal_capacity": "pi_handler",
        "system_id": "clinic-records",
        "system_version": "8.4.1",
        "system_instance": "ehr-2",
        "access_country": "CN",
        "storage_location": "CN-SH/shanghai-1",
        "purpose": "dpv:MedicalHealth",
        "legal_basis_cn": "13-2",
        "operation": operation,
        "authorisation_type": "internal_approval",
        "resource_ref": f"ehr/charts/{4100 + number}",
        "data_category": ["pd:MedicalHealth"],
        "data_class_cn": "sensitive_personal",
        "data_subject_ref": [f"patient:{4100 + number}"],
        "data_subject_category": "patient",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", required=True, type=int)
    options = parser.parse_args()
    for number in range(1, options.count + 1):
        print(json.dumps(record(number)))


if __name__ == "__main__":
    main()
