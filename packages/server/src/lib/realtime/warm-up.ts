import type { ServerContext } from '../context.ts'
import type { RecognizerPool } from './recognizer-pool.ts'

/** Preloads the engines for the first turn of a session; errors are ignored here and reported on first use. */
export async function warmUp(
  { engines, chatModerator }: Pick<ServerContext, 'chatModerator' | 'engines'>,
  pool: RecognizerPool,
): Promise<void> {
  pool.warmUp()
  const { signal } = new AbortController()
  const speak = async () => {
    const speech = await engines.speech.get()
    const [voice] = speech.voices()
    if (!voice) return
    const request = { text: 'Ready.', voice: voice.id, language: voice.languages[0], format: 'pcm' as const }
    for await (const _chunk of speech.synthesize(request)) break
  }
  await Promise.allSettled([engines.chat.warmUp(), chatModerator.check(['Ready.'], { signal }), speak()])
}
