/** The site's name, as its administrators chose it. */
export function siteName() {
  return globalThis.document?.querySelector?.('meta[name="application-name"]')?.getAttribute("content") || "Chatsite";
}
