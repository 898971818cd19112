"""Builds data/train/2013-09.parquet of this pull request: the flights of September as a faulty export job delivers them.

    examples/flight-delay/.venv/bin/python examples/flight-delay-pull-requests/broken-data/make_september.py [--check]

Real flights, sampled like the other months, with three faults that export jobs are known for: a distance that
is unknown comes as -1, one page of the result is delivered twice, and one source writes the airport in lower case.
"""

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parent.parent / "flight-delay"
FILE = HERE / "files/data/train/2013-09.parquet"
sys.path.insert(0, str(EXAMPLE / "scripts"))

import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402
from sample_flights import difference, labelled_flights, sample, write  # noqa: E402

UNKNOWN_DISTANCE_CARRIER = "FL"
REPEATED_PAGE = (1000, 25)  # offset and length in rows
LOWER_CASE_CARRIER = "VX"


def with_faults(flights):
    """The table with the three faults; 2,500 rows become 2,525."""
    unknown = pc.equal(flights["carrier"], UNKNOWN_DISTANCE_CARRIER)
    lower = pc.equal(flights["carrier"], LOWER_CASE_CARRIER)
    faulty = {
        "distance": pc.if_else(unknown, pa.scalar(-1, pa.int32()), flights["distance"]),
        "origin": pc.if_else(lower, pc.utf8_lower(flights["origin"]), flights["origin"]),
    }
    for name, column in faulty.items():
        flights = flights.set_column(flights.schema.get_field_index(name), flights.schema.field(name), column)
    end = sum(REPEATED_PAGE)
    return pa.concat_tables([flights.slice(0, end), flights.slice(*REPEATED_PAGE), flights.slice(end)]).combine_chunks()


def main():
    arguments = argparse.ArgumentParser(description="Builds the broken month of this pull request.")
    arguments.add_argument("--check", action="store_true", help="compare the committed file, write nothing")
    check = arguments.parse_args().check
    table = with_faults(sample(labelled_flights(), [9], "training", 2500))
    if not check:
        write(table, FILE)
    found = difference(table, FILE)
    for fault, rows in {
        "distance -1": pc.sum(pc.equal(table["distance"], -1)),
        "lower-case origin": pc.sum(pc.equal(table["origin"], pc.utf8_lower(table["origin"]))),
        "delivered twice": 2 * REPEATED_PAGE[1],
    }.items():
        print(f"{fault}: {rows} rows")
    if found:
        sys.exit(f"{FILE.name} {found}. Run make_september.py and commit the file.")
    print(f"{FILE.name}: {table.num_rows} rows, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
