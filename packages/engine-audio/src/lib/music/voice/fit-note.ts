/** Target for fitting a sung syllable to its note. */
export interface NoteFit {
  readonly sampleRate: number
  readonly pitchHz: number
  /** Target length in samples. */
  readonly length: number
}

/** Vibrato depth in cents, on notes long enough for it. */
const vibratoCents = 18

/** Vibrato rate in hertz. */
const vibratoHertz = 5.5

/** Fits a syllable to the length of its note by repeating or removing vowel periods, and adds vibrato to long notes. */
export function fitNote(samples: Float32Array, { sampleRate, pitchHz, length }: NoteFit): Float32Array {
  const period = sampleRate / pitchHz
  const sound = trim(samples)
  const center = loudest(sound, Math.round(sampleRate * 0.04))
  const fitted =
    sound.length < length ? lengthen(sound, center, { period, length }) : shorten(sound, center, { period, length })
  return length > sampleRate * 0.45 ? sway(fitted, sampleRate) : fadeEnds(fitted, sampleRate)
}

/** Trims surrounding silence. */
function trim(samples: Float32Array): Float32Array {
  const limit = 0.02 * samples.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  const isLoud = (value: number) => Math.abs(value) > limit
  const start = samples.findIndex(isLoud)
  return start < 0 ? samples : samples.slice(start, samples.findLastIndex(isLoud) + 1)
}

/** Finds the loudest point of the vowel. */
function loudest(samples: Float32Array, width: number): number {
  let best = { power: -1, at: samples.length >> 1 }
  for (let start = 0; start + width <= samples.length; start += width >> 2) {
    let power = 0
    for (let index = start; index < start + width; index++) power += samples[index]! ** 2
    if (power > best.power) best = { power, at: start + (width >> 1) }
  }
  return best.at
}

interface Target {
  readonly period: number
  readonly length: number
}

/** Repeats whole periods around the middle of the vowel, crossfaded. */
function lengthen(samples: Float32Array, center: number, { period, length }: Target): Float32Array {
  const room = Math.min(center, samples.length - center)
  const overlap = Math.max(8, Math.round(period * Math.max(1, Math.min(4, Math.floor(room / period / 3)))))
  const loop = Math.max(overlap, Math.round(Math.round(Math.min(6, room / period / 2)) * period))
  const from = Math.max(0, center - (loop >> 1))
  const parts: Float32Array[] = [samples.subarray(0, Math.min(samples.length, from + loop + overlap))]
  let total = samples.length
  while (total < length && from + loop + overlap <= samples.length) {
    parts.push(samples.subarray(from, from + loop + overlap))
    total += loop
  }
  parts.push(samples.subarray(Math.min(samples.length, from + loop)))
  return join(parts, overlap).slice(0, Math.max(length, 1))
}

/** Removes periods after the middle of the vowel; a syllable too short for that is cut. */
function shorten(samples: Float32Array, center: number, { period, length }: Target): Float32Array {
  const overlap = Math.max(8, Math.round(period))
  const surplus = Math.round(Math.ceil((samples.length - length) / period) * period)
  const from = Math.min(center, Math.max(overlap, length >> 1))
  const kept = samples.subarray(0, from + overlap)
  const rest = samples.subarray(Math.min(samples.length, from + surplus))
  return rest.length > overlap ? join([kept, rest], overlap) : samples.slice(0, length)
}

/** Joins parts with an overlap. */
function join(parts: readonly Float32Array[], overlap: number): Float32Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0) - overlap * (parts.length - 1)
  const result = new Float32Array(Math.max(1, total))
  let offset = 0
  for (const [order, part] of parts.entries()) {
    for (let index = 0; index < part.length && offset + index < result.length; index++) {
      const fadeIn = order > 0 && index < overlap ? index / overlap : 1
      const left = part.length - index
      const fadeOut = order < parts.length - 1 && left <= overlap ? left / overlap : 1
      result[offset + index]! += part[index]! * fadeIn * fadeOut
    }
    offset += part.length - overlap
  }
  return result
}

/** Applies vibrato that fades in, with a modulated delay. */
function sway(samples: Float32Array, sampleRate: number): Float32Array {
  const turn = (2 * Math.PI * vibratoHertz) / sampleRate
  const depth = (2 ** (vibratoCents / 1_200) - 1) / turn
  const swayed = samples.map((_, index) => {
    const grown = Math.min(1, Math.max(0, index / sampleRate - 0.2) * 3)
    const place = Math.max(0, index - depth * grown * (1 + Math.sin(turn * index)))
    const whole = Math.floor(place)
    return samples[whole]! + ((samples[whole + 1] ?? 0) - samples[whole]!) * (place - whole)
  })
  return fadeEnds(swayed, sampleRate)
}

function fadeEnds(samples: Float32Array, sampleRate: number): Float32Array {
  const length = Math.min(samples.length >> 1, Math.round(sampleRate * 0.012))
  for (let index = 0; index < length; index++) {
    samples[index]! *= index / length
    samples[samples.length - 1 - index]! *= index / length
  }
  return samples
}
