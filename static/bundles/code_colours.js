const VENDOR = "/static/vendor/highlight.js-11.12.0";
const NAMES = { bash: ["sh", "shell", "zsh", "console"], c: ["h"], cpp: ["c++", "cc", "hpp"], csharp: ["c#", "cs"], css: [], diff: ["patch"], dockerfile: ["docker"], go: ["golang"], ini: ["toml"], java: [], javascript: ["js", "jsx", "mjs"], json: ["jsonc"], kotlin: ["kt"], lua: [], makefile: ["make"], markdown: ["md"], php: [], python: ["py"], ruby: ["rb"], rust: ["rs"], sql: [], swift: [], typescript: ["ts", "tsx"], xml: ["html", "svg"], yaml: ["yml"] };
const GRAMMARS = new Map(Object.entries(NAMES).flatMap(([name, others]) => [name, ...others].map((word) => [word, name])));
async function colour(code) {
  const grammar = GRAMMARS.get(code.className.replace("language-", ""));
  if (!grammar) return;
  const highlighter = await knowing(grammar);
  await new Promise((done) => (globalThis.requestIdleCallback ?? setTimeout)(done));
  const { _emitter } = highlighter.highlight(code.textContent, { language: grammar, ignoreIllegals: true });
  code.replaceChildren(...nodesOf(_emitter.rootNode));
}
async function knowing(grammar) {
  const [{ default: highlighter }, { default: definition }] = await Promise.all([import(`${VENDOR}/core.min.js`), import(`${VENDOR}/${grammar}.min.js`)]);
  if (!highlighter.getLanguage(grammar)) highlighter.registerLanguage(grammar, definition);
  return highlighter;
}
function nodesOf({ children }) {
  return children.map((child) => {
    if (typeof child === "string") return document.createTextNode(child);
    const span = document.createElement("span");
    if (child.scope) span.dataset.code = child.scope.split(".")[0];
    span.append(...nodesOf(child));
    return span;
  });
}
export {
  colour,
  nodesOf
};
