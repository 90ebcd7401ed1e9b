"""README's examples in Python are a program that works."""
import os
import re
import subprocess
import sys

from conftest import ROOT


def test_readme_examples_run(tmp_path):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = "".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True,
                          env={**os.environ, "PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
    people, sales = done.stdout.split("1 1\n")
    assert people.startswith("Ada Lovelace ada@engines.example\n")
    assert sales.startswith("Lead 0 []\nOffer 1 ['480000 JPY']\nWon 0 []\n0 []\n")
    assert "Ten [engines] ['name']\n" in sales
