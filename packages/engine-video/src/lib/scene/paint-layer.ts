import type { Pixels, Scene, SceneBox, SceneLayer } from '@mira/engine-vision/internal'
import { renderLayer } from '@mira/engine-vision/internal'
import { type Canvas, createCanvas, ImageData } from '@napi-rs/canvas'

/** Supersampling of single objects, so that the camera can zoom in. */
const detail = 1.25

/** Painted layer, cropped to its content. */
export interface PaintedLayer {
  readonly image: Canvas
  /** Position of the image, in pixels of the scene. */
  readonly box: SceneBox
}

/** Paints a single layer, cropped to its content; undefined if nothing is visible. */
export function paintLayer(scene: Scene, layer: SceneLayer): PaintedLayer | undefined {
  const { x, y, width, height } = layer.box
  // Backgrounds may be slightly soft when the camera zooms in, and use most of the memory.
  const scale = width < scene.size.width ? detail : 1
  const svg = `<g transform="translate(${-x} ${-y})">${layer.svg}</g>`
  const painted = renderLayer({ ...scene, size: { width, height } }, { ...layer, svg }, scale)
  const rows = filledRows(painted)
  if (!rows) return undefined
  const [top, bottom] = rows
  const image = createCanvas(painted.width, bottom - top)
  const { buffer, byteOffset } = painted.data
  const bytes = (bottom - top) * painted.width * 4
  const filled = new Uint8ClampedArray(buffer as ArrayBuffer, byteOffset + top * painted.width * 4, bytes)
  image.getContext('2d').putImageData(new ImageData(filled, painted.width, bottom - top), 0, 0)
  const pixel = height / painted.height
  return { image, box: { x, y: y + top * pixel, width, height: (bottom - top) * pixel } }
}

/** Returns the first non-empty row and the end row (exclusive): a ground layer leaves the sky empty. */
function filledRows({ width, height, data }: Pixels): readonly [top: number, bottom: number] | undefined {
  const isEmpty = (row: number): boolean => {
    for (let at = row * width * 4 + 3; at < (row + 1) * width * 4; at += 4) if (data[at] !== 0) return false
    return true
  }
  let [top, bottom] = [0, height]
  while (top < height && isEmpty(top)) top += 1
  if (top === height) return undefined
  while (isEmpty(bottom - 1)) bottom -= 1
  return [top, bottom]
}
