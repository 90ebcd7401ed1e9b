"""pip installs the package: the backend packs the module that these tests import, and a fresh environment has it."""
import pathlib
import subprocess
import sys
import venv

import pytest

import kith
from conftest import ROOT


@pytest.mark.skipif(sys.prefix != sys.base_prefix, reason="an environment inside an environment has no pip of its own")
def test_pip_installs_it(tmp_path):
    pytest.importorskip("ensurepip")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env/bin/python"
    built = pathlib.Path(kith.__file__).parent
    command = [python, "-m", "pip", "install", "-q", "--no-build-isolation", "--no-index", "--disable-pip-version-check",
               "--config-settings", f"module-dir={built}", ROOT / "bindings/python"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    code = "import kith; db = kith.open(':memory:'); print(kith.__file__, db.add(kith.Contact(name='Ada')))"
    out = subprocess.check_output([python, "-c", code], text=True, cwd=tmp_path, env={"PATH": "/usr/bin:/bin"})
    assert out.startswith(str(tmp_path)) and out.endswith(" 1\n")
    listed = subprocess.check_output([python, "-m", "pip", "show", "-f", "kith"], text=True)
    assert f"Version: {kith.__version__}" in listed and "kith/py.typed" in listed and "kith/_records.pyi" in listed
