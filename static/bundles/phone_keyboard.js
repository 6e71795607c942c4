function mount(body) {
  const view = window.visualViewport;
  if (!view) return;
  view.addEventListener("resize", () => {
    body.style.setProperty("--visible-height", `${Math.round(view.height * view.scale)}px`);
    if (view.scale === 1) scrollTo(0, 0);
  });
}
export {
  mount
};
