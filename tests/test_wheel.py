"""The wheel, installed alone into a fresh environment, runs from an empty folder."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = {"api", "domain", "media", "migrations"}
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def said(*words: object, cwd: Path) -> str:
    """What it prints; raises when it fails. Nothing of the source tree is on its path."""
    hidden = ("PYTHON", "TRADEPOST_")
    env = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    said(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (made,) = folder.glob("tradepost-*.whl")
    return made


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the fresh environment has its programs; our dependencies are lent to it, not ours."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, symlinks=sys.platform != "win32")
    python = folder / SCRIPTS / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    said(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(said(python, "-c", where, cwd=folder).strip())
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder / SCRIPTS


def test_the_wheel_holds_the_rooms_and_never_the_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES
    assert not [name for name in names if name.endswith((".pyc", ".sqlite3", ".env"))]


def test_the_wheel_holds_every_file_of_its_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    ours = [path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file()]
    wanted = {path.relative_to(ROOT).as_posix() for path in ours if "__pycache__" not in path.parts}
    left_out = {name for name in wanted if name.startswith("api/graphiql/source/")}
    assert wanted - held == left_out
    assert [name for name in held if name.startswith("api/graphiql/built/main-")]
    assert not [name for name in held if "node_modules" in name]


def test_its_rooms_come_from_the_fresh_environment(programs: Path, tmp_path: Path) -> None:
    look = "import api, domain, media; print(api.__file__, domain.__file__, media.__file__)"
    places = said(programs / "python", "-c", look, cwd=tmp_path).split()
    assert all(Path(place).is_relative_to(programs.parent) for place in places)


def test_its_command_runs_from_an_empty_folder(programs: Path, tmp_path: Path) -> None:
    assert "serve" in said(programs / "tradepost", "--help", cwd=tmp_path)
    assert "type Query" in said(programs / "tradepost", "schema", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_it_draws_a_poster_with_the_fonts_and_templates_that_it_brings(
    programs: Path, tmp_path: Path
) -> None:
    draw = (
        "import io; from PIL import Image; from media.render import render; out = io.BytesIO();"
        "Image.new('RGB', (60, 80), '#446688').save(out, 'PNG');"
        "made = render('poster-new-arrival', {'title': '看见 light', 'picture': 'p'},"
        " {'p': out.getvalue()}, scale=0.2); print(made.width_px, made.height_px)"
    )
    assert said(programs / "python", "-c", draw, cwd=tmp_path).split() == ["216", "270"]
