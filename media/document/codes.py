"""What a QR code or a barcode may say: lengths, letters and check digits of GS1."""

from media.errors import BadValue

_DIGITS = {"EAN13": 13, "EAN8": 8, "UPCA": 12, "ITF14": 14}
MOST_QR_CHARACTERS = 1000
_MOST_CODE128 = 48


def check_digit(digits: str) -> int:
    """Of the digits before it, by GS1's general specifications, 7.9."""
    weighted = (int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return -sum(weighted) % 10


def barcode(value: str, symbology: str) -> str:
    """The number as it is drawn; raises BadValue."""
    text = value.replace(" ", "")
    if symbology == "CODE128":
        if not 1 <= len(text) <= _MOST_CODE128 or not text.isascii() or not text.isprintable():
            raise BadValue(f"A Code 128 has 1 to {_MOST_CODE128} printable ASCII characters")
        return text
    length = _DIGITS[symbology]
    if not (text.isascii() and text.isdigit() and len(text) == length):
        raise BadValue(f"An {symbology} has {length} digits")
    if (right := check_digit(text[:-1])) != int(text[-1]):
        raise BadValue(f"Its check digit is {text[-1]}; {right} is right")
    return text


def qr(value: str) -> str:
    """Raises BadValue where it is longer than a phone reads from a poster."""
    if len(value) > MOST_QR_CHARACTERS:
        raise BadValue(f"A QR code says at most {MOST_QR_CHARACTERS} characters")
    return value
