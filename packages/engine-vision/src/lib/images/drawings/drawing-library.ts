import { imageData } from '../image-data.ts'
import { customDrawings } from './custom-drawings.ts'

/** Vector drawing in its own coordinate system. */
export interface Drawing {
  readonly name: string
  /** SVG elements. */
  readonly body: string
  readonly width: number
  readonly height: number
}

interface IconifySet {
  readonly icons: Readonly<Record<string, { readonly body: string }>>
  readonly width: number
  readonly height: number
}

let set: IconifySet | undefined

/** Loads Google's Noto drawings (Apache-2.0): 26 MB of JSON, read on first use (0.2 s). */
function notoSet(): IconifySet {
  set ??= JSON.parse(imageData.read('drawings/noto.json').toString('utf8')) as IconifySet
  return set
}

/** Returns the drawing with a name. Own drawings take precedence over Noto's. */
export function getDrawing(name: string): Drawing | undefined {
  const custom = customDrawings[name]
  if (custom) return { name, ...custom }
  const { icons, width, height } = notoSet()
  const icon = Object.hasOwn(icons, name) ? icons[name] : undefined
  return icon && { name, body: withoutStrays(icon.body, width, height), width, height }
}

/** Path with its start, which is absolute. */
const path = /<path\b[^>]*\bd="m(-?[\d.]+)[ ,]?(-?[\d.]+)[^>]*\/>/gi

/**
 * Removes the paths that start far outside the view: copies of the drawing beside it, which show nothing. At a
 * translucent group beyond twice the size of the canvas, resvg aborts the process.
 */
function withoutStrays(body: string, width: number, height: number): string {
  const isFar = (at: string, size: number) => Number(at) < -size / 4 || Number(at) > size * 1.25
  return body.replace(path, (element, x: string, y: string) => (isFar(x, width) || isFar(y, height) ? '' : element))
}

let names: readonly string[] | undefined

/**
 * Lists the names of all drawings that show an object: no flags, letters, clock faces, signs of the zodiac, arrows
 * or skin-tone variants.
 */
export function listDrawings(): readonly string[] {
  names ??= [
    ...Object.keys(customDrawings),
    ...Object.keys(notoSet().icons).filter((name) => kept.has(name) || !unfit.some((pattern) => pattern.test(name))),
  ]
  return names
}

const unfit = [
  /-(light|medium|dark)(-|$)|skin-tone|-tone\d|arrow|-(button|symbol|sign|mark|points)$/,
  /^(flag|regional|keycap|letter|input|japanese-.*button|kiss|couple|family|men|women|digit|no|double|dotted|check|cross-mark|speaker|muted|bust|busts|back|end|on|soon|part-alternation|fleur-de-lis|circled|exclamation|question|red-exclamation|red-question|white-exclamation|white-question|sparkles?|left-luggage|non-potable|children-crossing|litter|fight)(-|$)/,
  /(oclock|-thirty)$|^(\d|construction|place-of-worship|passport|potable|water-closet|beach-with|sunrise|sunset|cityscape|night-with|bridge-at|milky|national|hot-springs|moon-viewing|desert)/,
  /^(aries|taurus|gemini|cancer|leo|virgo|libra|scorpio|sagittarius|capricorn|aquarius|pisces|ophiuchus|om|copyright|registered|trade-mark|information|minus|plus|divide|multiply|infinity|link|asterisk|zzz|curly-loop|wavy-dash|customs|restroom|mens-room|womens-room|wireless|vibration-mode|hole|label|wood|fog|foggy|motorway|camping|prohibited|dizzy|dashing-away|collision|bubbles|ice|tornado|splatter|wedding|landslide|elevator|selfie)$/,
]

/** Drawings that the pattern excludes by its ends, although they show a thing. */
const kept: ReadonlySet<string> = new Set([
  'stop-sign',
  'peace-symbol',
  'black-nib',
  'bow-and-arrow',
  'vertical-traffic-light',
  'police-car-light',
  'construction-worker',
])
