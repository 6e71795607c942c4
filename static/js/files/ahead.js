/** Get what a first file needs before the network goes: a photo may be taken in a tunnel. */
export async function loadAhead() {
  await Promise.all([
    import("./files.js"),
    import("../ui/tray/tray.js"),
    import("../ui/tray/attach_menu.js"),
    import("../ui/reactions/extras.js"),
    import("../ui/attachments/files.js"),
    import("../ui/attachments/files_on_their_way.js"),
  ]);
}
