"""What is wrong with a description or missing in it, what that costs, and what mends it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.descriptions.composing import Draft
from domain.descriptions.counting import Limit, measured
from domain.descriptions.language import foreign_words
from domain.descriptions.phrases import Phrase, found_in
from domain.descriptions.repeats import repeats
from domain.descriptions.states import (
    STOPS_APPROVAL,
    BlockKind,
    DescriptionFindingKind,
    DescriptionPart,
    LengthUnit,
)

FULL = 100
MOST_FINDINGS = 50
_K, _P = DescriptionFindingKind, DescriptionPart
COSTS = {  # points for each, and at most for all of the kind
    _K.FORBIDDEN_PHRASE: (20, 60),
    _K.TITLE_TOO_LONG: (30, 30),
    _K.TITLE_SHORT: (5, 5),
    _K.BRAND_MISSING: (5, 5),
    _K.FEW_SELLING_POINTS: (5, 15),
    _K.FEW_ATTRIBUTES: (8, 8),
    _K.SIZES_MISSING: (10, 10),
    _K.CARE_MISSING: (8, 8),
    _K.PICTURE_MISSING: (8, 8),
    _K.REPEATED_PHRASE: (4, 20),
    _K.OTHER_LANGUAGE: (2, 12),
}
LEAST_POINTS, LEAST_ATTRIBUTES = 3, 3
_SHORT = 0.3
"""A title that uses less than this of its room could say more."""
_UNITS = {
    LengthUnit.CHARACTERS: "characters",
    LengthUnit.BYTES_GB18030: "bytes, of which a Han character is two",
}


@dataclass(frozen=True)
class Finding:
    """One thing, the points it costs, and for a person: why, and what mends it."""

    kind: DescriptionFindingKind
    part: DescriptionPart
    reason: str
    mend: str
    phrase: str | None = None
    points_lost: int = 0


@dataclass(frozen=True)
class Known:
    """What is looked at beside the words themselves."""

    name: str
    brand: str
    attribute_count: int
    left_out: tuple[str, ...] = ()  # attributes that are in the other language alone
    limit: Limit | None = None  # None where no platform is meant
    platform: str = ""


def looked_over(draft: Draft, known: Known, phrases: Sequence[Phrase]) -> list[Finding]:
    """The findings with their costs: `FULL` less all of them is the score, never below zero."""
    spent: Counter[DescriptionFindingKind] = Counter()
    left, findings = FULL, list[Finding]()
    for finding in _findings(draft, known, phrases):
        each, most = COSTS[finding.kind]
        cost = min(each, most - spent[finding.kind], left)
        spent[finding.kind] += cost
        left -= cost
        if len(findings) < MOST_FINDINGS:
            findings.append(replace(finding, points_lost=cost))
    return findings


def score(findings: Sequence[Finding]) -> int:
    return FULL - sum(finding.points_lost for finding in findings)


def stopping(findings: Sequence[Finding]) -> list[Finding]:
    """Those with which it may not be approved."""
    return [finding for finding in findings if finding.kind in STOPS_APPROVAL]


def _findings(draft: Draft, known: Known, phrases: Sequence[Phrase]) -> Iterator[Finding]:
    yield from _forbidden(draft, phrases)
    yield from _of_title(draft, known)
    yield from _missing(draft, known)
    yield from _repeated(draft, known)
    yield from _foreign(draft, known)


def texts(draft: Draft) -> list[tuple[DescriptionPart, str]]:
    """Everything that a reader sees, each once: where the page repeats a part, the part alone."""
    said = [(_P.TITLE, draft.title)]
    said += [(_P.SELLING_POINTS, point) for point in draft.points]
    said.append((_P.CARE, draft.care))
    if draft.table:
        rows = (draft.table.head, *draft.table.rows)
        said += [(_P.SIZE_TABLE, cell) for row in rows for cell in row]
    for block in draft.blocks:
        if block.part is None or block.kind is BlockKind.HEADING:
            said += [(_P.PAGE, text) for text in (*block.texts(), *block.cells())]
    return [(part, text) for part, text in said if text]


def _forbidden(draft: Draft, phrases: Sequence[Phrase]) -> Iterator[Finding]:
    told: set[tuple[DescriptionPart, str, str]] = set()
    for part, text in texts(draft):
        for hit in found_in(text, phrases):
            if (key := (part, hit.phrase.words, text)) in told:
                continue
            told.add(key)
            category = hit.phrase.category.name.replace("_", " ").lower()
            law = f" ({hit.phrase.law})" if hit.phrase.law else ""
            instead = f" Say instead: {hit.phrase.instead}." if hit.phrase.instead else ""
            yield Finding(
                _K.FORBIDDEN_PHRASE,
                part,
                f"“{hit.said}” is forbidden here: {category}{law}.",
                f"Take it out, or say what can be measured.{instead}",
                hit.phrase.words,
            )


def _of_title(draft: Draft, known: Known) -> Iterator[Finding]:
    if known.limit:
        unit = known.limit.unit
        length, most = measured(draft.title, unit), known.limit.most
        said = f"The title has {length} of {most} {_UNITS[unit]} that {known.platform} takes."
        if length > most:
            yield Finding(_K.TITLE_TOO_LONG, _P.TITLE, said, f"Shorten it by {length - most}.")
        elif length < most * _SHORT:
            yield Finding(_K.TITLE_SHORT, _P.TITLE, said, "Add material, size or use.")
    if not known.brand:
        said = "The product has no brand, so the title names none."
        yield Finding(_K.BRAND_MISSING, _P.TITLE, said, "Set the product's brand.")
    elif known.brand.casefold() not in draft.title.casefold():
        said = f"The title does not name the brand {known.brand}."
        yield Finding(_K.BRAND_MISSING, _P.TITLE, said, "Begin the title with it.")


def _missing(draft: Draft, known: Known) -> Iterator[Finding]:
    for number in range(len(draft.points) + 1, LEAST_POINTS + 1):
        said = f"There is no selling point number {number}."
        yield Finding(_K.FEW_SELLING_POINTS, _P.SELLING_POINTS, said, "Add an attribute to tell.")
    if known.left_out:
        names = ", ".join(known.left_out[:5])
        said = f"Attributes that are in the other language alone were left out: {names}."
        mend = (
            f"Add them to the product in {'Chinese' if draft.locale.name == 'ZH' else 'English'}."
        )
        yield Finding(_K.FEW_ATTRIBUTES, _P.PAGE, said, mend)
    elif known.attribute_count < LEAST_ATTRIBUTES:
        said = f"The product has {known.attribute_count} attributes in this language."
        yield Finding(_K.FEW_ATTRIBUTES, _P.PAGE, said, "Add what buyers ask for.")
    if draft.table is None:
        said = "Nothing is told of its size."
        mend = "Add an attribute such as Size, Capacity or Weight, or an option of sizes."
        yield Finding(_K.SIZES_MISSING, _P.SIZE_TABLE, said, mend)
    if not draft.care:
        said = "Nothing is told of care, and no material that we know care for."
        yield Finding(_K.CARE_MISSING, _P.CARE, said, "Add an attribute Care or Material.")
    if all(block.kind is not BlockKind.PICTURE for block in draft.blocks):
        said = "The page shows no picture."
        yield Finding(_K.PICTURE_MISSING, _P.PAGE, said, "Add pictures to the product.")


def _repeated(draft: Draft, known: Known) -> Iterator[Finding]:
    """In what is read as sentences; the title and the tables repeat what is known."""
    said = [*draft.points, draft.care]
    said += [text for block in draft.blocks if block.part is None for text in block.texts()]
    for repeat in repeats(said, draft.locale, but=(known.name, known.brand)):
        reason = f"“{repeat.said}” is said {repeat.count} times."
        yield Finding(_K.REPEATED_PHRASE, _P.WORDS, reason, "Say it once.", repeat.said[:200])


def _foreign(draft: Draft, known: Known) -> Iterator[Finding]:
    told: set[str] = set()
    for part, text in texts(draft):
        for word in foreign_words(draft.locale, text, known.name, known.brand):
            if word.casefold() not in told:
                told.add(word.casefold())
                yield Finding(
                    _K.OTHER_LANGUAGE,
                    part,
                    f"“{word}” is not in the language of the description.",
                    "Say it in that language in the catalogue, or by hand.",
                    word[:200],
                )
