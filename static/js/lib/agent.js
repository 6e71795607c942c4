import { gettext, interpolate } from "./i18n.js";

/**
 * What a User-Agent header says about a browser, in a few words. The first that fits is right: Edge also says Chrome.
 */

/** @type {[RegExp, string][]} */
const BROWSERS = [
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Headless)?(?:Chrome|CriOS)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

/** @type {[RegExp, string][]} */
const SYSTEMS = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/**
 * "Firefox on Windows"; of a script, the name and version that it gives itself; nothing when it gives none.
 * @param {string} agent
 */
export function agentName(agent) {
  const browser = firstIn(BROWSERS, agent);
  const system = firstIn(SYSTEMS, agent);
  if (browser && system) return interpolate(gettext("%(browser)s on %(system)s"), { browser, system });
  return browser || agent.split(" ")[0];
}

/** @param {[RegExp, string][]} names @param {string} agent */
function firstIn(names, agent) {
  return names.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
}
