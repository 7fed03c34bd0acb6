import { Resvg } from '@resvg/resvg-js'
import { type Drawing, getDrawing } from '../drawings/drawing-library.ts'
import { traitsOf } from '../drawings/drawing-traits.ts'
import { colorWords, hueDistance, mixColors, recolor, toHex, toHsl, toRgb } from './color.ts'

/** Drawing cropped to its visible part, ready to be placed. */
export interface Thing {
  readonly body: string
  /** Visible part, in the drawing's coordinates. */
  readonly view: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

const things = new Map<string, Thing>()

/** Longer side, in pixels, of the test rendering that measures a drawing. */
const trialPixels = 96

/** Draws an object by name, optionally in a named color. Heads get a body to stand on. */
export function drawThing(name: string, color: string | undefined): Thing | undefined {
  const key = `${name}/${color ?? ''}`
  const cached = things.get(key)
  if (cached) return cached
  const drawing = getDrawing(name)
  if (!drawing) return undefined
  const full = traitsOf(name).figure ? addBody(drawing, traitsOf(name).figure === 'animal') : drawing
  // A black cat has a drawing of its own.
  const isRecolored = color !== undefined && !name.startsWith(`${color}-`)
  const body = isRecolored ? recolorBody(full, toRgb(colorWords[color] ?? '#888888')) : full.body
  const thing = { body, view: visibleView({ ...full, body }) }
  things.set(key, thing)
  return thing
}

function trial({ body, width, height }: Omit<Drawing, 'name'>): {
  pixels: Uint8Array
  columns: number
  rows: number
  scale: number
} {
  const scale = trialPixels / Math.max(width, height)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}">${body}</svg>`
  const image = new Resvg(svg, { font: { loadSystemFonts: false } }).render()
  return { pixels: image.pixels, columns: image.width, rows: image.height, scale }
}

function visibleView(drawing: Drawing): Thing['view'] {
  const { pixels, columns, rows, scale } = trial(drawing)
  let [left, top, right, bottom] = [columns, rows, 0, 0]
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      if ((pixels[(y * columns + x) * 4 + 3] ?? 0) < 20) continue
      left = Math.min(left, x)
      right = Math.max(right, x + 1)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y + 1)
    }
  if (right <= left) return { x: 0, y: 0, width: drawing.width, height: drawing.height }
  return { x: left / scale, y: top / scale, width: (right - left) / scale, height: (bottom - top) / scale }
}

const fillPattern = /#[\da-f]{6}\b|#[\da-f]{3}\b/gi

/** Returns the fill with the largest area in a part of a drawing: from `from` to `to`, as fractions of its height. */
function mainFill(drawing: Omit<Drawing, 'name'>, from: number, to: number): string {
  const fills = [...new Set(drawing.body.match(fillPattern) ?? ['#888888'])]
  const colors = fills.map(toRgb)
  const { pixels, columns, rows } = trial(drawing)
  const counts = fills.map(() => 0)
  for (let index = Math.floor(rows * from) * columns; index < Math.floor(rows * to) * columns; index++) {
    if ((pixels[index * 4 + 3] ?? 0) < 250) continue
    let [best, nearest] = [0, Number.POSITIVE_INFINITY]
    for (const [at, [r, g, b]] of colors.entries()) {
      const apart =
        (r - (pixels[index * 4] ?? 0)) ** 2 +
        (g - (pixels[index * 4 + 1] ?? 0)) ** 2 +
        (b - (pixels[index * 4 + 2] ?? 0)) ** 2
      if (apart < nearest) [best, nearest] = [at, apart]
    }
    counts[best] = (counts[best] ?? 0) + 1
  }
  return fills[counts.indexOf(Math.max(...counts))] ?? '#888888'
}

/** Changes the hue of fills similar to the main one. Eyes, wheels and windows keep theirs. */
function recolorBody(drawing: Drawing, target: ReturnType<typeof toRgb>): string {
  const [hue, saturation, lightness] = toHsl(toRgb(mainFill(drawing, 0, 1)))
  return drawing.body.replace(fillPattern, (fill) => {
    const fillHsl = toHsl(toRgb(fill))
    const isAkin =
      saturation < 0.2 ? fillHsl[1] < 0.25 && fillHsl[2] > 0.28 : fillHsl[1] > 0.22 && hueDistance(fillHsl[0], hue) < 32
    return isAkin ? toHex(recolor(toRgb(fill), target, lightness)) : fill
  })
}

/** Adds a body in matching colors, because Noto draws many animals and professions as heads or busts. */
function addBody(drawing: Drawing, isAnimal: boolean): Drawing {
  const color = mainFill(drawing, isAnimal ? 0.1 : 0.86, isAnimal ? 0.6 : 1)
  const dark = mixColors(color, '#201018', 0.22)
  const pale = mixColors(color, '#ffffff', 0.6)
  const head = `<svg x="${isAnimal ? 20 : 26}" y="0" width="${isAnimal ? 88 : 76}" height="${isAnimal ? 88 : 76}" viewBox="0 0 128 128">${drawing.body}</svg>`
  const body = isAnimal
    ? `<path d="M92 132q34 6 30-26q-3-12-9-3q2 14-20 12z" fill="${dark}"/><path d="M40 72q-14 34-8 66q2 12 16 12h32q14 0 16-12q6-32-8-66z" fill="${color}"/><path d="M50 82q-6 30 0 54q14 8 28 0q6-24 0-54z" fill="${pale}" opacity=".8"/><ellipse cx="36" cy="146" rx="15" ry="9" fill="${dark}"/><ellipse cx="92" cy="146" rx="15" ry="9" fill="${dark}"/><path d="M54 104v44h8v-38zm20 0v44h-8v-38z" fill="${dark}" opacity=".55"/>`
    : `<path d="M46 118h16l-1 62H45zM66 118h16l1 62H67z" fill="${mixColors(color, '#1d2233', 0.45)}"/><path d="M43 176h19v9H38q0-7 5-9zm23 0h19q5 2 5 9H66z" fill="#2b2b33"/><path d="M30 70q-8 26-6 48l9 1q1-24 8-40zm68 0q8 26 6 48l-9 1q-1-24-8-40z" fill="${dark}"/><path d="M34 66h60l-6 60H40z" fill="${color}"/><path d="M66 68h26l-6 58H68z" fill="${dark}" opacity=".35"/><circle cx="28" cy="121" r="6" fill="#f2b33d"/><circle cx="100" cy="121" r="6" fill="#f2b33d"/>`
  return { ...drawing, body: body + head, width: 128, height: isAnimal ? 156 : 186 }
}
