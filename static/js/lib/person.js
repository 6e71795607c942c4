import { siteName } from "./site.js";

/** Who says something: without a person, it is the system. @param {{ name: string } | null | undefined} person */
export function nameOf(person) {
  return person?.name ?? siteName();
}

const HUES = 12;

/**
 * One or two letters that stand for a person without a picture: the first of the first and of the last word, without
 * what stands in brackets: "Ada (she/her)".
 * @param {string} name
 */
export function initials(name) {
  const all = name.trim().split(/\s+/u);
  const plain = all.filter((word) => !/^\p{P}/u.test(word));
  const words = plain.length > 0 ? plain : all;
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return chosen.map((word) => firstLetter(word)).join("").toUpperCase();
}

/** @param {string} word */
function firstLetter(word) {
  const letters = typeof Intl.Segmenter === "function" ? new Intl.Segmenter().segment(word) : [...word];
  for (const letter of letters) return typeof letter === "string" ? letter : letter.segment;
  return "?";
}

/**
 * One of twelve hues, always the same for a person.
 * @param {number} userId
 */
export function hueOf(userId) {
  return (userId * 5) % HUES;
}
