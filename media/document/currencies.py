"""Marks of currencies and how languages write amounts: facts of Unicode CLDR, checked with Babel.

A price tag differs in three things on purpose: no direction marks are put in (the text's own
direction orders it), a yen is ¥ and not the wide ￥ unless the words are asked for, and a Swiss
thousand is cut by ’ (U+2019).
"""

from typing import NamedTuple

NBSP, NARROW = "\u00a0", "\u202f"
MARKS = {
    "CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "KRW": "₩", "HKD": "HK$",
    "TWD": "NT$", "SGD": "S$", "AUD": "A$", "NZD": "NZ$", "CAD": "C$", "INR": "₹", "CHF": "CHF",
    "PLN": "zł", "SEK": "kr", "NOK": "kr", "DKK": "kr", "ISK": "kr", "THB": "฿", "VND": "₫",
    "BRL": "R$", "MXN": "MX$", "ARS": "AR$", "CLP": "CL$", "COP": "CO$", "PEN": "S/", "CZK": "Kč",
    "HUF": "Ft", "RON": "RON", "BGN": "лв.", "TRY": "₺", "RUB": "₽", "UAH": "₴", "KZT": "₸",
    "ILS": "₪", "SAR": "SAR", "AED": "AED", "EGP": "EGP", "KWD": "KWD", "BHD": "BHD", "OMR": "OMR",
    "JOD": "JOD", "TND": "TND", "QAR": "QAR", "MAD": "MAD", "ZAR": "R", "NGN": "₦", "KES": "KSh",
    "IDR": "Rp", "MYR": "RM", "PHP": "₱", "PKR": "Rs", "BDT": "৳", "LKR": "Rs", "MOP": "MOP$",
}  # fmt: skip
# ISO 4217: how many decimals; two where nothing is said.
DIGITS = {
    "JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0,
    "KWD": 3, "BHD": 3, "OMR": 3, "JOD": 3, "TND": 3,
}  # fmt: skip
# The mark of a country at home, where it is another.
HOME = {
    ("en-CA", "CAD"): "$", ("fr-CA", "CAD"): "$", ("en-AU", "AUD"): "$", ("en-NZ", "NZD"): "$",
    ("en-SG", "SGD"): "$", ("es-MX", "MXN"): "$", ("es-AR", "ARS"): "$", ("es-CL", "CLP"): "$",
    ("es-CO", "COP"): "$", ("zh-TW", "TWD"): "$", ("da", "DKK"): "kr.",
    ("ar", "SAR"): "ر.س.", ("ar", "AED"): "د.إ.", ("ar", "EGP"): "ج.م.", ("ar", "KWD"): "د.ك.",
    ("ar", "BHD"): "د.ب.", ("ar", "OMR"): "ر.ع.", ("ar", "JOD"): "د.أ.", ("ar", "TND"): "د.ت.",
    ("ar", "QAR"): "ر.ق.", ("ar", "MAD"): "د.م.",
}  # fmt: skip
_DOLLARS = frozenset(locale for (locale, _), sign in HOME.items() if sign == "$") | {"zh-HK"}
# Currencies as words behind the figures.
WORDS = {
    ("ja", "JPY"): "円", ("ko", "KRW"): "원", ("zh", "CNY"): "元", ("zh-TW", "TWD"): "元",
    ("th", "THB"): "บาท", ("vi", "VND"): "đồng",
    ("ru", "RUB"): "\u0440\u0443\u0431.", ("uk", "UAH"): "грн",
}  # fmt: skip
ARABIC, PERSIAN = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"


POINT = "\u066b"  # of decimals in Arabic


class Writing(NamedTuple):
    """How a language writes a sum: between thousands, before decimals, the mark's place and gap."""

    group: str = ","
    point: str = "."
    behind: bool = False
    gap: str = ""
    is_indian: bool = False  # 12,34,567: by three, then by two
    least: int = 4  # figures of a whole number from which it is grouped
    digits: str = "0123456789"


_POINTED, _BEHIND = Writing(), Writing(".", ",", behind=True, gap=NBSP)
_SPACED = Writing(NBSP, ",", behind=True, gap=NBSP)
_BEFORE, _CLOSE = Writing(".", ",", gap=NBSP), Writing(".", ",")
_SWISS = Writing("’", ".", gap=NBSP)
_SEMITIC = Writing(",", ".", behind=True, gap=NBSP)
_EGYPT = Writing("٬", POINT, behind=True, gap=NBSP, digits=ARABIC)
WRITTEN = {
    "en": _POINTED, "en-CA": _POINTED, "en-AU": _POINTED, "en-GB": _POINTED, "en-NZ": _POINTED,
    "en-SG": _POINTED, "en-IN": Writing(is_indian=True),
    "en-ZA": Writing(NBSP, ","), "en-CH": _SWISS,
    "zh": _POINTED, "zh-TW": _POINTED, "zh-HK": _POINTED, "ja": _POINTED, "ko": _POINTED,
    "th": _POINTED, "ms": _POINTED, "fil": _POINTED, "ur": Writing(),
    "hi": Writing(is_indian=True), "bn": Writing(is_indian=True),
    "de": _BEHIND, "de-AT": _BEFORE, "de-CH": _SWISS, "it-CH": _SWISS,
    "fr": Writing(NARROW, ",", behind=True, gap=NBSP), "fr-CA": _SPACED,
    "fr-CH": Writing("’", ",", behind=True, gap=NBSP),
    "es": _BEHIND._replace(least=5), "es-MX": _POINTED, "es-AR": _CLOSE, "es-CL": _CLOSE,
    "es-CO": _CLOSE, "es-PE": Writing(gap=NBSP),
    "it": _BEHIND, "pt": _BEFORE, "pt-BR": _BEFORE, "pt-PT": _SPACED._replace(least=5),
    "nl": _BEFORE, "pl": _SPACED._replace(least=5), "cs": _SPACED, "sk": _SPACED,
    "hu": _SPACED, "ro": _BEHIND, "bg": _SPACED._replace(least=5), "el": _BEHIND,
    "tr": _CLOSE, "ru": _SPACED, "uk": _SPACED, "kk": _SPACED, "sv": _SPACED, "da": _BEHIND,
    "nb": _SPACED, "fi": _SPACED, "vi": _BEHIND, "id": _CLOSE,
    "he": _SEMITIC, "ar": _SEMITIC, "ar-AE": _SEMITIC, "ar-EG": _EGYPT, "ar-SA": _EGYPT,
    "ar-KW": _EGYPT, "ar-BH": _EGYPT, "fa": Writing("٬", POINT, gap=NBSP, digits=PERSIAN),
}  # fmt: skip


def writing(locale: str) -> Writing:
    """Of a language or a language and country, as `de-CH`; English where it is not known."""
    return WRITTEN.get(locale) or WRITTEN.get(locale.partition("-")[0]) or _POINTED


def mark(currency: str, locale: str) -> str:
    """Raises KeyError for a currency that is not known."""
    language = locale.partition("-")[0]
    if currency == "USD" and locale in _DOLLARS:
        return "US$"
    return HOME.get((locale, currency)) or HOME.get((language, currency)) or MARKS[currency]
