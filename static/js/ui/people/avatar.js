import { hueOf, initials, nameOf } from "../../lib/person.js";

/**
 * Draw a person's picture, or initials on the person's own hue.
 * @param {HTMLElement} place
 * @param {User | null} user Null is the system.
 */
export function drawAvatar(place, user) {
  const signature = `${user?.id}|${user?.name}|${user?.avatar_url}`;
  if (place.dataset.person === signature) return;
  place.dataset.person = signature;
  place.dataset.hue = String(hueOf(user?.id ?? 0));
  place.replaceChildren(user?.avatar_url ? picture(user.avatar_url) : initials(nameOf(user)));
}

/** Draw a picture that no one has yet. @param {HTMLElement} place @param {HTMLImageElement} image */
export function drawPicture(place, image) {
  delete place.dataset.person;
  place.replaceChildren(image);
}

/** @param {string} url */
function picture(url) {
  const image = new Image();
  image.src = url;
  image.alt = "";
  image.loading = "lazy";
  image.decoding = "async";
  return image;
}
