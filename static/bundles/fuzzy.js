function matchScore(query, name) {
  const wanted = folded(query);
  const text = folded(name);
  if (wanted === "") return 1;
  if (text.startsWith(wanted)) return 1e3 - text.length;
  const at = text.indexOf(wanted);
  if (at > 0) return 500 - at;
  return scatteredScore(wanted, text);
}
function bestMatches(query, items, nameOf) {
  return items.map((item) => ({ item, score: matchScore(query, nameOf(item)) })).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score).map(({ item }) => item);
}
function namesWith(query, people) {
  const wanted = folded(query.trim());
  const rank = (name) => {
    const at = name.indexOf(wanted);
    return at <= 0 ? at : 2 - Number(/[\s(.-]/.test(name[at - 1]));
  };
  return people.map((person) => ({ person, rank: rank(folded(person.name)) })).filter((found) => found.rank >= 0).sort((a, b) => a.rank - b.rank).map(({ person }) => person);
}
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
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
export {
  bestMatches,
  matchScore,
  namesWith
};
