function mount(root) {
  const input = root.querySelector("input");
  const button = root.querySelector("button");
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    const label = button.firstChild;
    label.data = (shown ? button.dataset.hide : button.dataset.show) ?? "";
  });
}
export {
  mount
};
