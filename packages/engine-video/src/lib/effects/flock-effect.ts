import { mix, swing, wrap } from '../easing.ts'
import type { Effect, Moment, Stage } from '../video.ts'
import type { Flock, Mote } from './flocks.ts'

/** Margin around the frame for particles entering and leaving, as a fraction of the frame's shorter side. */
const margin = 0.1

/** Options of a particle effect. */
export interface FlockOptions {
  readonly random: () => number
  readonly pace: number
  /** Fraction of the frame's height, from the top, that the particles stay within. Defaults to 1. */
  readonly heightShare?: number | undefined
}

/** Creates a particle effect. Positions depend only on the time, so any moment can be drawn on its own. */
export function createFlockEffect(flock: Flock, { random, pace, heightShare = 1 }: FlockOptions): Effect {
  const motes: Mote[] = Array.from({ length: flock.count }, () => ({
    x: random(),
    y: random(),
    size: random() ** 2,
    phase: random(),
    tint: random(),
  }))
  return {
    draw(stage, moment) {
      for (const mote of motes)
        drawMote(stage, { ...moment, seconds: moment.seconds * pace }, { flock, mote, heightShare })
    },
  }
}

interface Drawn {
  readonly flock: Flock
  readonly mote: Mote
  readonly heightShare: number
}

function drawMote({ context, width, height }: Stage, { seconds }: Moment, { flock, mote, heightShare }: Drawn): void {
  const unit = Math.min(width, height)
  const room = margin + flock.size[1]
  const across = width / unit + room * 2
  const down = (height * heightShare) / unit + room * 2
  // Small particles are far away and appear slower.
  const nearness = mix(0.5, 1, mote.size)
  const [sway, hertz] = flock.sway
  const x =
    wrap(mote.x * across + flock.drift * nearness * seconds, across) - room + sway * swing(seconds, hertz, mote.phase)
  const y = wrap(mote.y * down + flock.fall * nearness * seconds, down) - room
  context.save()
  context.translate(x * unit, y * unit)
  flock.paint(context, mote, { size: mix(...flock.size, mote.size) * unit, seconds })
  context.restore()
}
