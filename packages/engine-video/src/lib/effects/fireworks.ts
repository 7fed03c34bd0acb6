import type { SKRSContext2D } from '@napi-rs/canvas'
import { ease, mix, wrap } from '../easing.ts'
import type { Effect, Stage } from '../video.ts'
import type { FlockOptions } from './flock-effect.ts'
import { drawSoftDot } from './soft-dot.ts'

const colors = ['255 90 90', '255 200 80', '120 220 255', '160 255 140', '255 130 230', '255 240 200']
const rockets = 5
const raysPerBurst = 44
/** Launch interval of a rocket and duration of its climb, in seconds. */
const period = 2.6
const climb = 0.8

interface Rocket {
  readonly start: number
  /** Random numbers; each launch uses different ones. */
  readonly places: readonly number[]
}

/** Creates rockets that climb and burst one after the other. */
export function createFireworks({ random, pace }: FlockOptions): Effect {
  const all: Rocket[] = Array.from({ length: rockets }, (_, index) => ({
    start: -(index / rockets) * period - 0.5,
    places: Array.from({ length: 24 }, () => random()),
  }))
  return {
    draw(stage, { seconds }) {
      stage.context.save()
      stage.context.globalCompositeOperation = 'lighter'
      for (const rocket of all) drawRocket(stage, rocket, seconds * mix(1, pace, 0.5) - rocket.start)
      stage.context.restore()
    },
  }
}

function drawRocket({ context, width, height }: Stage, { places }: Rocket, age: number): void {
  const launch = Math.floor(age / period)
  const since = wrap(age, period)
  const at = (offset: number): number => places[(launch * 3 + offset) % places.length] ?? 0.5
  const x = mix(0.12, 0.88, at(0)) * width
  const top = mix(0.12, 0.42, at(1)) * height
  const color = colors[Math.floor(at(2) * colors.length)] ?? '255 240 200'
  const unit = Math.min(width, height)
  context.save()
  if (since < climb) {
    const way = since / climb
    context.translate(x, mix(height * 0.95, top, 1 - (1 - way) ** 2))
    drawSoftDot(context, color, unit * 0.012)
  } else {
    context.translate(x, top)
    drawBurst(context, { color, unit, age: since - climb, turn: at(2) })
  }
  context.restore()
}

function drawBurst(
  context: SKRSContext2D,
  { color, unit, age, turn }: { color: string; unit: number; age: number; turn: number },
): void {
  const life = age / (period - climb)
  const radius = unit * 0.24 * (1 - (1 - Math.min(1, life * 1.3)) ** 3)
  context.globalAlpha *= 1 - ease(life)
  for (let ray = 0; ray < raysPerBurst; ray++) {
    const angle = (ray / raysPerBurst + turn) * 2 * Math.PI
    const length = radius * (ray % 3 === 0 ? 0.55 : ray % 3 === 1 ? 0.8 : 1)
    for (const [share, size] of [
      [1, 0.011],
      [0.88, 0.008],
      [0.76, 0.006],
    ] as const) {
      const x = Math.cos(angle) * length * share
      const y = Math.sin(angle) * length * share + unit * 0.12 * life * life
      context.translate(x, y)
      drawSoftDot(context, color, unit * size)
      context.translate(-x, -y)
    }
  }
}
