const WIDEST_PX = 360;
const TALLEST_PX = 300;
/** A part of a very tall picture says more than a strip of all of it. */
const NARROWEST_PX = 120;
/** Of the preview that is shown in the conversation; fine enough for a screen of two pixels in one. */
const LARGEST_PX = 800;

/**
 * How large a picture stands in the conversation.
 * @param {Pick<Attachment, "width" | "height" | "previews">} file @returns {{ width: number, height: number }}
 */
export function fitted({ width, height, previews }) {
  const [wide, tall] = [width ?? previews[0].width, height ?? previews[0].height];
  const scale = Math.min(1, WIDEST_PX / wide, TALLEST_PX / tall);
  const narrowest = Math.min(wide, NARROWEST_PX);
  return { width: Math.max(narrowest, Math.round(wide * scale)), height: Math.max(1, Math.round(tall * scale)) };
}

/** The previews for a conversation; the whole one is for the lightbox. @param {Attachment["previews"]} previews */
export function stillsIn(previews) {
  return previews.filter(({ is_animated, width }) => !is_animated && width <= LARGEST_PX);
}

/** The finest preview for a conversation. @param {Pick<Attachment, "previews">} file */
export const stillFor = ({ previews }) => stillsIn(previews).at(-1) ?? previews[0];
