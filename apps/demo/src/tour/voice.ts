import { writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { toSrt } from '@mira/media'
import { prepareRecognizer } from '../lib/prepare-recognizer.ts'
import { expect, type Step } from '../lib/step.ts'
import { dim, showProgress, writeLine, writeSaying } from '../lib/terminal.ts'

const sentence =
  'The old man walked slowly across the empty street, and nobody said a word about it until the evening came.'
const sampleRate = 24_000
const bytesPerSample = 2

/** Streams the speech of a sentence and transcribes it. */
export const voice: Step = {
  name: 'voice',
  title: 'Text to speech and transcription',
  endpoints: ['GET /v1/audio/voices', 'POST /v1/audio/speech', 'POST /v1/audio/transcribe'],
  async run({ mira, outputDir, signal }) {
    const { data: voices } = await mira.audio.voices({ signal })
    const [first, second, third, ...others] = voices.map(({ id }) => id)
    writeLine(dim(`${voices.length} voices: ${first}, ${second}, ${third} and ${others.length} more`))
    await prepareRecognizer()
    const startedAt = performance.now()
    const speech = await mira.audio.speech({ input: sentence, voice: 'aria', response_format: 'pcm' }, { signal })
    let firstByteMs: number | undefined
    let bytes = 0
    for await (const chunk of speech) {
      firstByteMs ??= Math.round(performance.now() - startedAt)
      bytes += chunk.length
    }
    const allMs = performance.now() - startedAt
    const seconds = bytes / bytesPerSample / sampleRate
    writeSaying('Mira', `${sentence} ${dim(`(${seconds.toFixed(1)} s of speech)`)}`)
    expect(firstByteMs !== undefined && firstByteMs < allMs, 'The audio must start before it is complete')

    const mp3 = await (await mira.audio.speech({ input: sentence, voice: 'aria' }, { signal })).blob()
    const file = join(outputDir, 'sentence.mp3')
    await writeFile(file, mp3.stream())
    writeLine(`  ${relative('', file)}`)
    const transcriptionStartedAt = performance.now()
    const transcript = await showProgress(
      'Transcribing',
      mira.audio.transcribe({ file: mp3, response_format: 'verbose_json' }, { signal }),
    )
    const transcriptionFactor = (performance.now() - transcriptionStartedAt) / 1_000 / seconds
    writeSaying('Text', transcript.text)
    await writeFile(join(outputDir, 'sentence.srt'), toSrt(transcript))
    const recognized = countRecognized(sentence, transcript.text)
    expect(recognized >= 0.6, `Most words must be recognized, not ${Math.round(recognized * 100)} %`)
    const speechFactor = (allMs / 1_000 / seconds).toFixed(2)
    return `first byte after ${firstByteMs} ms, ${speechFactor} s per second of speech, transcribed at ${transcriptionFactor.toFixed(2)}, ${Math.round(recognized * 100)} % of the words recognized`
  },
}

/** Returns the fraction of the spoken words that were recognized, in any order. */
function countRecognized(spoken: string, transcript: string): number {
  const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z']+/g) ?? []
  const left = wordsOf(transcript)
  const words = wordsOf(spoken)
  const recognized = words.filter((word) => {
    const index = left.indexOf(word)
    if (index !== -1) left.splice(index, 1)
    return index !== -1
  })
  return recognized.length / words.length
}
