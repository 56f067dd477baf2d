"""Heads that one witness in light mode cosigns, over many logs."""

import json
import pathlib
import statistics
import subprocess

from .machine import Run
from .pairs import gather

SCRIPT = pathlib.Path(__file__).resolve().parent.parent / "witness.py"


def measure_witness(programs, plan, report):
    """The rate of `add-checkpoint`, each head stored before it is answered."""
    def ask():
        output = subprocess.run(
            [SCRIPT, "--program", programs / "concordat-witness", "--seconds", str(plan.seconds)],
            check=True, stdout=subprocess.PIPE, text=True).stdout
        return json.loads(output.strip().split("\n")[-1])

    def measure(_):
        run = Run(plan.folder, ask)
        print(f"   light add-checkpoint, 100 logs     {run.result['cosigned_per_second']:,}/s, "
              f"others {run.others:.2f} cores", flush=True)
        return (run,)

    runs = gather(plan, {0: measure})[0]
    report.at_least("light add-checkpoint, 100 logs, durable", "heads/s",
                    statistics.median(run.result["cosigned_per_second"] for run, in runs), 1_000,
                    runs)
