/** A file to be decoded. */
export interface DecodeTask {
  readonly file: Uint8Array
  readonly maxDurationSeconds: number
}
