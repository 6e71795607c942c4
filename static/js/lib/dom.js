/** Markup is a `<template>` in the page; its places are marked with `data-part` and filled with text. */

/**
 * @param {string} templateId
 * @returns {HTMLElement}
 */
export function fromTemplate(templateId) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(templateId));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/** All that a template holds. @param {string} templateId */
export function contentOf(templateId) {
  return /** @type {HTMLTemplateElement} */ (document.getElementById(templateId)).content.cloneNode(true);
}

/**
 * The place of that name; it must exist.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} name
 * @returns {T}
 */
export function part(root, name) {
  const found = root.querySelector(`[data-part="${name}"]`);
  if (!found) throw new Error(`no part "${name}"`);
  return /** @type {T} */ (found);
}

/**
 * Several places, found once: looking for a place behind a long conversation takes longer than drawing it.
 * @template {string} N
 * @param {ParentNode} root
 * @param {...N} names
 * @returns {Record<N, HTMLElement>}
 */
export function parts(root, ...names) {
  return /** @type {Record<N, HTMLElement>} */ (Object.fromEntries(names.map((name) => [name, part(root, name)])));
}

/**
 * Show a text, if it is another: writing the same one again would lay out and paint its surroundings anew.
 * @param {HTMLElement} place
 * @param {string} text
 */
export function showText(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/**
 * Hide a place, or show it again. Setting `hidden` to what it is would style its surroundings anew.
 * @param {HTMLElement} place
 * @param {boolean} isHidden
 */
export function hideIf(place, isHidden) {
  if (place.hidden !== isHidden) place.hidden = isHidden;
}

/**
 * Show "Name: text". The line runs in the direction of the text, so that its beginning is what stays of it.
 * @param {HTMLElement} place An element with dir="auto", which passes over `<bdi>`.
 * @param {string} name
 * @param {string} text
 */
export function showSaying(place, name, text) {
  const author = document.createElement("bdi");
  author.textContent = name;
  place.replaceChildren(author, `: ${text}`);
}

/**
 * Show HTML that the server has rendered and sanitised. This is the only way markup enters the page from a text;
 * nothing that a person typed may come here without having passed the server.
 * @param {HTMLElement} place
 * @param {string} html
 */
export function showServerHtml(place, html) {
  place.innerHTML = html;
  // A mail address opens a mail program, and would leave an empty tab behind.
  for (const link of place.querySelectorAll(/** @type {"a"} */ ("a[href]"))) {
    if (link.protocol !== "mailto:" && link.origin !== location.origin) link.target = "_blank";
  }
}

/**
 * The element that the server renders as a part of the page.
 * @param {string} html From a page of this site, never from a text that a person wrote.
 * @returns {HTMLElement}
 */
export function elementFrom(html) {
  const found = documentOf(html).body.firstElementChild;
  return document.adoptNode(/** @type {HTMLElement} */ (found));
}

/** A document that is looked at and never shown, such as what was pasted. @param {string} html */
export const documentOf = (html) => new DOMParser().parseFromString(html, "text/html");

/** Markup in a template does nothing and loads nothing, and takes no document of its own. */
let inert = /** @type {HTMLTemplateElement | null} */ (null);

/**
 * What a message says without its markup, for where there is only a line.
 * @param {{ html: string, content: string, attachments?: Attachment[] }} message
 */
export function plainText({ html, content, attachments = [] }) {
  if (html === "") return content || attachments.map(({ name }) => name).join(", ");
  inert ??= document.createElement("template");
  inert.innerHTML = html;
  return inert.content.textContent ?? "";
}

/**
 * Make a container's children match a list: nodes are kept by key, so that focus and selection survive.
 * @template T
 */
export class KeyedList {
  /** @type {Map<string, { item: T, node: HTMLElement }>} */
  #shown = new Map();

  /**
   * @param {HTMLElement} container
   * @param {{ key: (item: T) => string, create: (item: T) => HTMLElement,
   *   update: (node: HTMLElement, item: T, previous: T | null) => void }} how
   */
  constructor(container, how) {
    this.container = container;
    this.how = how;
  }

  /** @param {T[]} items */
  show(items) {
    const next = new Map(items.map((item) => [this.how.key(item), this.#drawn(item)]));
    for (const [key, { node }] of this.#shown) if (!next.has(key)) node.remove();
    let place = this.container.firstElementChild;
    for (const { node } of next.values()) {
      if (node === place) place = place.nextElementSibling;
      else this.container.insertBefore(node, place);
    }
    this.#shown = next;
  }

  /** @param {string} key @returns {HTMLElement | null} */
  node(key) {
    return this.#shown.get(key)?.node ?? null;
  }

  /** @param {string} key */
  item(key) {
    return this.#shown.get(key)?.item ?? null;
  }

  /** @param {T} item */
  #drawn(item) {
    const known = this.#shown.get(this.how.key(item));
    const node = known?.node ?? this.how.create(item);
    this.how.update(node, item, known?.item ?? null);
    return { item, node };
  }
}
