"""docs/afhankelijkheden.md gives a reason and a licence for everything that the project leans on."""

import json
import re
import tomllib
from fnmatch import fnmatch
from itertools import chain
from pathlib import Path

HUIS = Path(__file__).parents[1]
RIJ = re.compile(r"^\| `?([\w@/*.-]+)`? \| (.{5,}) \| (\S.*) \|$", re.MULTILINE)


def vermeld():
    tekst = (HUIS / "docs/afhankelijkheden.md").read_text(encoding="utf-8")
    return {naam for naam, _reden, _licentie in RIJ.findall(tekst)}


def gebruikt():
    project = tomllib.loads((HUIS / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python = chain(project["dependencies"], *project["optional-dependencies"].values())
    node = json.loads((HUIS / "package.json").read_text(encoding="utf-8"))
    return {re.match(r"[\w.-]+", eis)[0].lower() for eis in python} | {
        *node.get("dependencies", {}),
        *node.get("devDependencies", {}),
    }


def test_every_dependency_is_explained():
    assert [naam for naam in sorted(gebruikt()) if not any(fnmatch(naam, rij) for rij in vermeld())] == []


def test_nothing_is_explained_that_is_gone():
    assert [rij for rij in sorted(vermeld()) if not any(fnmatch(naam, rij) for naam in gebruikt())] == []
