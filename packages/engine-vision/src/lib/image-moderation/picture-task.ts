/** A picture to be judged. */
export interface PictureTask {
  /** The file. */
  readonly image: Uint8Array
  readonly maxPixels: number
}
