const GAP_PX = 4;
function placeAt(floating, at) {
  const { width, height } = floating.getBoundingClientRect();
  const fits = at.bottom + GAP_PX + height < innerHeight;
  const isLtr = getComputedStyle(floating).direction === "ltr";
  const left = isLtr ? at.right - width : at.left;
  floating.style.top = `${fits ? at.bottom + GAP_PX : Math.max(GAP_PX, at.top - height - GAP_PX)}px`;
  floating.style.left = `${Math.min(Math.max(GAP_PX, left), innerWidth - width - GAP_PX)}px`;
}
export {
  placeAt as p
};
