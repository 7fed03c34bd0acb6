/** Samples of one MPEG-1 layer III frame. */
const frameSamples = 1_152

/** Samples that LAME adds before the audio; decoders add another 529 and account for it. */
const encoderDelay = 576

/** Bytes of side information after the header of a stereo frame. */
const sideInformation = 32

/** Length of the fields written below: Info (8 + 4 + 4) and the LAME extension (36). */
const lameOffset = 16

/**
 * Creates the silent first frame of an MP3 that holds the number of frames and the number of samples to skip at both
 * ends (LAME's Info frame).
 *
 * @param audio - Frames at a constant bit rate; the first header is copied.
 */
export function infoFrame(audio: Uint8Array, sampleCount: number): Uint8Array {
  const frameCount = countFrames(audio)
  const frame = new Uint8Array(frameLength(audio, 0))
  frame.set(audio.subarray(0, 4))
  // No checksum, and no padding from the copied frame.
  frame[1] = (frame[1] ?? 0) | 1
  const start = 4 + sideInformation
  const view = new DataView(frame.buffer)
  frame.set(new TextEncoder().encode('Info'), start)
  view.setUint32(start + 4, 0b11)
  view.setUint32(start + 8, frameCount)
  view.setUint32(start + 12, audio.length + frame.length)
  const lame = start + lameOffset
  frame.set(new TextEncoder().encode('LAME3.100'), lame)
  const padding = Math.max(0, Math.min(4_095, frameCount * frameSamples - encoderDelay - sampleCount))
  const gaps = (encoderDelay << 12) | padding
  frame.set([gaps >> 16, (gaps >> 8) & 0xff, gaps & 0xff], lame + 21)
  view.setUint32(lame + 28, audio.length + frame.length)
  return frame
}

function countFrames(audio: Uint8Array): number {
  let count = 0
  for (let offset = 0; offset + 4 <= audio.length; offset += frameLength(audio, offset)) count++
  return count
}

/** Bit rates of MPEG-1 layer III in kbit/s, by index (ISO 11172-3, 2.4.2.3). */
const bitrates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]

/** Sample rates of MPEG-1, by index. */
const sampleRates = [44_100, 48_000, 32_000]

function frameLength(audio: Uint8Array, offset: number): number {
  const flags = audio[offset + 2] ?? 0
  const bitrate = bitrates[flags >> 4] ?? 0
  const rate = sampleRates[(flags >> 2) & 3] ?? 44_100
  const length = Math.floor((144_000 * bitrate) / rate) + ((flags >> 1) & 1)
  if (length < 4) throw new Error('The encoder wrote no MPEG frame')
  return length
}
