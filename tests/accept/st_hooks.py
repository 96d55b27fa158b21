"""What schemathesis sends for our own scalars: right values mostly, and any text now and then."""

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

WORDS = st.text(max_size=40)
INSTANTS = st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat())
DAYS = st.dates().map(lambda day: day.isoformat())
AMOUNTS = st.decimals(-(10**9), 10**9, places=2, allow_nan=False).map(str)
CURSORS = st.binary(max_size=40).map(lambda raw: raw.hex()) | WORDS
ZONES = st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "UTC", "Mars/Olympus"])

SCALARS = {
    "BigInt": st.integers(-(2**63), 2**63 - 1).map(str),
    "Cursor": CURSORS,
    "CurrencyCode": st.sampled_from(["CNY", "EUR", "JPY", "KWD", "USD", "XXX"]),
    "Date": DAYS,
    "DateTime": INSTANTS,
    "Decimal": AMOUNTS,
    "JSON": st.sampled_from(["{}", "[]", "null"]) | WORDS,
    "Time": st.times().map(lambda time: time.isoformat()),
    "TimeZone": ZONES,
    "URL": st.sampled_from(
        ["https://example.com/a.jpg", "http://127.0.0.1/", "file:///etc/passwd"]
    ),
    "UUID": st.uuids().map(str),
    "Upload": WORDS,
    "Void": st.just(""),
}

for name, right in SCALARS.items():
    schemathesis.graphql.scalar(name, st.one_of(right, right, right, WORDS).map(nodes.String))
