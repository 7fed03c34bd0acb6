/** Container boxes on the path to the dates (ISO/IEC 14496-12, 6.2.3). */
const containers: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia'])
/** Boxes whose creation and modification times follow version and flags, four bytes each in version 0. */
const dated: ReadonlySet<string> = new Set(['mvhd', 'tkhd', 'mdhd'])

/** Sets the dates in an MP4 to unknown, so that the same request produces the same bytes at any time. */
export function clearDates(file: Uint8Array, start = 0, end: number = file.length): void {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  for (let offset = start; offset + 8 <= end; ) {
    const size = view.getUint32(offset)
    if (size < 8) return // A 64-bit size, or one to the end of the file: media data, which has no dates.
    const type = String.fromCharCode(...file.subarray(offset + 4, offset + 8))
    if (containers.has(type)) clearDates(file, offset + 8, offset + size)
    if (dated.has(type)) file.fill(0, offset + 12, offset + 20)
    offset += size
  }
}
