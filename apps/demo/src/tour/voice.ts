import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { toSrt } from '@mira/media'
import { expect, type Step } from '../lib/step.ts'
import { dim, writeLine, writeSaying } from '../lib/terminal.ts'

const sentence =
  'The old man walked slowly across the empty street, and nobody said a word about it until the evening came.'
const sampleRate = 24_000
const bytesPerSample = 2

/** Streams the speech of a sentence and transcribes it. */
export const voice: Step = {
  name: 'voice',
  title: 'A sentence, spoken and written down again',
  endpoints: ['GET /v1/audio/voices', 'POST /v1/audio/speech', 'POST /v1/audio/transcribe'],
  async run({ mira, outputDir, signal }) {
    const { data: voices } = await mira.audio.voices({ signal })
    writeLine(dim(`Voices: ${voices.map(({ id }) => id).join(', ')}`))
    const startedAt = performance.now()
    const speech = await mira.audio.speech({ input: sentence, voice: 'aria', response_format: 'pcm' }, { signal })
    let firstByteMs: number | undefined
    let bytes = 0
    for await (const piece of speech) {
      firstByteMs ??= Math.round(performance.now() - startedAt)
      bytes += piece.length
    }
    const allMs = performance.now() - startedAt
    const seconds = bytes / bytesPerSample / sampleRate
    writeSaying('Mira', `${sentence} ${dim(`(${seconds.toFixed(1)} s of speech)`)}`)
    expect(firstByteMs !== undefined && firstByteMs < allMs, 'The first sound must come before the last is made')

    const mp3 = await (await mira.audio.speech({ input: sentence, voice: 'aria' }, { signal })).blob()
    const file = join(outputDir, 'sentence.mp3')
    await writeFile(file, mp3.stream())
    writeLine(`  ${file}`)
    const heardAt = performance.now()
    const transcript = await mira.audio.transcribe({ file: mp3, response_format: 'verbose_json' }, { signal })
    const hearingFactor = (performance.now() - heardAt) / 1_000 / seconds
    writeSaying('Heard', transcript.text)
    await writeFile(join(outputDir, 'sentence.srt'), toSrt(transcript))
    const kept = countKept(sentence, transcript.text)
    expect(kept >= 0.6, `Most words must come back; ${Math.round(kept * 100)} % did`)
    const speakingFactor = (allMs / 1_000 / seconds).toFixed(2)
    return `first byte after ${firstByteMs} ms, ${speakingFactor} s a second of speech, heard at ${hearingFactor.toFixed(2)}, ${Math.round(kept * 100)} % of the words back`
  },
}

/** Returns the fraction of the spoken words that were recognized, in any order. */
function countKept(said: string, heard: string): number {
  const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z']+/g) ?? []
  const left = wordsOf(heard)
  const words = wordsOf(said)
  const kept = words.filter((word) => {
    const index = left.indexOf(word)
    if (index !== -1) left.splice(index, 1)
    return index !== -1
  })
  return kept.length / words.length
}
