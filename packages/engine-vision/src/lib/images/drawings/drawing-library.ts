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
  return icon && { name, body: icon.body, width, height }
}

let names: readonly string[] | undefined

/** Lists the names of all drawings that show an object: no flags, letters, clock faces or skin-tone variants. */
export function listDrawings(): readonly string[] {
  names ??= [...Object.keys(customDrawings), ...Object.keys(notoSet().icons).filter((name) => !unfit.test(name))]
  return names
}

const unfit =
  /-(light|medium|dark)(-|$)|skin-tone|^(flag|regional|keycap|letter|input|japanese-.*button|.*-button|.*oclock|.*-thirty|kiss|couple|family|men-|women-)/
