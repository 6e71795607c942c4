import { linkTo } from "./link.js";
import { sizeText } from "../../lib/sizes.js";

/** A file that is only downloaded: its name and its size. @param {Attachment} file */
export function card(file) {
  const link = linkTo(file, "file-card");
  const name = document.createElement("bdi");
  name.textContent = file.name;
  const size = document.createElement("span");
  size.className = "quiet small";
  size.textContent = sizeText(file.size);
  link.append(name, size);
  link.download = file.name;
  return link;
}
