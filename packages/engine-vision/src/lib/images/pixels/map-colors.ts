import type { Pixels } from '../../pixels/pixels.ts'
import { fromHsl, toHsl } from '../scene/color.ts'

type Shade = (red: number, green: number, blue: number) => readonly [number, number, number]

/** Returns the perceived brightness of a color, in the unit of its parts (ITU-R BT.601). */
export const luma = (red: number, green: number, blue: number): number => 0.299 * red + 0.587 * green + 0.114 * blue

/** Maps the color of every pixel. Alpha is unchanged. */
export function mapColors({ width, height, data }: Pixels, shade: Shade): Pixels {
  const output = new Uint8Array(data)
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = shade(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
    output[at] = clampByte(red)
    output[at + 1] = clampByte(green)
    output[at + 2] = clampByte(blue)
  }
  return { width, height, data: output }
}

/** Rounds a color part and limits it to 0 to 255. */
export function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value)
}

/** Reduces each color part to a number of levels. */
export function posterize(pixels: Pixels, levels: number): Pixels {
  const step = 255 / (levels - 1)
  return mapColors(pixels, (red, green, blue) => [
    Math.round(red / step) * step,
    Math.round(green / step) * step,
    Math.round(blue / step) * step,
  ])
}

/** Multiplies the saturation of every pixel. */
export function saturate(pixels: Pixels, factor: number): Pixels {
  return mapColors(pixels, (red, green, blue) => {
    const [hue, saturation, lightness] = toHsl([red, green, blue])
    return fromHsl([hue, Math.min(1, saturation * factor), lightness])
  })
}
