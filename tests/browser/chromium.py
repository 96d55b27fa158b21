"""Debian's Chromium, headless and without a network, driven by its own DevTools protocol."""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
    "--disable-sync",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--remote-debugging-port=0",
)
STARTS_WITHIN_S = 30
WAITS_S = 20


class Unmet(Exception):
    """What was waited for did not come."""


@contextmanager
def chromium() -> Iterator["Page"]:
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise SystemExit("No Chromium here: apt-get install --no-install-recommends chromium")
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        words = [program, *FLAGS, *as_root, f"--user-data-dir={folder}", "about:blank"]
        with subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                port, path = said_port(Path(folder), process)
                url = f"ws://127.0.0.1:{port}{path}"
                with connect(url, max_size=None, compression=None, proxy=None) as socket:
                    yield Page(socket)
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def said_port(folder: Path, process: subprocess.Popen[bytes]) -> tuple[str, str]:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            port, path = (folder / "DevToolsActivePort").read_text().split()
        except (FileNotFoundError, ValueError):
            time.sleep(0.05)
        else:
            return port, path
    raise SystemExit("Chromium did not start.")


class Page:
    """One page with its workers; what they complain of and ask for is kept."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket, self.last_id = socket, 0
        self.session: str | None = None
        self.complaints: list[str] = []
        self.asked: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        self.watch(self.session)
        self.send("Page.enable")

    def watch(self, session: str | None) -> None:
        """Without waiting for answers: it may happen while another is awaited."""
        how = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True}
        self.post("Target.setAutoAttach", session, **how)
        for domain in ("Runtime", "Log", "Network", "Audits"):
            self.post(f"{domain}.enable", session)

    def post(self, method: str, session: str | None, **params: Any) -> int:
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        self.socket.send(json.dumps(message))
        return self.last_id

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        number = self.post(method, self.session, **params)
        while True:
            heard = json.loads(self.socket.recv(timeout=60))
            if heard.get("id") == number:
                if "error" in heard:
                    raise Unmet(f"{method}: {heard['error']['message']}")
                result: dict[str, Any] = heard.get("result", {})
                return result
            self.note(heard)

    def note(self, heard: dict[str, Any]) -> None:
        params: dict[str, Any] = heard.get("params", {})
        match heard.get("method"):
            case "Target.attachedToTarget" if params["targetInfo"]["type"] != "page":
                self.watch(params["sessionId"])
            case "Network.requestWillBeSent":
                self.asked.append(params["request"]["url"])
            case "Network.webSocketCreated":
                self.asked.append(params["url"])
            case "Runtime.exceptionThrown":
                details = params["exceptionDetails"]
                thrown = details.get("exception", {}).get("description", "")
                self.complaints.append(f"{details['text']} {thrown}")
            case "Runtime.consoleAPICalled" if params["type"] in {"error", "warning", "assert"}:
                said = [str(one.get("value", one.get("description"))) for one in params["args"]]
                self.complaints.append(f"console.{params['type']}: {' '.join(said)}")
            case "Log.entryAdded" if params["entry"]["level"] in {"error", "warning"}:
                entry = params["entry"]
                self.complaints.append(f"{entry['source']}: {entry['text']} {entry.get('url', '')}")
            case "Audits.issueAdded" if params["issue"]["code"] == "ContentSecurityPolicyIssue":
                self.complaints.append(f"policy: {json.dumps(params['issue']['details'])}")

    def open(self, url: str) -> None:
        self.send("Page.navigate", url=url)

    def show(self, width_px: int, height_px: int, scheme: str = "light") -> None:
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width_px, height=height_px, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.send("Emulation.setEmulatedMedia", features=features)

    def value(self, script: str) -> Any:
        """Of a JavaScript expression, awaited; true for an element."""
        whole = (
            f"(async () => {{ const it = await ({script}); return it instanceof Node || it }})()"
        )
        answer = self.send(
            "Runtime.evaluate", expression=whole, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise Unmet(f"{script}: {answer['exceptionDetails']['exception'].get('description')}")
        return answer["result"].get("value")

    def until(self, script: str, what: str, within_s: float = WAITS_S) -> Any:
        """The first true value of an expression; raises Unmet."""
        end, why = time.monotonic() + within_s, ""
        while time.monotonic() < end:
            try:
                if found := self.value(script):
                    return found
            except Unmet as unmet:  # the page may be on its way
                why = f" ({unmet})"
            time.sleep(0.05)
        raise Unmet(f"{what or script}: not within {within_s} s{why}")

    def click(self, selector: str, text: str = "") -> None:
        """In the middle of the first such element that is seen and whose text begins so."""
        place = self.until(
            f"""(() => {{
                const all = [...document.querySelectorAll({json.dumps(selector)})];
                const one = all.find((one) => one.checkVisibility() && one.textContent.trim().startsWith({json.dumps(text)}));
                if (!one) return;
                one.scrollIntoView({{block: 'nearest', inline: 'nearest'}});
                const box = one.getBoundingClientRect();
                return {{x: box.x + box.width / 2, y: box.y + box.height / 2}};
            }})()""",
            f"{selector} {text}".strip(),
        )
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            pressed = {} if kind == "mouseMoved" else {"button": "left", "clickCount": 1}
            self.send("Input.dispatchMouseEvent", type=kind, **place, **pressed)

    def type(self, text: str) -> None:
        """As a person does, key by key."""
        for letter in text:
            self.send("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def press(self, key: str, code: int, modifiers: int = 0) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            self.send(
                "Input.dispatchKeyEvent",
                type=kind, key=key, code=key, windowsVirtualKeyCode=code, modifiers=modifiers,
            )  # fmt: skip

    def picture(self, file: Path) -> None:
        shot = self.send("Page.captureScreenshot", format="png")
        file.write_bytes(base64.b64decode(shot["data"]))
