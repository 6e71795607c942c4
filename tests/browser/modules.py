"""The page's own functions, from the bundle that runs or from the sources, whichever the page was served with."""

from string import Template

_CALL = Template("""async (argument) => {
  const main = document.querySelector("script[type=module]").src;
  const isBundle = main.includes("/bundles/");
  const running = isBundle
    ? Object.values(await import(main)).find((part) => part.name === "$name")
    : (await import("$path")).$name;
  if (!running) throw new Error("The bundle does not export $name: a second copy would change nothing.");
  return running(argument);
}""")


def calling(path: str, name: str) -> str:
    """Return a script that calls the function ``name``, which the module at ``path`` exports, with its argument."""
    return _CALL.substitute(path=path, name=name)
