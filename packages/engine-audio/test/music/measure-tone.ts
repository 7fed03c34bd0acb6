import { sampleRate } from '../../src/lib/music/sample-rate.ts'

/** Measurements of one note of an instrument. */
export interface ToneMeasures {
  /** Deviation from the pitch. */
  readonly cents: number
  /** Time from the onset to the loudest 10 ms. */
  readonly attackSeconds: number
  /** Spectral centroid, in multiples of the note's frequency. */
  readonly centroid: number
  /** Fraction of the power at multiples of the note's frequency. */
  readonly harmonicity: number
  /** Spectral change between consecutive tenths of a second: 0 is none, as in an organ built from sines. */
  readonly flux: number
}

/** Samples per spectrum: 0.19 s. */
const spectrumLength = 8_192

/** Measures a note that starts at the first sample and lasts at least 0.7 s. */
export function measureTone(samples: Float32Array, hertz: number): ToneMeasures {
  const starts = [0.1, 0.2, 0.3, 0.4].map((seconds) => Math.round(seconds * sampleRate))
  const spectra = starts.map((start) => powerSpectrum(samples.subarray(start, start + spectrumLength)))
  const [first = new Float64Array()] = spectra
  return {
    cents: pitchCents(samples, hertz),
    attackSeconds: attackSeconds(samples),
    centroid: centroid(first) / hertz,
    harmonicity: harmonicity(first, hertz),
    flux: spectra.slice(1).reduce((sum, spectrum, index) => sum + difference(spectra[index]!, spectrum), 0) / 3,
  }
}

/** Returns the onset in seconds: the first sample above a twentieth of the peak. */
export function onsetSeconds(samples: Float32Array): number {
  const peak = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return samples.findIndex((value) => Math.abs(value) > peak / 20) / sampleRate
}

function attackSeconds(samples: Float32Array): number {
  const step = sampleRate / 100
  const powers = Array.from({ length: 70 }, (_, index) =>
    samples.subarray(index * step, (index + 1) * step).reduce((sum, value) => sum + value * value, 0),
  )
  const most = Math.max(...powers)
  // The loudest 10 ms of a steady tone can be anywhere: take the first within 1 dB of it.
  return powers.findIndex((power) => power > most * 0.8) / 100
}

/** Returns the deviation from a pitch in cents, within a semitone: the lag with the highest autocorrelation. */
export function pitchCents(samples: Float32Array, hertz: number): number {
  const start = Math.round(0.15 * sampleRate)
  // Several periods increase the resolution; with more than eight, an off-by-one period is within a semitone or two.
  const periods = Math.max(2, Math.min(8, Math.round(hertz * 0.06)))
  const lagOf = (cents: number) => (periods * sampleRate) / (hertz * 2 ** (cents / 1_200))
  let best = { score: -1, cents: 0 }
  for (let cents = -100; cents <= 100; cents++) {
    const score = likeness(samples, start, lagOf(cents))
    if (score > best.score) best = { score, cents }
  }
  return best.cents
}

/** Returns the normalized autocorrelation at a fractional lag. */
function likeness(samples: Float32Array, start: number, lag: number): number {
  const whole = Math.floor(lag)
  const fraction = lag - whole
  let [product, here, there] = [0, 0, 0]
  for (let index = start; index < start + 4_410; index++) {
    const later = samples[index + whole]! * (1 - fraction) + samples[index + whole + 1]! * fraction
    product += samples[index]! * later
    here += samples[index]! ** 2
    there += later ** 2
  }
  return product / Math.sqrt(here * there + 1e-12)
}

function centroid(spectrum: Float64Array): number {
  let [weighted, total] = [0, 1e-12]
  for (let bin = 1; bin < spectrum.length; bin++) {
    weighted += spectrum[bin]! * bin
    total += spectrum[bin]!
  }
  return ((weighted / total) * sampleRate) / spectrumLength
}

function harmonicity(spectrum: Float64Array, hertz: number): number {
  let [near, total] = [0, 1e-12]
  for (let bin = 1; bin < spectrum.length; bin++) {
    const harmonic = (bin * sampleRate) / spectrumLength / hertz
    // Two bins are the width of the window.
    const width = Math.max(0.03 * harmonic, (2 * sampleRate) / spectrumLength / hertz)
    total += spectrum[bin]!
    if (Math.abs(harmonic - Math.max(1, Math.round(harmonic))) < Math.min(0.25, width)) near += spectrum[bin]!
  }
  return near / total
}

/** One minus the cosine similarity of two amplitude spectra. */
function difference(one: Float64Array, other: Float64Array): number {
  let [product, power, otherPower] = [0, 1e-12, 1e-12]
  for (let bin = 0; bin < one.length; bin++) {
    product += Math.sqrt(one[bin]! * other[bin]!)
    power += one[bin]!
    otherPower += other[bin]!
  }
  return 1 - product / Math.sqrt(power * otherPower)
}

/**
 * Returns the power spectrum up to the Nyquist frequency: a radix-2 FFT (Cooley and Tukey 1965) of Hann-windowed
 * samples.
 */
export function powerSpectrum(samples: Float32Array): Float64Array {
  const length = 2 ** Math.floor(Math.log2(samples.length))
  const bits = Math.log2(length)
  const real = new Float64Array(length)
  const imaginary = new Float64Array(length)
  for (let index = 0; index < length; index++) {
    let reversed = 0
    for (let bit = 0; bit < bits; bit++) reversed |= ((index >> bit) & 1) << (bits - 1 - bit)
    real[reversed] = samples[index]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * index) / length))
  }
  for (let width = 2; width <= length; width *= 2) combine(real, imaginary, width)
  return Float64Array.from({ length: length / 2 }, (_, bin) => real[bin]! ** 2 + imaginary[bin]! ** 2)
}

/** One FFT stage: combines pairs of half-width spectra. */
function combine(real: Float64Array, imaginary: Float64Array, width: number): void {
  const half = width / 2
  for (let offset = 0; offset < half; offset++) {
    const cosine = Math.cos((2 * Math.PI * offset) / width)
    const sine = -Math.sin((2 * Math.PI * offset) / width)
    for (let start = offset; start < real.length; start += width) {
      const [x, y] = [real[start + half]!, imaginary[start + half]!]
      const [turnedX, turnedY] = [x * cosine - y * sine, x * sine + y * cosine]
      real[start + half] = real[start]! - turnedX
      imaginary[start + half] = imaginary[start]! - turnedY
      real[start]! += turnedX
      imaginary[start]! += turnedY
    }
  }
}
