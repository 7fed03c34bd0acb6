/** Decoded image: sRGB, rows from the top, four bytes per pixel (red, green, blue, alpha), not premultiplied. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
