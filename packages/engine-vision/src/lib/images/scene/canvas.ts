import type { ImageSize } from '@mira/engine'
import { type Light, lit } from './light.ts'
import type { LayerKind, SceneLayer, TimeOfDay, Weather } from './scene.ts'

/** Inputs for painting backgrounds. */
export interface Stage {
  readonly size: ImageSize
  readonly light: Light
  readonly timeOfDay: TimeOfDay
  readonly weather: Weather
  readonly season: string | undefined
  /** Position of the horizon, in pixels from the top. */
  readonly horizon: number
  /** Position of swimming objects in settings that are only partly water, in pixels from the top. */
  readonly waterline?: number | undefined
  readonly random: () => number
}

/** Formats a coordinate for SVG, rounded to a tenth of a pixel. */
export function px(value: number): string {
  return value.toFixed(1)
}

/** Creates a layer that fills the image. */
export function fullLayer(
  { size }: Stage,
  layer: { name: string; kind: LayerKind; depth: number; svg: string },
): SceneLayer {
  return { ...layer, box: { x: 0, y: 0, ...size } }
}

/** Creates a full-width rectangle with a vertical gradient. */
export function shadedBand(
  { size }: Stage,
  id: string,
  { top, colors }: { top: number; colors: readonly string[] },
): string {
  const stops = colors.map((color, index) => `<stop offset="${index / (colors.length - 1)}" stop-color="${color}"/>`)
  return `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stops.join('')}</linearGradient><rect x="0" y="${px(top)}" width="${size.width}" height="${px(size.height - top + 1)}" fill="url(#${id})"/>`
}

/** Shape of a {@link ridge}, in pixels: bottom line, height above it, and number of waves. */
export interface RidgeShape {
  readonly base: number
  readonly height: number
  readonly steps: number
}

/** Creates a soft wavy outline from edge to edge, closed at the bottom: hills, dunes, banks, waves. */
export function ridge(stage: Stage, { base, height, steps }: RidgeShape): string {
  const { size, random } = stage
  const step = size.width / steps
  let path = `M${-step} ${size.height + 2}`
  let previous: readonly [number, number] | undefined
  for (let index = -1; index <= steps + 1; index++) {
    const point = [index * step, base - height * random()] as const
    if (!previous) path += `L${px(point[0])} ${px(point[1])}`
    else {
      const middle = (previous[0] + point[0]) / 2
      path += `C${px(middle)} ${px(previous[1])} ${px(middle)} ${px(point[1])} ${px(point[0])} ${px(point[1])}`
    }
    previous = point
  }
  return `${path}V${size.height + 2}Z`
}

/** Converts a daylight color to the light of the stage. */
export function paint(stage: Stage, color: string): string {
  return lit(color, stage.light)
}

/** Creates grass-like strokes in rows that get larger toward the viewer. */
export function tufts(stage: Stage, count: number, colors: readonly string[]): string {
  const { size, horizon, random } = stage
  let svg = ''
  for (let index = 0; index < count; index++) {
    const nearness = random() ** 0.7
    const x = random() * size.width
    const y = horizon + (size.height - horizon) * (0.12 + 0.88 * nearness)
    const h = Math.min(size.width, size.height) * 0.022 * (0.35 + nearness)
    const color = colors[index % colors.length] ?? '#4a8a3a'
    svg += `<path d="M${px(x)} ${px(y)}q${px(-h * 0.1)} ${px(-h * 0.6)} ${px(-h * 0.45)} ${px(-h)}M${px(x)} ${px(y)}v${px(-h * 1.2)}M${px(x)} ${px(y)}q${px(h * 0.1)} ${px(-h * 0.6)} ${px(h * 0.45)} ${px(-h)}" stroke="${color}" stroke-width="${px(Math.max(0.8, h * 0.14))}" fill="none" stroke-linecap="round"/>`
  }
  return svg
}
