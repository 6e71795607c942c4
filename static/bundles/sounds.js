const known = /* @__PURE__ */ new WeakMap();
function noteSound(file, facts) {
  known.set(file, facts);
}
const soundOf = (file) => known.get(file) ?? null;
export {
  noteSound as n,
  soundOf as s
};
