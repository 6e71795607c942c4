"""Who imports whom, read from the source: for the layer rules and for ``python -m bench.house``."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("chatsite", "accounts", "rooms", "messaging", "feedback")

Graph = Mapping[str, set[str]]
"""The modules that each module imports, by their full names."""


def modules(root: Path = ROOT, packages: Iterable[str] = PACKAGES) -> dict[str, Path]:
    """Return the file of each module; migrations are history and no part of the design."""
    files = [file for package in packages for file in sorted((root / package).rglob("*.py"))]
    return {_name(file.relative_to(root)): file for file in files if "migrations" not in file.parts}


def _name(file: Path) -> str:
    return ".".join(file.parent.parts if file.stem == "__init__" else file.with_suffix("").parts)


def imports(root: Path = ROOT, packages: Iterable[str] = PACKAGES) -> dict[str, set[str]]:
    """Return the graph of the modules under ``root``; what is imported for types alone counts too."""
    files = modules(root, packages)
    return {name: set(_imported(file, files)) - {name} for name, file in files.items()}


def _imported(file: Path, known: Mapping[str, Path]) -> Iterator[str]:
    for name in names_imported(file):
        if name in known:
            yield name
        elif name.rpartition(".")[0] in known:
            yield name.rpartition(".")[0]


def names_imported(file: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def between(graph: Graph, names: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the graph of groups of modules; ``names`` says which group each module is in."""
    grouped: dict[str, set[str]] = {group: set() for group in names.values()}
    for module, imported in graph.items():
        if module in names:
            grouped[names[module]] |= {names[one] for one in imported if one in names} - {names[module]}
    return grouped


def parts(graph: Graph, package: str) -> dict[str, set[str]]:
    """Return the graph of a package's folders and top modules."""
    inside = [module for module in graph if module.split(".")[0] == package]
    return between(graph, {module: ".".join(module.split(".")[:2]) for module in inside})


def touching(graph: Graph, package: str, features: set[str]) -> Counter[str]:
    """Count the imports between the parts of a package for each feature that they touch, and the rest under ``""``."""
    found: Counter[str] = Counter(dict.fromkeys(["", *sorted(features)], 0))
    for part, imported in parts(graph, package).items():
        for other in imported:
            found[next((one for one in (part, other) if one in features), "")] += 1
    return found


def circles(graph: Graph) -> list[list[str]]:
    """Return the groups of nodes that import each other, directly or through others."""
    reached = {node: _reach(graph, node) for node in graph}
    groups = {frozenset(one for one in reached[node] if node in reached[one]) for node in graph}
    return sorted(sorted(group) for group in groups if group)


def _reach(graph: Graph, start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.get(node, ())
    return found
