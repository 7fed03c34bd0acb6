import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'

const side = 64
const dots = new Map<string, Canvas>()

/** Draws a dot with a soft edge. Cached per color, because gradients cost ten times as much as a copy. */
export function drawSoftDot(context: SKRSContext2D, color: string, radius: number): void {
  const dot = dots.get(color) ?? paintDot(color)
  dots.set(color, dot)
  context.drawImage(dot, -radius, -radius, radius * 2, radius * 2)
}

/** Paints the cached dot. `color` is three numbers: "255 220 120". */
function paintDot(color: string): Canvas {
  const canvas = createCanvas(side, side)
  const context = canvas.getContext('2d')
  const gradient = context.createRadialGradient(side / 2, side / 2, 0, side / 2, side / 2, side / 2)
  gradient.addColorStop(0, `rgb(${color} / 1)`)
  gradient.addColorStop(0.3, `rgb(${color} / 0.55)`)
  gradient.addColorStop(1, `rgb(${color} / 0)`)
  context.fillStyle = gradient
  context.fillRect(0, 0, side, side)
  return canvas
}
