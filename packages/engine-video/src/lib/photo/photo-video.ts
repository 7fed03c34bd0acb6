import type { Pixels } from '@mira/engine-vision/internal'
import { ImageData } from '@napi-rs/canvas'
import { cameraPose } from '../camera.ts'
import { describeDirection } from '../direction/describe-direction.ts'
import type { Direction } from '../direction/direction.ts'
import { ease, mix, swing } from '../easing.ts'
import type { Moment, Video } from '../video.ts'
import { estimateDepth, type NearnessMap } from './estimate-depth.ts'
import { createWarpGrid, type WarpGrid, warpImage } from './warp.ts'

/** Creates a video from an image: it begins with the exact image, then the camera moves through its estimated depth. */
export async function createPhotoVideo(image: Pixels, direction: Direction): Promise<Video> {
  const map = await estimateDepth(image)
  const grid = createWarpGrid(map.columns, map.rows)
  const frame = new ImageData(image.width, image.height)
  return {
    description: `The given image with ${describeDirection(direction)}, by bending it along a guessed depth.`,
    draw({ context }, moment) {
      if (moment.seconds === 0) frame.data.set(image.data)
      else {
        bendGrid(grid, map, { image, direction, moment })
        warpImage(image, grid, frame.data)
      }
      context.putImageData(frame, 0, 0)
    },
  }
}

interface Bend {
  readonly image: Pixels
  readonly direction: Direction
  readonly moment: Moment
}

/** Sets the source position of every grid node at a moment. At the start, nodes map to themselves. */
function bendGrid(grid: WarpGrid, map: NearnessMap, { image, direction, moment }: Bend): void {
  const camera = relativeCamera(direction, moment)
  // The subject's own motion starts from rest.
  const liveliness = ease(moment.seconds / 1.5)
  for (let row = 0; row <= grid.rows; row++) {
    for (let column = 0; column <= grid.columns; column++) {
      const [u, v] = [column / grid.columns, row / grid.rows]
      const near = sample(map, 'nearness', [u, v])
      const subject = sample(map, 'subject', [u, v]) * liveliness
      const zoom = 1 + (camera.zoom - 1) * mix(0.75, 1.35, near) * (camera.zoom < 1 ? fromEdge(u, v) : 1)
      const parallax = mix(0.35, 1, near)
      const [ownX, ownY] = ownMotion(direction, moment.seconds, v)
      const fromX = 0.5 + (u - 0.5) / (zoom * camera.room) + camera.x * parallax - ownX * subject
      const fromY = 0.5 + (v - 0.5) / (zoom * camera.room) + camera.y * parallax - ownY * subject
      const node = row * (grid.columns + 1) + column
      grid.x[node] = fromX * image.width
      grid.y[node] = fromY * image.height
    }
  }
}

interface RelativeCamera {
  readonly x: number
  readonly y: number
  readonly zoom: number
  /** Magnification that keeps the edges of the image outside the frame. */
  readonly room: number
}

/** Returns the camera position relative to its initial position. */
function relativeCamera({ camera, pace }: Direction, moment: Moment): RelativeCamera {
  const first = cameraPose(camera, { seconds: 0, progress: 0 }, pace)
  const pose = cameraPose(camera, moment, pace)
  const x = (pose.x - first.x) * 0.75
  const y = (pose.y - first.y) * 0.75
  const zoom = pose.zoom / first.zoom
  return { x, y, zoom, room: 1 / (1 - 2 * Math.max(Math.abs(x), Math.abs(y))) }
}

/** Returns 0 at the edges and 1 in the center. Zooming out pins the edges, because nothing is known beyond them. */
function fromEdge(u: number, v: number): number {
  return 1 - Math.max(Math.abs(2 * u - 1), Math.abs(2 * v - 1)) ** 2
}

/** Returns the subject's own motion as a fraction of the frame. For standing subjects, it is larger toward the top. */
function ownMotion({ motion, heading, pace }: Direction, seconds: number, v: number): readonly [number, number] {
  const t = seconds * pace
  const up = 1 - v
  const side = heading === 'left' ? -1 : 1
  switch (motion) {
    case 'jump':
      return [0, -0.045 * Math.abs(swing(t, 0.6))]
    case 'dance':
      return [0.022 * swing(t, 0.8) * up, -0.015 * Math.abs(swing(t, 1.6))]
    case 'float':
    case 'swim':
      return [0.012 * swing(t, 0.17), 0.022 * swing(t, 0.3)]
    case 'fly':
    case 'rise':
      return [side * 0.012 * swing(t, 0.23), -0.03 * ease(t / 6) - 0.012 * swing(t, 0.5)]
    case 'travel':
      return [side * 0.03 * ease(t / 6), -0.008 * Math.abs(swing(t, 1.4))]
    case 'fall':
      return [0, 0.03 * ease(t / 5)]
    case 'spin':
    case 'sway':
    case 'wave':
      return [0.022 * swing(t, 0.35) * up, 0]
    default:
      return [0.004 * swing(t, 0.2), -0.005 * swing(t, 0.27)]
  }
}

/** Samples a layer of a map at a position from 0 to 1 with bilinear interpolation between cells. */
function sample(map: NearnessMap, layer: 'nearness' | 'subject', [u, v]: readonly [number, number]): number {
  const { columns, rows, [layer]: values } = map
  const x = Math.min(columns - 1.001, Math.max(0, u * columns - 0.5))
  const y = Math.min(rows - 1.001, Math.max(0, v * rows - 0.5))
  const [column, row] = [Math.floor(x), Math.floor(y)]
  const at = row * columns + column
  const upper = mix(values[at] ?? 0, values[at + 1] ?? 0, x - column)
  const lower = mix(values[at + columns] ?? 0, values[at + columns + 1] ?? 0, x - column)
  return mix(upper, lower, y - row)
}
