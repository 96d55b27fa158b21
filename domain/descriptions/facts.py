"""What is known of a product, as a copywriter of one language is handed it."""

from dataclasses import dataclass, field

from domain.descriptions.language import (
    Meaning,
    is_han,
    meaning_of,
    name_in,
    option_name_in,
    said_in,
)
from domain.descriptions.states import DescriptionLocale


@dataclass(frozen=True)
class Fact:
    """An attribute: `Material: cotton`."""

    name: str
    value: str

    @property
    def meaning(self) -> Meaning | None:
        return meaning_of(self.name)


@dataclass(frozen=True)
class Choice:
    """An option and its values in their order: `Colour`, of olive and navy."""

    name: str
    values: tuple[str, ...]

    @property
    def meaning(self) -> Meaning | None:
        return meaning_of(self.name)


@dataclass(frozen=True)
class Shown:
    """A picture that the page may show."""

    id: str
    alt: str


@dataclass(frozen=True)
class Facts:
    """All that the words are made of; whatever is not here is not claimed."""

    locale: DescriptionLocale
    name: str
    brand: str = ""
    attributes: tuple[Fact, ...] = ()
    choices: tuple[Choice, ...] = ()
    weights_g: tuple[tuple[str, int], ...] = ()  # by value of the option that tells sizes
    chosen: tuple[str, ...] = ()  # option values, when it is about one variant
    pictures: tuple[Shown, ...] = ()
    left_out: tuple[str, ...] = field(default=(), compare=False)
    """Names of attributes that are in the other language alone."""

    def of(self, *meanings: Meaning) -> list[Fact]:
        return [fact for fact in self.attributes if fact.meaning in meanings]

    def first(self, *meanings: Meaning) -> Fact | None:
        return next(iter(self.of(*meanings)), None)


def in_language(
    locale: DescriptionLocale, attributes: list[tuple[str, str]]
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """The attributes to be used, and the names of those that nobody said in that language.

    A catalogue often has each twice. One in the other language alone is used if the tables of
    `language` can say all of it, and what it means is not told already.
    """
    wants_han = locale is DescriptionLocale.ZH
    own = [Fact(name, value) for name, value in attributes if is_han(name) is wants_han]
    own = [fact for fact in own if is_han(fact.value) is wants_han or not _has_letters(fact.value)]
    told = {fact.meaning for fact in own}
    missing = []
    for name, value in attributes:
        if any(fact.name == name for fact in own):
            continue
        meaning, said = meaning_of(name), said_in(locale, value)
        if meaning in told and meaning is not None:
            continue
        is_said = is_han(said) is wants_han or not _has_letters(said)
        if meaning is not None and is_said:
            own.append(Fact(name_in(locale, meaning), said))
            told.add(meaning)
        elif meaning is not None or not own:
            missing.append(name)
    return tuple(own), tuple(missing)


def choice_in(locale: DescriptionLocale, name: str, values: list[str]) -> Choice:
    """An option, said in that language as far as the tables go."""
    said = option_name_in(locale, name)
    return Choice(said, tuple(dict.fromkeys(said_in(locale, value) for value in values)))


def _has_letters(value: str) -> bool:
    return any(sign.isalpha() for sign in value)
