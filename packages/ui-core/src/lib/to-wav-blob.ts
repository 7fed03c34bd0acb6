/**
 * Creates a WAV file from pieces of 16-bit mono samples, in the order of bytes of WAV files and of all current
 * processors: little-endian.
 */
export function toWavBlob(
  pieces: readonly (Int16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>)[],
  sampleRate: number,
): File {
  const length = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const view = new DataView(new ArrayBuffer(44))
  const fields: readonly (readonly [offset: number, text: string])[] = [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ]
  for (const [offset, text] of fields) {
    for (let index = 0; index < text.length; index += 1) view.setUint8(offset + index, text.charCodeAt(index))
  }
  view.setUint32(4, 36 + length, true)
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  view.setUint32(40, length, true)
  return new File([view, ...pieces], 'recording.wav', { type: 'audio/wav' })
}
