/** An image in memory: sRGB, row by row from the top, four bytes a pixel (red, green, blue, alpha), not premultiplied. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
