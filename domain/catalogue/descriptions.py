"""Product descriptions: the HTML that is kept of what somebody wrote."""

import nh3

from domain.text import words

LONGEST = 100_000
"""Characters of a description, before it is cleaned."""

_TAGS = {
    *("p", "br", "hr", "div", "span", "blockquote", "pre", "code", "h2", "h3", "h4"),
    *("b", "i", "u", "s", "em", "strong", "sub", "sup", "a", "ul", "ol", "li"),
    *("table", "caption", "thead", "tbody", "tr", "td", "th", "figure", "figcaption", "img"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    generic_attribute_prefixes=set(),
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer",
)


def clean_html(given: str, *path: str) -> str:
    """`given` without scripts, styles, events and unknown tags; cleaning twice changes nothing."""
    return _CLEANER.clean(words(given, *path, longest=LONGEST)).strip()
