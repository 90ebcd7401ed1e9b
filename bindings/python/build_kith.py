"""Builds the package for pip (PEP 517): CMake compiles, this packs a wheel. Python's own library is enough.

Settings (`pip install -C NAME=VALUE`, for pip 23.1 and newer; before, `--config-settings NAME=VALUE`):

    jobs=4                how many compilers run at once (default: the processors)
    cmake=-DNAME=VALUE    a further argument for CMake
    build-dir=FOLDER      where to compile (default: build/pip of the project), so that a second time is quick
    module-dir=FOLDER     pack the package `kith` that was built there, and compile nothing
"""
import base64
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import sysconfig
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent


def version() -> str:
    text = (PROJECT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"project\(kith VERSION (\S+)", text)[1]


def metadata() -> str:
    project = (HERE / "pyproject.toml").read_text(encoding="utf-8")
    value = lambda name: re.search(rf'^{name} = "(.*)"$', project, re.MULTILINE)[1]  # noqa: E731
    return (f"Metadata-Version: 2.1\nName: kith\nVersion: {version()}\nSummary: {value('description')}\n"
            f"Requires-Python: {value('requires-python')}\nLicense: MIT\n"
            "Provides-Extra: numpy\nRequires-Dist: numpy ; extra == 'numpy'\n")


def tag() -> str:
    python = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    return f"{python}-{python}-{re.sub('[-.]', '_', sysconfig.get_platform())}"


def compile_package(settings: dict) -> pathlib.Path:
    """Compiles the module; gives the folder of the package `kith`."""
    build = pathlib.Path(settings.get("build-dir", PROJECT / "build/pip"))
    further = settings.get("cmake", [])
    command = ["cmake", "-S", str(PROJECT), "-B", str(build), "-DCMAKE_BUILD_TYPE=Release",
               "-DKITH_BUILD_PYTHON=ON", "-DKITH_PYTHON_REQUIRED=ON", "-DKITH_BUILD_SHARED=OFF", "-DKITH_BUILD_STATIC=ON",
               "-DKITH_BUILD_TESTS=OFF", "-DKITH_BUILD_EXAMPLES=OFF", "-DKITH_BUILD_BENCH=OFF", "-DKITH_INSTALL=OFF",
               f"-DPython3_EXECUTABLE={sys.executable}"]
    command += [further] if isinstance(further, str) else list(further)
    subprocess.run(command, check=True)
    jobs = settings.get("jobs", str(os.cpu_count() or 1))
    subprocess.run(["cmake", "--build", str(build), "--target", "kith_python", "--parallel", jobs], check=True)
    return build / "bindings/python/kith"


def files_of(package: pathlib.Path) -> dict:
    """What goes into the wheel: names in it, and content."""
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    if not (package / f"_kith{suffix}").exists():
        raise FileNotFoundError(f"there is no compiled module for this Python in {package}")
    files = {}
    for path in sorted(package.iterdir()):
        if path.suffix in (".py", ".pyi") or path.name in ("py.typed", f"_kith{suffix}"):
            files[f"kith/{path.name}"] = path.read_bytes()
    return files


def write_metadata(files: dict) -> str:
    info = f"kith-{version()}.dist-info"
    files[f"{info}/METADATA"] = metadata().encode()
    files[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: build_kith\nRoot-Is-Purelib: false\nTag: {tag()}\n".encode()
    licence = PROJECT / "LICENSE"
    if licence.exists():
        files[f"{info}/LICENSE"] = licence.read_bytes()
    return info


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """PEP 517: makes the wheel and gives its name."""
    settings = config_settings or {}
    package = pathlib.Path(settings["module-dir"]) if "module-dir" in settings else compile_package(settings)
    files = files_of(package)
    info = write_metadata(files)
    record = []
    name = f"kith-{version()}-{tag()}.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            record.append(f"{path},sha256={digest},{len(content)}")
            entry = zipfile.ZipInfo(path)  # a fixed time: the same files make the same wheel
            entry.external_attr = (0o755 if path.endswith(".so") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, content)
        record.append(f"{info}/RECORD,,")
        wheel.writestr(f"{info}/RECORD", "\n".join(record) + "\n")
    return name


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    """PEP 517: what pip asks before it lets anything be compiled."""
    files: dict = {}
    info = write_metadata(files)
    for path, content in files.items():
        target = pathlib.Path(metadata_directory) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return info


def build_sdist(sdist_directory, config_settings=None):
    """PEP 517 asks for it; the package is a part of the project and has no sources of its own."""
    raise NotImplementedError("kith's Python package is built from the whole project: pip install ./bindings/python")
