import { toHex, toRgb } from './color.ts'
import type { TimeOfDay, Weather } from './scene.ts'

/** Colors of a time of day: the sky, and a factor on red, green and blue of everything below it. */
export interface Light {
  readonly skyTop: string
  readonly skyMiddle: string
  readonly skyBottom: string
  readonly tint: readonly [number, number, number]
  readonly cloud: string
}

const lights: Readonly<Record<TimeOfDay, Light>> = {
  day: { skyTop: '#3f97e6', skyMiddle: '#8fcbf5', skyBottom: '#dff3fb', tint: [1, 1, 1], cloud: '#ffffff' },
  dawn: { skyTop: '#6f86cf', skyMiddle: '#e3a9bd', skyBottom: '#ffdcae', tint: [1, 0.92, 0.9], cloud: '#ffe9e0' },
  dusk: { skyTop: '#382c6e', skyMiddle: '#c9506f', skyBottom: '#ffb35c', tint: [0.93, 0.74, 0.74], cloud: '#f2a08a' },
  night: { skyTop: '#070d2a', skyMiddle: '#152457', skyBottom: '#3b4d8c', tint: [0.62, 0.67, 0.88], cloud: '#4a5a8e' },
}

/** Returns the light of a time of day and weather. Clouds desaturate it. */
export function lightOf(timeOfDay: TimeOfDay, weather: Weather): Light {
  const light = lights[timeOfDay]
  const grayness = { clear: 0, cloudy: 0.35, rain: 0.65, snow: 0.4, fog: 0.6, storm: 0.85 }[weather]
  const dimness = { clear: 1, cloudy: 0.97, rain: 0.82, snow: 0.98, fog: 0.98, storm: 0.68 }[weather]
  const dull = (color: string): string => {
    const [red, green, blue] = toRgb(color)
    const gray = (red + green + blue) / 3
    const part = (value: number) => (value + (gray - value) * grayness) * dimness
    return toHex([part(red), part(green), part(blue)])
  }
  const [red, green, blue] = light.tint
  return {
    skyTop: dull(light.skyTop),
    skyMiddle: dull(light.skyMiddle),
    skyBottom: dull(light.skyBottom),
    tint: [red * dimness, green * dimness, blue * dimness],
    cloud: dull(light.cloud),
  }
}

/** Applies a light to a color. */
export function lit(color: string, { tint }: Light): string {
  const [red, green, blue] = toRgb(color)
  return toHex([red * tint[0], green * tint[1], blue * tint[2]])
}
