import type { Pixels, Scene, SceneBox, SceneLayer } from '@mira/engine-vision/internal'
import { renderLayer } from '@mira/engine-vision/internal'
import { type Canvas, createCanvas, ImageData } from '@napi-rs/canvas'

/** How much finer than composed single things are painted, for the camera to come near. */
const detail = 1.25

/** A layer that was painted, without its empty borders. */
export interface PaintedLayer {
  readonly picture: Canvas
  /** Where the picture is, in pixels of the scene. */
  readonly box: SceneBox
}

/** Paints a layer by itself, no larger than it is; undefined when nothing of it can be seen. */
export function paintLayer(scene: Scene, layer: SceneLayer): PaintedLayer | undefined {
  const { x, y, width, height } = layer.box
  // Backgrounds may be a little soft when the camera comes near, and take most of the memory.
  const scale = width < scene.size.width ? detail : 1
  const svg = `<g transform="translate(${-x} ${-y})">${layer.svg}</g>`
  const painted = renderLayer({ ...scene, size: { width, height } }, { ...layer, svg }, scale)
  const rows = filledRows(painted)
  if (!rows) return undefined
  const [top, bottom] = rows
  const picture = createCanvas(painted.width, bottom - top)
  const { buffer, byteOffset } = painted.data
  const bytes = (bottom - top) * painted.width * 4
  const filled = new Uint8ClampedArray(buffer as ArrayBuffer, byteOffset + top * painted.width * 4, bytes)
  picture.getContext('2d').putImageData(new ImageData(filled, painted.width, bottom - top), 0, 0)
  const pixel = height / painted.height
  return { picture, box: { x, y: y + top * pixel, width, height: (bottom - top) * pixel } }
}

/** First row that shows something and the one after the last: a layer of the ground leaves the sky free. */
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
