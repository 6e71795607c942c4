async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}
async function copyWhenReady(text) {
  try {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    return true;
  } catch {
    return copyText(await text);
  }
}
function copySelected(text) {
  const focused = (
    /** @type {HTMLElement | null} */
    document.activeElement
  );
  const place = document.createElement("textarea");
  place.className = "visually-hidden";
  place.value = text;
  (document.querySelector("dialog[open]") ?? document.body).append(place);
  place.select();
  const copied = document.execCommand("copy");
  place.remove();
  focused?.focus({ preventScroll: true });
  return copied;
}
export {
  copyWhenReady as a,
  copyText as c
};
