import type { BasicPreset, BasicSoundBank } from 'spessasynth_core'
import { fullRange, instruments, type Preset } from './instruments.ts'

const velocities: ReadonlySet<number> = new Set(Array.from({ length: 127 }, (_, index) => index + 1))

/** Removes unused presets, and unused keys of drum kits, in place. */
export function cutSoundBank(bank: BasicSoundBank): void {
  const played = new Map<BasicPreset, Map<number, Set<number>>>()
  for (const { sound } of Object.values(instruments)) {
    if (typeof sound === 'function') continue
    const preset = findPreset(bank, sound)
    const keys = played.get(preset) ?? new Map<number, Set<number>>()
    for (const key of keysOf(sound)) keys.set(key, new Set(velocities))
    played.set(preset, keys)
  }
  bank.trim(played)
}

/**
 * Finds a preset in the sound font.
 *
 * @throws {Error} when the font lacks the preset: another preset would sound in its place.
 */
export function findPreset(bank: BasicSoundBank, { program, bank: number = 0, keys }: Preset): BasicPreset {
  const found = bank.presets.find(
    (preset) => preset.program === program && preset.isGMGSDrum === (keys !== undefined) && preset.bankMSB === number,
  )
  if (!found) throw new Error(`The sound font has no preset ${number}:${program}`)
  return found
}

function keysOf({ keys, range: [lowest, highest] = fullRange }: Preset): readonly number[] {
  return keys ?? Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index)
}
