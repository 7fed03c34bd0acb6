import { mix, wrap } from '../easing.ts'
import type { Effect } from '../video.ts'
import type { FlockOptions } from './flock-effect.ts'

/** Layers of rain from far to near: many thin, slow drops behind, few thick, fast ones in front. */
const sheets = [
  { count: 150, length: 0.035, speed: 1.1, thickness: 0.0011, opacity: 0.3 },
  { count: 80, length: 0.06, speed: 1.5, thickness: 0.0018, opacity: 0.4 },
  { count: 30, length: 0.1, speed: 2, thickness: 0.0028, opacity: 0.45 },
] as const

/** Horizontal fraction of the fall: the rain is slightly slanted. */
const slant = 0.12

/** Creates rain. Draws one path per layer, because stroking each drop takes five times as long. */
export function createRainEffect({ random, pace }: FlockOptions): Effect {
  const drops = sheets.map((sheet) => ({
    ...sheet,
    drops: Array.from({ length: sheet.count }, () => ({ x: random(), y: random(), speed: mix(0.85, 1.15, random()) })),
  }))
  return {
    draw({ context, width, height }, { seconds }) {
      const unit = Math.min(width, height)
      context.save()
      context.lineCap = 'round'
      for (const { drops: all, length, speed, thickness, opacity } of drops) {
        context.strokeStyle = `rgb(214 228 245 / ${opacity})`
        context.lineWidth = Math.max(1, thickness * unit)
        context.beginPath()
        for (const drop of all) {
          const down = height + 2 * length * unit
          const fallen = drop.y * down + drop.speed * speed * pace * seconds * unit
          const y = wrap(fallen, down) - length * unit
          const x = wrap(drop.x * width - slant * fallen, width)
          context.moveTo(x, y)
          context.lineTo(x - slant * length * unit, y + length * unit)
        }
        context.stroke()
      }
      context.restore()
    },
  }
}
