const headerBytes = 44

/** Creates a WAV file from mono 16-bit PCM. */
export function toWav(pieces: readonly Uint8Array<ArrayBuffer>[], sampleRate: number): Blob {
  const dataBytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const view = new DataView(new ArrayBuffer(headerBytes))
  const write = (offset: number, text: string) => {
    for (let index = 0; index < text.length; index += 1) view.setUint8(offset + index, text.charCodeAt(index))
  }
  write(0, 'RIFF')
  view.setUint32(4, headerBytes - 8 + dataBytes, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true) // length of the format chunk
  view.setUint16(20, 1, true) // PCM
  view.setUint16(22, 1, true) // channels
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true) // bytes per second
  view.setUint16(32, 2, true) // bytes per sample, all channels
  view.setUint16(34, 16, true) // bits per sample
  write(36, 'data')
  view.setUint32(40, dataBytes, true)
  return new Blob([view.buffer, ...pieces], { type: 'audio/wav' })
}
