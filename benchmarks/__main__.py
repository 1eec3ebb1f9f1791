"""Grades the same class with stock nbgrader and with ours, in one go on one machine.

    python -m benchmarks [--stock 100] [--rounds 4] [--sizes 10 100 1000] [--unit 03_blocks]

`--stock` is the number of submissions for stock nbgrader, which takes most of the time, in all
rounds together; `--sizes` are the classes that ours grades, of which the comparison takes the one
nearest to 100. Kills at random moments and a cluster follow, unless `--short` leaves them out. The
figures go to benchmarks/README.md, unless `--keep` leaves it as it is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import cluster, kills
from benchmarks.figures import say, take
from benchmarks.page import page
from benchmarks.report import write_section


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--stock", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--unit", default="03_blocks")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as folder:
        figures = take(Path(folder), options.unit, options.sizes, options.stock, options.rounds)
    sizes = " ".join(map(str, options.sizes))
    text = page(
        figures,
        f"python -m benchmarks --stock {options.stock} --rounds {options.rounds} --sizes {sizes} "
        f"--unit {options.unit}",
    )
    say(f"\n{text}\n")
    if not options.keep:
        write_section("class", text)
    if not options.short:
        keep = ["--keep"] if options.keep else []
        kills.main(["--units", options.unit, *keep])
        cluster.main(["--unit", options.unit, *keep])
    say(f"{(time.monotonic() - began) / 60:.1f} minutes in all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
