import { createRandom } from '@mira/engine/internal'
import type { Direction, ParticleKind } from '../direction/direction.ts'
import type { Effect } from '../video.ts'
import { createFireworks } from './fireworks.ts'
import { createFlockEffect, type FlockOptions } from './flock-effect.ts'
import { flocks } from './flocks.ts'
import { createLightEffect } from './light.ts'
import { createRainEffect } from './rain.ts'

/** Fraction of the frame's height, from the top, for particles that belong in the sky. */
const heightShares: Partial<Record<ParticleKind, number>> = { stars: 0.55 }

/** Options for {@link createEffects}. */
export interface EffectOptions {
  readonly seed: number
  /** Strength of light changes, 0 to 1. */
  readonly lightShare: number
}

/** Creates the effects of a direction in drawing order: light first, particles on top. */
export function createEffects(
  { light, particles, pace }: Direction,
  { seed, lightShare }: EffectOptions,
): readonly Effect[] {
  const flying = particles.map((kind, index) => {
    const random = createRandom(seed + 101 * (index + 1))
    return createParticles(kind, { random, pace, heightShare: heightShares[kind] })
  })
  return light ? [createLightEffect(light, lightShare), ...flying] : flying
}

function createParticles(kind: ParticleKind, options: FlockOptions): Effect {
  if (kind === 'rain') return createRainEffect(options)
  if (kind === 'fireworks') return createFireworks(options)
  return createFlockEffect(flocks[kind], options)
}
