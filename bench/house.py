"""The size and the shape of the code, against its goals: ``python -m bench.house`` (docs/contributing.md)."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median, quantiles

from tests.support.imports import ROOT, Graph, between, circles, imports, modules
from tests.test_layers import back_in_chatsite, back_to_features, upward

MOST_MODULES = 25
MEDIAN_LINES, MOST_LINES = 5, 25
MOST_EDGES = {"chatsite": 60, "messaging": 70}
LONG_FILE = 400


def folder_sizes(files: Mapping[str, Path]) -> Counter[str]:
    """Return how many modules each folder holds; an empty ``__init__`` is none."""
    return Counter(str(file.parent.relative_to(ROOT)) for file in files.values() if file.stem != "__init__")


def function_lengths(files: Mapping[str, Path]) -> Iterator[int]:
    """Yield the length of each function in lines, without decorators and docstring."""
    for file in files.values():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.end_lineno - node.lineno + 1 - _docstring_lines(node)


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    is_docstring = ast.get_docstring(node) is not None
    return first.end_lineno - first.lineno + 1 if is_docstring else 0


def parts(graph: Graph, package: str) -> dict[str, set[str]]:
    """Return the graph of a package's folders and top modules."""
    inside = [module for module in graph if module.split(".")[0] == package]
    return between(graph, {module: ".".join(module.split(".")[:2]) for module in inside})


def say(what: str, found: object, goal: str = "") -> None:
    """Print one line."""
    print(f"{what:48} {found!s:>8}  {goal}")


def main() -> None:
    """Print every number beside its goal."""
    files, graph = modules(), imports()
    for folder, count in folder_sizes(files).most_common(5):
        say(f"modules in {folder}", count, f"at most {MOST_MODULES}")
    lengths = sorted(function_lengths(files))
    say(f"functions: median lines of {len(lengths)}", median(lengths), f"at most {MEDIAN_LINES}")
    say("functions: 99 % have at most", quantiles(lengths, n=100)[98], f"{MOST_LINES} lines")
    say("functions: the longest", lengths[-1])
    for package, most in MOST_EDGES.items():
        count = sum(map(len, parts(graph, package).values()))
        say(f"imports between the parts of {package}", count, f"at most {most}")
    say("imports upwards", len(upward(graph) | back_in_chatsite(graph) | back_to_features(graph)), "none")
    for circle in [*circles(graph), *circles(parts(graph, "chatsite"))]:
        say("circle: " + ", ".join(circle), len(circle))
    long_files = [name for name, file in files.items() if len(file.read_text().splitlines()) > LONG_FILE]
    say(f"files over {LONG_FILE} lines", len(long_files), ", ".join(long_files))


if __name__ == "__main__":
    main()
