function mount(root) {
  const input = (
    /** @type {HTMLInputElement} */
    root.querySelector("input")
  );
  const button = (
    /** @type {HTMLButtonElement} */
    root.querySelector("button")
  );
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    const label = (
      /** @type {Text} */
      button.firstChild
    );
    label.data = (shown ? button.dataset.hide : button.dataset.show) ?? "";
  });
}
export {
  mount
};
