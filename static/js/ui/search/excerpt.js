const SEEN_BEFORE_CHARS = 28;

/**
 * An excerpt is shown in two lines: cut off what is so long before the first hit that the hit would not be in them.
 * @param {HTMLElement} place
 */
export function beginAtHit(place) {
  const hit = place.querySelector("mark");
  if (!hit) return;
  const before = [...place.childNodes].slice(0, [...place.childNodes].indexOf(hit));
  const text = before.map((node) => node.textContent).join("");
  const shortened = endOf(text);
  if (shortened === text) return;
  for (const node of before) node.remove();
  hit.before(shortened);
}

/** The last words of a text, as many as one sees before a hit. @param {string} text */
export function endOf(text) {
  if (text.length <= SEEN_BEFORE_CHARS) return text;
  const letters = [...text].slice(-SEEN_BEFORE_CHARS).join("");
  const blank = letters.search(/\s/u);
  return `…${blank < 0 || blank > SEEN_BEFORE_CHARS / 2 ? letters : letters.slice(blank + 1)}`;
}
