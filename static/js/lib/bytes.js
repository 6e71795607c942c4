const MB = 2 ** 20;

/** A number of bytes in megabytes, as people read it: with one digit behind the point, if any. @param {number} bytes */
export const megabytes = (bytes) => Number((bytes / MB).toFixed(1));
