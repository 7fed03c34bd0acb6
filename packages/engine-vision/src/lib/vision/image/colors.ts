import type { BoundingBox } from '@mira/engine'
import type { Pixels } from '../../pixels/pixels.ts'

/** Names of the recognized colors. */
export const colorNames = [
  'black',
  'white',
  'gray',
  'red',
  'orange',
  'brown',
  'yellow',
  'green',
  'cyan',
  'blue',
  'purple',
  'pink',
] as const

/** One of the {@link colorNames}. */
export type ColorName = (typeof colorNames)[number]

/** Fraction of an area that each color covers, 0 to 1, largest first. */
export type ColorShares = readonly { readonly color: ColorName; readonly share: number }[]

/** Upper hue limit of each color name, in degrees. */
const hues: readonly (readonly [number, ColorName])[] = [
  [16, 'red'],
  [42, 'orange'],
  [68, 'yellow'],
  [165, 'green'],
  [195, 'cyan'],
  [258, 'blue'],
  [295, 'purple'],
  [340, 'pink'],
  [360, 'red'],
]

/** Returns the color name of a pixel, by hue, saturation and lightness. */
export function nameColor(red: number, green: number, blue: number): ColorName {
  const high = Math.max(red, green, blue) / 255
  const chroma = high - Math.min(red, green, blue) / 255
  if (high < 0.2) return 'black'
  const saturation = chroma / high
  if (saturation < 0.17 || chroma < 0.09) return high > 0.8 ? 'white' : high < 0.3 ? 'black' : 'gray'
  const hue = hueOf(red / 255, green / 255, blue / 255)
  const name = hues.find(([limit]) => hue <= limit)?.[1] ?? 'red'
  if ((name === 'orange' || name === 'yellow') && high < (name === 'orange' ? 0.72 : 0.5)) return 'brown'
  if (name === 'red' && saturation < 0.5 && high > 0.8) return 'pink'
  return name
}

/** Returns the colors within a box, excluding its corners, which are mostly background. */
export function colorsIn({ data, width, height }: Pixels, box: BoundingBox): ColorShares {
  const counts = new Map<ColorName, number>()
  let total = 0
  const step = Math.max(1, Math.floor(Math.sqrt(box.width * width * box.height * height) / 120))
  const middle = { x: (box.x + box.width / 2) * width, y: (box.y + box.height / 2) * height }
  const radius = { x: Math.max(1, (box.width * width) / 2), y: Math.max(1, (box.height * height) / 2) }
  for (let y = Math.floor(middle.y - radius.y); y < middle.y + radius.y && y < height; y += step) {
    for (let x = Math.floor(middle.x - radius.x); x < middle.x + radius.x && x < width; x += step) {
      if (x < 0 || y < 0 || ((x - middle.x) / radius.x) ** 2 + ((y - middle.y) / radius.y) ** 2 > 1) continue
      const at = (y * width + x) * 4
      const name = nameColor(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
      counts.set(name, (counts.get(name) ?? 0) + 1)
      total++
    }
  }
  return [...counts].map(([color, count]) => ({ color, share: count / total })).sort((a, b) => b.share - a.share)
}

function hueOf(red: number, green: number, blue: number): number {
  const high = Math.max(red, green, blue)
  const chroma = high - Math.min(red, green, blue)
  if (high === red) return (60 * ((green - blue) / chroma) + 360) % 360
  return high === green ? 60 * ((blue - red) / chroma + 2) : 60 * ((red - green) / chroma + 4)
}
