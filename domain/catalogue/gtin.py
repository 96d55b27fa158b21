"""Barcodes: GTIN-8, -12 (UPC-A), -13 (EAN) and -14, and their check digit.

Source: GS1 General Specifications, section 7.9.1, check digit calculations.
"""

from domain.errors import Invalid

LENGTHS = (8, 12, 13, 14)


def gtin(given: str, *path: str) -> str:
    """`given` without the blanks around it; Invalid unless length and check digit are right."""
    digits = given.strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) in LENGTHS):
        raise Invalid("A barcode is a GTIN of 8, 12, 13 or 14 digits.", *path)
    right = check_digit(digits[:-1])
    if digits[-1] != right:
        raise Invalid(f"The check digit of this barcode would be {right}.", *path)
    return digits


def check_digit(body: str) -> str:
    """What follows these digits: weights 3 and 1 from the right, up to the next ten."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))
    )
    return str(-total % 10)


def forms(barcode: str) -> frozenset[str]:
    """Every way to write the same number: a GTIN-12 is a GTIN-13 after a zero."""
    number = barcode.lstrip("0")
    return frozenset(number.zfill(length) for length in LENGTHS if length >= len(number))
