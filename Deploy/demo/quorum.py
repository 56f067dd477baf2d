"""Says who cosigned a log's heads, or for whom they wait.

    quorum.py signers http://127.0.0.1:8080/eu    the witnesses with a line on both published heads
    quorum.py waiting http://127.0.0.1:8080/eu    since when nothing is published, and who is missing
    quorum.py is-waiting http://127.0.0.1:8080/eu exit status 0 if a head waits

Nothing is verified here: `concordat verify --policy` does that, and the monitor.
"""

import json
import sys
import urllib.error
import urllib.request
from collections import defaultdict

SM3 = "/sm3"
WITNESSES = "witness.example/"


def fetch(url: str) -> bytes:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        return error.read()


def names(note: str) -> set[str]:
    """The operators of the witnesses' lines below a note."""
    lines = [line.split(" ") for line in note.split("\n") if line.startswith("\u2014 ")]
    return {
        line[1].removesuffix(SM3).removeprefix(WITNESSES)
        for line in lines
        if line[1].startswith(WITNESSES)
    }


def signers(log: str) -> str:
    both = [names(fetch(f"{log}/{path}").decode()) for path in ("checkpoint", "sm3/checkpoint")]
    return " ".join(sorted(both[0] & both[1], key=lambda name: (name[:2] != "eu", name)))


def quorum(log: str) -> dict:
    base, _, name = log.rpartition("/")
    states = json.loads(fetch(f"{base}/readyz"))["logs"]
    return next(state for state in states if state["name"] == name).get("quorum", {})


def waiting(log: str) -> str:
    state = quorum(log)
    if "waiting_since" not in state:
        return "no head waits"
    missing: dict[str, list[dict]] = defaultdict(list)
    for line in state["missing"]:
        missing[line["witness"].partition("-")[0]].append(line)
    text = [f"a head of {state['size']} entries is signed, and waits since {state['waiting_since']} for"]
    for operator, lines in missing.items():
        keys = ", ".join(line["witness"].partition("-")[2] for line in lines)
        since = min((line["since"] for line in lines if "since" in line), default="the start")
        text.append(f"  {operator} ({keys}), away since {since}: {lines[0]['reason']}")
    return "\n".join(text)


def main() -> None:
    what, log = sys.argv[1:]
    if what == "is-waiting":
        sys.exit(0 if "waiting_since" in quorum(log) else 1)
    print(signers(log) if what == "signers" else waiting(log))


main()
