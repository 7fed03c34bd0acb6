/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number]

/** Hex colors by name. */
export const colorWords: Readonly<Record<string, string>> = {
  red: '#e0322f',
  crimson: '#c2183c',
  scarlet: '#e6301f',
  maroon: '#7d1f2c',
  orange: '#f58a1f',
  amber: '#f7ab1b',
  yellow: '#f7d02c',
  gold: '#e3b022',
  golden: '#e3b022',
  green: '#3fa648',
  lime: '#9bd32d',
  olive: '#7c8a34',
  emerald: '#1d9c66',
  mint: '#86dcb4',
  teal: '#1b9a98',
  turquoise: '#2ec9c5',
  cyan: '#25c5e6',
  blue: '#2f72dc',
  navy: '#22366f',
  indigo: '#4a3fb0',
  violet: '#8a4fd8',
  purple: '#8b3fc4',
  lavender: '#b79be8',
  magenta: '#d62fa8',
  pink: '#f47fb4',
  brown: '#8a5a35',
  tan: '#cfa878',
  beige: '#e6d6b6',
  white: '#f5f5f5',
  silver: '#bcc3ca',
  grey: '#8d949b',
  gray: '#8d949b',
  black: '#2a2a2e',
}

/** Parses `#rgb` or `#rrggbb`. Anything else is black. */
export function toRgb(hex: string): Rgb {
  const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(hex)
  const full = short ? `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}` : hex
  const value = /^#[\da-f]{6}$/i.test(full) ? Number.parseInt(full.slice(1), 16) : 0
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** Formats a color as `#rrggbb`. */
export function toHex(rgb: Rgb): string {
  return `#${rgb
    .map((part) =>
      Math.round(Math.min(255, Math.max(0, part)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Mixes two colors. `share` 0 is the first, 1 the second. */
export function mixColors(first: string, second: string, share: number): string {
  const [a, b] = [toRgb(first), toRgb(second)]
  return toHex([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share])
}

/** Converts to hue in degrees, and saturation and lightness from 0 to 1. */
export function toHsl([red, green, blue]: Rgb): [number, number, number] {
  const [r, g, b] = [red / 255, green / 255, blue / 255]
  const max = Math.max(r, g, b)
  const min = Math.min(r, g, b)
  const span = max - min
  const lightness = (max + min) / 2
  if (span === 0) return [0, 0, lightness]
  const saturation = span / (1 - Math.abs(2 * lightness - 1))
  const sector = max === r ? ((g - b) / span + 6) % 6 : max === g ? (b - r) / span + 2 : (r - g) / span + 4
  return [sector * 60, Math.min(1, saturation), lightness]
}

/** Converts from hue in degrees, and saturation and lightness from 0 to 1. */
export function fromHsl([hue, saturation, lightness]: readonly [number, number, number]): Rgb {
  const part = (shift: number): number => {
    const k = (shift + hue / 30) % 12
    return 255 * (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [part(0), part(8), part(4)]
}

/** Returns the circular distance of two hues, 0 to 180 degrees. */
export function hueDistance(a: number, b: number): number {
  const apart = Math.abs(a - b) % 360
  return Math.min(apart, 360 - apart)
}

/**
 * Changes a color to the hue and saturation of `target`, keeping its shading relative to `middle`, the mean lightness.
 */
export function recolor(color: Rgb, target: Rgb, middle: number): Rgb {
  const [hue, saturation, goal] = toHsl(target)
  const current = toHsl(color)[2]
  const lightness = goal + (current - middle) * 0.75
  return fromHsl([hue, saturation, Math.min(0.97, Math.max(0.04, lightness))])
}
