"""The page's own functions, from the bundle that runs or from the sources, whichever the page was served with."""

from string import Template

_CALL = Template("""async (argument) => {
  const bundle = await import(document.querySelector("script[type=module]").src);
  const source = await import("$path");
  const running = Object.values(bundle).find((part) => part.name === "$name") ?? source.$name;
  return running(argument);
}""")


def calling(path: str, name: str) -> str:
    """Return a script that calls the function ``name``, which the module at ``path`` exports, with its argument."""
    return _CALL.substitute(path=path, name=name)
