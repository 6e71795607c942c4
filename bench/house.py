"""The size and the shape of the code, against its goals: ``python -m bench.house`` (docs/contributing.md)."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median, quantiles

from tests.support.imports import ROOT, circles, imports, modules, parts, touching
from tests.test_layers import back_in_chatsite, back_to_features, between_features, features_beside, upward

MOST_MODULES = 25
MEDIAN_LINES, MOST_LINES = 5, 25
MOST_EDGES = {"chatsite": 60, "messaging": 70}
# An app grows by features, each a folder with a table, endpoints and a part in the payload. So what an app's core and
# the live chat import of each other has one bound, however many features there are, and every feature has its own:
# what it imports of the app, and what of the app names it (docs/decisions/features-are-folders.md).
MOST_EDGES_OF_FEATURE = 12
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
        counts = touching(graph, package, features_beside(graph, package))
        say(f"imports between the parts of {package}", counts.pop(""), f"at most {most}")
        for feature, count in counts.most_common():
            say(f"  and with {feature}", count, f"at most {MOST_EDGES_OF_FEATURE}")
    against = (upward, back_in_chatsite, back_to_features, between_features)
    say("imports upwards or across", len(set().union(*(rule(graph) for rule in against))), "none")
    for circle in [*circles(graph), *circles(parts(graph, "chatsite"))]:
        say("circle: " + ", ".join(circle), len(circle))
    long_files = [name for name, file in files.items() if len(file.read_text().splitlines()) > LONG_FILE]
    say(f"files over {LONG_FILE} lines", len(long_files), ", ".join(long_files))


if __name__ == "__main__":
    main()
