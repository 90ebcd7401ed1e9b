"""README's example in Python is a program that works."""
import os
import re
import subprocess
import sys

from conftest import ROOT


def test_readme_example_runs(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Ada Lovelace ada@engines.example\n") and done.stdout.endswith("1 1\n")
