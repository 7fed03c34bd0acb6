/** Creates a WAV file from frames of 16-bit mono samples. */
export function toWavBlob(frames: readonly Int16Array[], sampleRate: number): Blob {
  const length = frames.reduce((sum, frame) => sum + frame.length, 0)
  const view = new DataView(new ArrayBuffer(44 + length * 2))
  const fields: readonly (readonly [offset: number, text: string])[] = [
    [0, 'RIFF'],
    [8, 'WAVEfmt '],
    [36, 'data'],
  ]
  for (const [offset, text] of fields) {
    for (let index = 0; index < text.length; index += 1) view.setUint8(offset + index, text.charCodeAt(index))
  }
  view.setUint32(4, 36 + length * 2, true)
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  view.setUint32(40, length * 2, true)
  let offset = 44
  for (const frame of frames) {
    for (const sample of frame) {
      view.setInt16(offset, sample, true)
      offset += 2
    }
  }
  return new File([view.buffer], 'recording.wav', { type: 'audio/wav' })
}
