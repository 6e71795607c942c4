async function loadAhead() {
  await Promise.all([import("./files.js"), import("./tray.js"), import("./attach_menu.js"), import("./extras.js"), import("./files2.js"), import("./files_on_their_way.js")]);
}
export {
  loadAhead
};
