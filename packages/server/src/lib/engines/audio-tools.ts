import type { AudioDecoder } from '@mira/engine'
import { ApiError } from '../api-error.ts'
import { installHint, isInstalled } from './engine-packages.ts'

const name = '@mira/engine-audio'

/**
 * Creates a decoder of audio files that is loaded on first use.
 *
 * Its `decode` throws {@link ApiError} 501 when the audio engine package is not installed.
 */
export function createLazyAudioDecoder(): AudioDecoder {
  let loading: Promise<AudioDecoder> | undefined
  return {
    async decode(file, options) {
      loading ??= loadAudioPackage('audio decoder').then(({ createAudioDecoder }) => createAudioDecoder())
      return (await loading).decode(file, options)
    },
    async close() {
      const decoder = await loading?.catch(() => undefined)
      await decoder?.close()
    },
  }
}

async function loadAudioPackage(part: string): Promise<typeof import('@mira/engine-audio')> {
  if (isInstalled(name)) return import('@mira/engine-audio')
  throw new ApiError(501, `This server has no ${part}: ${installHint(name)}`, { code: 'engine_missing' })
}
