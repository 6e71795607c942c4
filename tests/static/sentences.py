"""Finds what a Python module says to people without translating it: reads the module's syntax, runs nothing."""

import ast
import re
from collections.abc import Iterator

GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
# Where even one word is shown: arguments, attributes and keys of these names.
SHOWN = {
    "description",
    "display",
    "help_text",
    "index_title",
    "label",
    "message",
    "search_help_text",
    "site_header",
    "title",
    "verbose_name",
    "verbose_name_plural",
}
LOGGERS = {"log", "logger"}
# Words in a row, a word beside a place to fill, or one that ends like a sentence.
WORDS = re.compile(r"[a-z]{2,} (?:[a-z]{2,}|\{)|\} [a-z]{3,}|^[A-Z][a-z]+[.:!?]")


def untranslated(source: str) -> list[str]:
    """Return the texts for people in ``source`` that no gettext function is asked about."""
    found = _Texts()
    found.visit(ast.parse(source))
    return found.texts


def unfindable(source: str) -> list[int]:
    """Return the lines where gettext is asked about what ``makemessages`` cannot find: anything but a plain string."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _name(node) in GETTEXT]
    return [call.lineno for call in calls if not (call.args and isinstance(call.args[0], ast.Constant))]


class _Texts(ast.NodeVisitor):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def visit_Call(self, call: ast.Call) -> None:
        if _name(call) in GETTEXT or _is_for_the_log(call):
            return
        for keyword in call.keywords:
            self._judge(keyword.arg, keyword.value)
        self.generic_visit(call)

    def visit_Assign(self, assignment: ast.Assign) -> None:
        for target in assignment.targets:
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = assignment.value.elts if isinstance(assignment.value, ast.Tuple) else [assignment.value]
            for name, value in zip(names, values, strict=False):
                self._judge(getattr(name, "id", None), value)
        self.generic_visit(assignment)

    def visit_Dict(self, mapping: ast.Dict) -> None:
        for key, value in zip(mapping.keys, mapping.values, strict=True):
            self._judge(getattr(key, "value", None), value)
        self.generic_visit(mapping)

    def visit_ClassDef(self, definition: ast.ClassDef) -> None:
        if any("Choices" in ast.unparse(base) for base in definition.bases):
            self.texts += _unlabelled(definition)
        self.generic_visit(definition)

    def visit_List(self, items: ast.List) -> None:
        """Pairs of strings are choices: what is stored, and what is shown."""
        pairs = [item.elts for item in items.elts if isinstance(item, ast.Tuple) and len(item.elts) == 2]
        self.texts += [pair[1].value for pair in pairs if all(map(_is_text, pair))]
        self.generic_visit(items)

    def visit_Expr(self, statement: ast.Expr) -> None:
        if not isinstance(statement.value, ast.Constant):  # a docstring
            self.generic_visit(statement)

    def visit_JoinedStr(self, text: ast.JoinedStr) -> None:
        parts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in text.values]
        self._note("".join(parts))
        for part in text.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, constant: ast.Constant) -> None:
        if isinstance(constant.value, str):
            self._note(constant.value)

    def _judge(self, name: object, value: ast.expr) -> None:
        if name in SHOWN and _is_text(value):
            self.texts.append(value.value)

    def _note(self, text: str) -> None:
        if WORDS.search(text):
            self.texts.append(text)


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def _is_for_the_log(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") in LOGGERS


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str) and bool(re.search("[A-Za-z]", value.value))


def _unlabelled(definition: ast.ClassDef) -> Iterator[str]:
    """Yield the members of a class of choices that are shown by their own name, or by a plain string."""
    for member in definition.body:
        if isinstance(member, ast.Assign):
            shown = member.value.elts[-1] if isinstance(member.value, ast.Tuple) else member.value
            if _is_text(shown):
                yield f"{definition.name}.{ast.unparse(member.targets[0])}"
