/** A picture in memory: red, green, blue, alpha, a byte each, alpha not multiplied in. */
export interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8Array
}
