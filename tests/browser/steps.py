"""What a person does at the page, step by step, and what must then be seen.

Each step leaves the page as the next one expects it.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.browser.chromium import Page, Unmet

EXAMPLES = len(list((Path(__file__).parents[2] / "api/graphiql/examples").glob("*.graphql")))
WIDE, NARROW = (1440, 900), (390, 844)
EDITOR = "document.querySelector('.graphiql-query-editor .view-line')?.textContent"
TABS = "[...document.querySelectorAll('.graphiql-tab')].map((tab) => tab.textContent)"
SIGNED_IN = "document.querySelector('.who[data-state=good]')?.textContent"
ANSWER = """(() => {
    const models = globalThis.__MONACO?.editor.getModels() ?? [];
    const said = models.find((one) => one.uri.path.endsWith('response.json'))?.getValue();
    return said ? JSON.parse(said) : null;
})()"""
CTRL = 2
PICTURED_WITHIN_S = 120
"""The sample store's pictures are drawn once it serves, the newest products' first."""
Failed = (Unmet, AssertionError)


@dataclass
class Visit:
    page: Page
    url: str
    token: str
    pictures: Path | None
    may_complain: str = ""

    def complain_of_nothing(self) -> None:
        """Of the page and its workers: no error, no broken policy, no request to elsewhere."""
        complaints = [one for one in self.page.complaints if not self.allows(one)]
        self.page.complaints.clear()
        self.may_complain = ""
        assert not complaints, "\n".join(complaints)
        host = urlsplit(self.url).netloc
        elsewhere = [url for url in self.page.asked if urlsplit(url).netloc not in {host, ""}]
        assert not elsewhere, elsewhere

    def allows(self, complaint: str) -> bool:
        return bool(self.may_complain) and re.search(self.may_complain, complaint) is not None

    def picture(self, name: str) -> None:
        if self.pictures:
            number = len(list(self.pictures.glob("*.png"))) + 1
            self.page.picture(self.pictures / f"{number:02}_{name}.png")

    def sign_in(self, token: str) -> None:
        self.page.click("#token")
        self.page.type(token)
        self.page.click(".token button")

    def run(self, operation: str) -> Any:
        """Its answer; of a subscription, the first event."""
        self.page.click(".graphiql-execute-button")
        self.page.click(".graphiql-dropdown-item", operation)
        return self.answer(operation)

    def answer(self, what: str) -> Any:
        return self.page.until(ANSWER, f"an answer to {what}")

    def open_tab(self, title: str) -> None:
        self.page.click(".graphiql-tab > button", title)


Step = Callable[[Visit], None]


def the_page_loads(visit: Visit) -> None:
    visit.page.show(*WIDE)
    visit.page.open(visit.url)
    visit.page.until(EDITOR, "the editor")
    assert visit.page.value("document.title") == "Tradepost · GraphiQL"
    assert "serve --demo" in visit.page.value("document.querySelector('.notice').textContent")


def it_opens_at_a_narrow_width(visit: Visit) -> None:
    visit.page.show(*NARROW)
    nothing_is_wider_than_the_window(visit)


def a_wrong_token_is_told_of(visit: Visit) -> None:
    visit.page.show(*WIDE)
    visit.may_complain = r"status of 401"  # the browser's own line about the answer
    visit.sign_in("tp_of-yesterday")
    said = visit.page.until("document.querySelector('.notice[data-state=refused]').textContent", "")
    assert "no longer, good" in said
    assert "serve --demo" in said


def a_token_signs_in(visit: Visit) -> None:
    visit.sign_in(visit.token)
    assert "Song Lan" in visit.page.until(SIGNED_IN, "being signed in")
    assert visit.page.value("document.querySelector('.notice')") is None


def it_is_kept_over_a_reload_and_out_of_the_address(visit: Visit) -> None:
    visit.page.send("Page.reload")
    visit.page.until("performance.navigation.type === 1", "the reload")
    visit.page.until(f"{TABS}.length === {EXAMPLES}", "a tab for each example, none made anew")
    visit.page.until(EDITOR, "the editor")
    assert "Song Lan" in visit.page.until(SIGNED_IN, "being signed in")
    assert visit.page.value("location.href") == visit.url
    assert not [url for url in visit.page.asked if visit.token in url]
    assert visit.page.value("Object.values(localStorage).join()").find(visit.token) < 0


def the_first_example_brings_data(visit: Visit) -> None:
    stores = visit.run("OwnersMorning")["data"]["stores"]["edges"]
    assert {store["node"]["currency"] for store in stores} == {"EUR", "CNY"}


def an_answer_is_handed_on(visit: Visit) -> None:
    visit.page.until(
        "document.querySelector('.graphiql-editor-tool').textContent.includes('Store:')", ""
    )
    days = visit.run("LastSevenDays")["data"]["salesByDay"]
    assert len(days) == 7


def a_contact_is_revealed(visit: Visit) -> None:
    visit.open_tab("FindAnOrder")
    orders = visit.run("FindAnOrder")["data"]["orders"]["edges"]
    assert "*" in orders[0]["node"]["customer"]["nameMasked"]
    revealed = visit.run("RevealTheContact")["data"]["customerContactReveal"]
    assert "*" not in revealed["contact"]["name"]


def the_docs_describe_the_graph(visit: Visit) -> None:
    visit.page.click('button[aria-label="Show Documentation Explorer"]')
    visit.page.click(".graphiql-doc-explorer a", "Query")
    visit.page.click(".graphiql-doc-explorer a", "orders")
    docs = "document.querySelector('.graphiql-doc-explorer').textContent"
    assert visit.page.until(f"{docs}.includes('Orders, page by page.')", "a description")
    assert visit.page.value(f"{docs}.includes('Only what follows this cursor.')")


def examples_are_listed_at_the_side(visit: Visit) -> None:
    visit.page.click('button[aria-label="Show Examples"]')
    visit.page.click(".examples button", "Purchasing")
    visit.page.until(f"{EDITOR}.startsWith('#\\u00a0Purchasing')", "the example of purchasing")


def what_is_typed_is_completed(visit: Visit) -> None:
    visit.page.click('button[aria-label="New tab"]')
    visit.page.click(".graphiql-query-editor .view-lines")
    visit.page.type("{ sto")
    visible = ".suggest-widget.visible .monaco-list-row"
    rows = f"[...document.querySelectorAll('{visible}')].map((row) => row.textContent)"
    visit.page.until(f"{rows}.some((row) => row.startsWith('stores'))", "the completion `stores`")


def a_query_of_ones_own_is_run_by_its_keys(visit: Visit) -> None:
    visit.page.press("Escape", 27)
    visit.page.press("a", 65, CTRL)
    visit.page.type("query Mine { viewer { user { email } }")
    visit.page.press("Enter", 13, CTRL)
    user = visit.answer("Mine")["data"]["viewer"]["user"]
    assert user == {"email": "lan@harbour-and-pine.example"}


def it_is_dark_where_the_machine_is(visit: Visit) -> None:
    visit.page.show(*WIDE, scheme="dark")
    visit.open_tab("LastSevenDays")  # a tab is named after what was run in it last
    visit.page.until("document.querySelector('.monaco-editor.vs-dark')", "dark editors")
    ground = visit.page.value("getComputedStyle(document.body).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", ground)[:3])) < 150, ground


def a_narrow_window_scrolls_only_down(visit: Visit) -> None:
    visit.page.show(*NARROW)
    nothing_is_wider_than_the_window(visit)
    visit.page.click('button[aria-label="Hide Examples"]')
    nothing_is_wider_than_the_window(visit)


def nothing_is_wider_than_the_window(visit: Visit) -> None:
    visit.page.until(f"innerWidth === {NARROW[0]}", "a narrow window")
    parts = "sessions", "editors", "response", "plugin", "sidebar", "container"
    names = ", ".join([".head", ".notice", *(f".graphiql-{part}" for part in parts)])
    wide = f"""[...document.querySelectorAll({json.dumps(names)})]
        .filter((one) => one.checkVisibility())
        .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.className)"""
    visit.page.until(f"{wide}.length === 0", f"nothing wider: {visit.page.value(wide)}", 3)
    assert visit.page.value("document.documentElement.scrollWidth") <= NARROW[0]


def signing_out_forgets_the_token_and_every_answer(visit: Visit) -> None:
    visit.page.show(*WIDE)
    visit.page.click(".who button", "Sign out")
    visit.page.until("document.querySelector('.notice[data-state=none]')", "the notice")
    visit.page.until(EDITOR, "the editor")
    assert visit.page.value("sessionStorage.length") == 0
    assert visit.page.value(ANSWER) is None


def a_poster_is_drawn_while_one_watches(visit: Visit) -> None:
    visit.page.show(*WIDE)
    visit.open_tab("PosterProducts")
    until = time.monotonic() + PICTURED_WITHIN_S
    while "/files/" not in json.dumps(visit.run("PosterProducts")["data"]["products"]["edges"][:1]):
        assert time.monotonic() < until, "the newest product has no picture yet"
    job = visit.run("PosterRender")["data"]["posterRender"]
    assert job["userErrors"] == []
    visit.run("PosterProgress")
    state = "document.querySelector('.live b')?.textContent"
    visit.page.until(f"{state} === 'succeeded'", "the end of the render", 60)


def the_poster_opens(visit: Visit) -> None:
    poster = "document.querySelector('.files a')"
    visit.page.until(f"{poster}.querySelector('img').naturalWidth > 200", "the poster itself")
    status, kind = visit.page.value(
        f"fetch({poster}.href).then((file) => [file.status, file.headers.get('content-type')])"
    )
    assert (status, kind.split("/")[0]) == (200, "image")


POSTER_STEPS = [a_poster_is_drawn_while_one_watches, the_poster_opens]
STEPS: list[Step] = [
    the_page_loads,
    it_opens_at_a_narrow_width,
    a_wrong_token_is_told_of,
    a_token_signs_in,
    it_is_kept_over_a_reload_and_out_of_the_address,
    the_first_example_brings_data,
    an_answer_is_handed_on,
    a_contact_is_revealed,
    the_docs_describe_the_graph,
    examples_are_listed_at_the_side,
    what_is_typed_is_completed,
    a_query_of_ones_own_is_run_by_its_keys,
    it_is_dark_where_the_machine_is,
    a_narrow_window_scrolls_only_down,
    *POSTER_STEPS,
]
LAST_STEPS: list[Step] = [signing_out_forgets_the_token_and_every_answer]


def without_introspection_it_says_so(visit: Visit) -> None:
    visit.may_complain = r"status of 400"  # the server's refusal to describe itself
    visit.sign_in(visit.token)
    visit.page.until(SIGNED_IN, "being signed in")
    said = visit.page.until("document.querySelector('.notice')?.textContent", "the notice")
    assert said.startswith("This server does not describe its graph")


def operations_run_as_ever(visit: Visit) -> None:
    answer = visit.run("OwnersMorning")
    assert answer == {"data": {"stores": {"edges": []}}}


PRODUCTION_STEPS: list[Step] = [
    the_page_loads,
    without_introspection_it_says_so,
    operations_run_as_ever,
]
"""With introspection off, and nothing sold yet."""
