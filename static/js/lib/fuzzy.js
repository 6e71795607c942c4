/**
 * Score how well a query's letters, in order, match a name; 0 is no match. Word starts and runs count more,
 * so that "gen" finds "General" before "Regent Street".
 * @param {string} query
 * @param {string} name
 */
export function matchScore(query, name) {
  const wanted = folded(query);
  const text = folded(name);
  if (wanted === "") return 1;
  if (text.startsWith(wanted)) return 1000 - text.length;
  const at = text.indexOf(wanted);
  if (at > 0) return 500 - at;
  return scatteredScore(wanted, text);
}

/**
 * @template T
 * @param {string} query
 * @param {readonly T[]} items
 * @param {(item: T) => string} nameOf
 * @returns {T[]} The items that match, best first; ties keep their order.
 */
export function bestMatches(query, items, nameOf) {
  return items
    .map((item) => ({ item, score: matchScore(query, nameOf(item)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/**
 * People whose name holds a text, whatever its case and accents: whole names that begin with it first, then other words
 * that do, then the rest; ties keep their order.
 * @template {{ name: string }} T
 * @param {string} query
 * @param {T[]} people
 * @returns {T[]}
 */
export function namesWith(query, people) {
  const wanted = folded(query.trim());
  const rank = (/** @type {string} */ name) => {
    const at = name.indexOf(wanted);
    return at <= 0 ? at : 2 - Number(/[\s(.-]/.test(name[at - 1]));
  };
  return people
    .map((person) => ({ person, rank: rank(folded(person.name)) }))
    .filter((found) => found.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map(({ person }) => person);
}

/** @param {string} wanted @param {string} text */
function scatteredScore(wanted, text) {
  let from = 0;
  let score = 100;
  for (const letter of wanted) {
    const at = text.indexOf(letter, from);
    if (at < 0) return 0;
    score -= at - from;
    from = at + 1;
  }
  return Math.max(1, score);
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
