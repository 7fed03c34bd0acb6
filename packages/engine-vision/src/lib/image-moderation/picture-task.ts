/** Task to moderate an image. */
export interface PictureTask {
  /** Encoded image file. */
  readonly image: Uint8Array
  readonly maxPixels: number
}
