/**
 * Colours a block of code. This module and the grammar of a language come only when someone reads code in it.
 * Nothing here becomes markup: the highlighter's tokens are put into the page as text.
 */

const VENDOR = "/static/vendor/highlight.js-11.12.0";
/** The grammars, with what else people write after the three backticks. */
const NAMES = {
  bash: ["sh", "shell", "zsh", "console"],
  c: ["h"],
  cpp: ["c++", "cc", "hpp"],
  csharp: ["c#", "cs"],
  css: [],
  diff: ["patch"],
  dockerfile: ["docker"],
  go: ["golang"],
  ini: ["toml"],
  java: [],
  javascript: ["js", "jsx", "mjs"],
  json: ["jsonc"],
  kotlin: ["kt"],
  lua: [],
  makefile: ["make"],
  markdown: ["md"],
  php: [],
  python: ["py"],
  ruby: ["rb"],
  rust: ["rs"],
  sql: [],
  swift: [],
  typescript: ["ts", "tsx"],
  xml: ["html", "svg"],
  yaml: ["yml"],
};
const GRAMMARS = new Map(
  Object.entries(NAMES).flatMap(([name, others]) => [name, ...others].map((word) => [word, name])),
);

/** @typedef {string | { scope?: string, children: Token[] }} Token */

/** @param {HTMLElement} code Its class names the language, as in `language-python`. */
export async function colour(code) {
  const grammar = GRAMMARS.get(code.className.replace("language-", ""));
  if (!grammar) return;
  const highlighter = await knowing(grammar);
  await new Promise((done) => (globalThis.requestIdleCallback ?? setTimeout)(done));
  const { _emitter } = highlighter.highlight(code.textContent, { language: grammar, ignoreIllegals: true });
  code.replaceChildren(...nodesOf(_emitter.rootNode));
}

/** The highlighter, once it knows a grammar. @param {string} grammar */
async function knowing(grammar) {
  const [{ default: highlighter }, { default: definition }] = await Promise.all([
    import(`${VENDOR}/core.min.js`),
    import(`${VENDOR}/${grammar}.min.js`),
  ]);
  if (!highlighter.getLanguage(grammar)) highlighter.registerLanguage(grammar, definition);
  return highlighter;
}

/** @param {{ scope?: string, children: Token[] }} token @returns {Node[]} */
export function nodesOf({ children }) {
  return children.map((child) => {
    if (typeof child === "string") return document.createTextNode(child);
    const span = document.createElement("span");
    if (child.scope) span.dataset.code = child.scope.split(".")[0];
    span.append(...nodesOf(child));
    return span;
  });
}
