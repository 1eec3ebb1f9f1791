"""Run the agreement suite and print where CPU, simulator and GPU agree."""

import sys

from grader.devices.agreement import snippets
from grader.devices.agreement.report import reference_errors, results_of, rows, summary, table
from grader.devices.agreement.snippet import SNIPPETS


def main() -> int:
    """Print a table and a summary; 1 where anything that was run differs."""
    assert snippets.__all__, "importing them has filled SNIPPETS"
    cpu, *others = [results_of(place) for place in ("cpu", "simulator", "gpu")]
    compared = {other.place: rows(cpu, other, SNIPPETS) for other in others}
    print("\n".join(table([compared[other.place] for other in others if other.device])))
    print()
    wrong = reference_errors(cpu, SNIPPETS)
    ran = sum(outcome.what != "not run" for outcome in cpu.outcomes.values())
    print(f"cpu: torch {cpu.torch}: {ran - len(wrong)} of {ran} as they should be")
    print("".join(f"  {line}\n" for line in wrong), end="")
    for other in others:
        print("\n".join(summary(cpu, other, compared[other.place])))
    differs = any(row.agrees is False for place in compared.values() for row in place)
    return int(differs or bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
