"""Decides on loans with a small model, and prints a record of each decision, a JSON object a line.

    loan_decisions.py --count 8 [--first 1]

The model is a logistic regression, fitted here to 600 made-up applicants. Its digest goes into each record, so
that it can be told later which model decided; input and output stay with the bank and are referred to. --first
is the number of the first decision: this writer numbers his records.
"""

import argparse
import hashlib
import json
import math
import random
import time
import uuid

THRESHOLD = 0.5
UNSURE = 0.15


def applicant(source: random.Random) -> tuple[list[float], bool]:
    """Income, debt and years at the bank, each about 0 to 1, and whether the loan was paid back."""
    income, debt, years = source.random(), source.random(), source.random()
    score = 3 * income - 4 * debt + 1.5 * years - 0.2
    return [1.0, income, debt, years], source.random() < 1 / (1 + math.exp(-score))


def probability(weights: list[float], features: list[float]) -> float:
    return 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, features))))


def fitted(samples: list[tuple[list[float], bool]]) -> list[float]:
    weights = [0.0] * 4
    for _ in range(200):
        for features, paid in samples:
            error = paid - probability(weights, features)
            weights = [w + 0.05 * error * x for w, x in zip(weights, features)]
    return [round(weight, 6) for weight in weights]


def timestamp(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def record(number: int, digest: str, chance: float) -> dict:
    now = time.time()
    unsure = abs(chance - THRESHOLD) < UNSURE
    return {
        "record_class": "ai-decision",
        "record_id": str(uuid.uuid4()),
        "writer_seq": number,
        "event_time": timestamp(now),
        "timezone_offset": 60,
        "time_source": "host",
        "clock_error_ms": 50,
        "activity": "infer",
        "outcome": "success",
        "actor_id": "service:loan-desk",
        "actor_type": "service_account",
        "actor_role": ["scoring"],
        "actor_org": "ES-A28000001",
        "actor_legal_capacity": "deployer",
        "system_id": "loan-desk",
        "system_version": "3.2.0",
        "system_instance": "a1",
        "access_country": "ES",
        "storage_location": "ES-MD/madrid-1",
        "purpose": "dpv:CreditChecking",
        "ai_system_id": "loan-scoring",
        "ai_system_version": "2026.11",
        "provider_id": "ES-B99000002",
        "deployer_id": "ES-A28000001",
        "model_provider": "in-house",
        "model_requested": "loan-logistic",
        "model_used": "loan-logistic",
        "model_version": "17",
        "model_digest": f"sha256:{digest}",
        "ai_operation": "classify",
        "risk_class": "eu-aiact:HighRiskAISystem-AnnexIII-5b",
        "intended_purpose": "creditworthiness",
        "use_period_start": timestamp(now - 1),
        "use_period_end": timestamp(now),
        "input_ref": f"inputs/{number:06d}",
        "output_ref": f"outputs/{number:06d}",
        "decision_code": "refer" if unsure else "approve" if chance >= THRESHOLD else "decline",
        "decision_role": "advisory",
        "legal_effect": "legal",
        "confidence": f"{chance:.3f}",
        "threshold": f"{THRESHOLD}",
        "oversight_mode": "in_loop",
        "affected_person_ref": f"customer:{7000 + number:06d}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", required=True, type=int)
    parser.add_argument("--first", type=int, default=1)
    options = parser.parse_args()
    source = random.Random(20261123)
    weights = fitted([applicant(source) for _ in range(600)])
    digest = hashlib.sha256(json.dumps(weights).encode()).hexdigest()
    asking = random.Random(options.first)
    for number in range(options.first, options.first + options.count):
        features, _ = applicant(asking)
        print(json.dumps(record(number, digest, probability(weights, features))))


if __name__ == "__main__":
    main()
