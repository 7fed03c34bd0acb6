import type { Pixels } from '../../pixels/pixels.ts'

/** Lines of an image in one direction; steps are in bytes. */
interface Pass {
  readonly length: number
  readonly lines: number
  readonly step: number
  readonly lineStep: number
}

/** Blurs with a box filter of `radius`, using running sums. */
export function boxBlur({ width, height, data }: Pixels, radius: number): Pixels {
  const pass = (source: Uint8Array, { length, lines, step, lineStep }: Pass): Uint8Array => {
    const output = new Uint8Array(source.length)
    for (let line = 0; line < lines; line++)
      for (let part = 0; part < 4; part++) {
        const at = (index: number) =>
          source[line * lineStep + Math.min(length - 1, Math.max(0, index)) * step + part] ?? 0
        let sum = 0
        for (let index = -radius; index <= radius; index++) sum += at(index)
        for (let index = 0; index < length; index++) {
          output[line * lineStep + index * step + part] = sum / (2 * radius + 1)
          sum += at(index + radius + 1) - at(index - radius)
        }
      }
    return output
  }
  const across = pass(data, { length: width, lines: height, step: 4, lineStep: width * 4 })
  return { width, height, data: pass(across, { length: height, lines: width, step: width * 4, lineStep: 4 }) }
}
