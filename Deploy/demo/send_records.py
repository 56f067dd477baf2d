"""Sends records, a JSON object a line from standard input, to a log as they come.

    send_records.py --records http://127.0.0.1:8080/eu/records --token-file writer.token --sent FILE

What waits goes in one request of NDJSON. A request whose outcome is not known is sent again: each record has
an id of its own, by which the log knows it. Each record is kept in FILE with the index that it got, a line of
JSON each. Prints a line for each request. Ends with 1 if the log refuses a record, or does not answer for 20 s.
"""

import argparse
import json
import os
import queue
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

BATCH_LINES = 500
PATIENCE_SECONDS = 20


def batches() -> Iterator[list[bytes]]:
    """The lines of standard input: as many as wait, at least one."""
    waiting: queue.Queue[bytes | None] = queue.Queue()

    def read() -> None:
        for line in sys.stdin.buffer:
            waiting.put(line)
        waiting.put(None)

    threading.Thread(target=read, daemon=True).start()
    while (line := waiting.get()) is not None:
        batch = [line]
        while len(batch) < BATCH_LINES and not waiting.empty():
            line = waiting.get()
            if line is None:
                yield batch
                return
            batch.append(line)
        yield batch


def post(url: str, token: str, body: bytes) -> bytes:
    """The log's answer. A 4xx is one that the next attempt would get as well, but for 429."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            request = urllib.request.Request(url, body, headers)
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            reason = error.read().decode("utf-8", "replace")
            if error.code < 500 and error.code != 429:
                sys.exit(f"send_records: the log refuses ({error.code}): {reason}")
        except OSError as error:
            reason = str(error)
        if time.monotonic() > end:
            sys.exit(f"send_records: no answer for {PATIENCE_SECONDS} s: {reason}")
        time.sleep(0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", required=True, metavar="URL")
    parser.add_argument("--token-file", required=True, type=Path)
    parser.add_argument("--sent", required=True, type=Path, help="added to; mode 0600")
    options = parser.parse_args()
    token = options.token_file.read_text().strip()
    descriptor = os.open(options.sent, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as sent:
        for batch in batches():
            results = [json.loads(line) for line in post(options.records, token, b"".join(batch)).splitlines()]
            for line, result in zip(batch, results, strict=True):
                if "error" in result:
                    sys.exit(f"send_records: the log refuses a record: {json.dumps(result['error'])}")
                sent.write(json.dumps({"index": result["index"], "record": json.loads(line)}) + "\n")
            sent.flush()
            indexes = [result["index"] for result in results]
            print(f"{len(batch)} records accepted, entries {min(indexes)} to {max(indexes)}", flush=True)


if __name__ == "__main__":
    main()
