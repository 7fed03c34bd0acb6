import type { LightChange } from '../direction/direction.ts'
import { ease, swing } from '../easing.ts'
import type { Effect, Stage } from '../video.ts'

/** Tint over the frame: a gradient from one color at the top to another at the bottom. */
interface Tint {
  readonly top: string
  readonly bottom: string
  readonly blend: 'multiply' | 'screen' | 'soft-light'
}

const warm: Tint = { top: '#ff9a5a', bottom: '#ffc27a', blend: 'multiply' }
const dark: Tint = { top: '#2b3568', bottom: '#4a4676', blend: 'multiply' }
const glow: Tint = { top: '#ff9650', bottom: '#ffcf87', blend: 'soft-light' }
const flash: Tint = { top: '#f4f6ff', bottom: '#c9d4ff', blend: 'screen' }
const fire: Tint = { top: '#ff8a2a', bottom: '#ffb04a', blend: 'soft-light' }

/** Times of lightning strikes, in seconds. Repeats every six seconds. */
const strikes = [0.9, 1.05, 3.1, 4.2, 4.3]

/** Strength of each tint over time, 0 to 1. A change that starts from the given light starts at 0. */
const changes: Readonly<
  Record<LightChange, readonly (readonly [Tint, (progress: number, seconds: number) => number])[]>
> = {
  sunset: [
    [warm, (progress) => 0.6 * ease(progress * 1.4)],
    [dark, (progress) => 0.25 * ease(progress * 1.6 - 0.6)],
  ],
  sunrise: [
    [dark, (progress) => 0.75 * (1 - ease(progress * 1.4))],
    [glow, (progress) => 0.7 * Math.sin(Math.PI * Math.min(1, progress * 0.8))],
  ],
  nightfall: [[dark, (progress) => 0.9 * ease(progress)]],
  lightning: [[flash, (_progress, seconds) => brightnessOfStrikes(seconds % 6)]],
  firelight: [[fire, (_progress, seconds) => 0.4 + 0.12 * swing(seconds, 2.3) + 0.08 * swing(seconds, 5.1, 0.4)]],
}

function brightnessOfStrikes(seconds: number): number {
  return strikes.reduce((brightness, at) => {
    const since = seconds - at
    return since < 0 ? brightness : Math.max(brightness, 0.8 * Math.exp(-since * 9))
  }, 0)
}

/**
 * Creates a change of the light over the clip.
 *
 * @param share - Strength, 0 to 1: less for a scene that already has that light.
 */
export function createLightEffect(change: LightChange, share: number): Effect {
  return {
    draw(stage, { progress, seconds }) {
      for (const [tint, strength] of changes[change]) layTint(stage, tint, share * strength(progress, seconds))
    },
  }
}

function layTint({ context, width, height }: Stage, { top, bottom, blend }: Tint, strength: number): void {
  if (strength < 0.005) return
  const gradient = context.createLinearGradient(0, 0, 0, height)
  gradient.addColorStop(0, top)
  gradient.addColorStop(1, bottom)
  context.save()
  context.globalCompositeOperation = blend
  context.globalAlpha *= Math.min(1, strength)
  context.fillStyle = gradient
  context.fillRect(0, 0, width, height)
  context.restore()
}
