import { toFloats, toInt16, toLittleEndianBytes } from '../audio/pcm.ts'
import { createStreamResampler } from '../audio/stream-resampler.ts'
import { wavHeader } from '../audio/wav.ts'
import { EngineInputError } from '../engine.ts'
import type { SpeechEngine, SpeechPiece, SpeechRequest, Voice } from '../speech-engine.ts'
import { speechMediaTypes } from '../speech-engine.ts'
import { UpstreamClient, type UpstreamOptions } from './upstream-client.ts'

/** Options for {@link createUpstreamSpeechEngine}. */
export interface UpstreamSpeechEngineOptions extends UpstreamOptions {
  /** Voices to offer, because OpenAI's API lists none. Defaults to `aria`, spoken in the upstream's default voice. */
  readonly voices?: readonly Voice[] | undefined
  /** Upstream voice for each of the voice IDs above, such as `{ aria: 'af_heart' }`. */
  readonly voiceNames?: Readonly<Record<string, string>> | undefined
}

/** Sample rate of `pcm` in OpenAI's speech API, in hertz. */
const upstreamSampleRate = 24_000

const defaultVoices: readonly Voice[] = [
  {
    id: 'aria',
    name: 'Aria',
    languages: ['en'],
    gender: 'female',
    description: 'Spoken by the upstream, in the voice that it is configured with',
  },
]

/** Creates a speech engine that streams from any server with an OpenAI-compatible `/audio/speech`. */
export function createUpstreamSpeechEngine(options: UpstreamSpeechEngineOptions): SpeechEngine {
  const client = new UpstreamClient(options)
  const voices = options.voices ?? defaultVoices
  return {
    info: {
      name: 'upstream-speech',
      kind: 'upstream',
      description: `Forwards to the speech model served at ${client.host}`,
    },
    voices: () => voices,
    synthesize(request, { signal } = {}) {
      const { text, voice, format, speed, sampleRate = upstreamSampleRate } = request
      checkRequest(request, voices)
      const body = {
        model: options.model ?? 'mira-voice',
        input: text,
        voice: options.voiceNames?.[voice] ?? voice,
        response_format: format === 'mp3' ? 'mp3' : 'pcm',
        ...(speed === undefined ? {} : { speed }),
      }
      const chunks = async () => (await client.send({ path: '/audio/speech', body, signal })).chunks()
      return {
        mediaType: speechMediaTypes[format](sampleRate),
        sampleRate,
        [Symbol.asyncIterator]: () =>
          format === 'mp3'
            ? passOn(chunks, text)
            : passOnSamples(chunks, { text, sampleRate, hasHeader: format === 'wav' }),
      }
    },
    close: async () => client.close(),
  }
}

function checkRequest({ text, voice }: SpeechRequest, voices: readonly Voice[]): void {
  if (text.trim() === '') {
    throw new EngineInputError('input is empty: a text needs at least one character', 'input', { code: 'empty' })
  }
  if (voices.some(({ id }) => id === voice)) return
  const ids = voices.map(({ id }) => id).join(', ')
  throw new EngineInputError(`voice must be one of ${ids}, not ${voice}`, 'voice')
}

type OpenChunks = () => Promise<AsyncIterable<Uint8Array>>

/** Streams a compressed file. Its duration is unknown before decoding, so the first chunk stands for the whole text. */
async function* passOn(open: OpenChunks, text: string): AsyncGenerator<SpeechPiece, void, undefined> {
  let spoken = text
  for await (const audio of await open()) {
    yield { audio, text: spoken, durationSeconds: 0 }
    spoken = ''
  }
}

interface SampleOptions {
  readonly text: string
  readonly sampleRate: number
  readonly hasHeader: boolean
}

async function* passOnSamples(
  open: OpenChunks,
  { text, sampleRate, hasHeader }: SampleOptions,
): AsyncGenerator<SpeechPiece, void, undefined> {
  const resampler = createStreamResampler(upstreamSampleRate, sampleRate)
  let rest = new Uint8Array(0)
  let spoken = text
  if (hasHeader) yield { audio: wavHeader(sampleRate), text: '', durationSeconds: 0 }
  for await (const chunk of await open()) {
    // A chunk may end in the middle of a sample.
    const bytes = new Uint8Array(rest.length + chunk.length)
    bytes.set(rest)
    bytes.set(chunk, rest.length)
    rest = bytes.slice(bytes.length - (bytes.length % 2))
    const samples = resampler.push(toFloats(readSamples(bytes)))
    yield { audio: toLittleEndianBytes(toInt16(samples)), text: spoken, durationSeconds: samples.length / sampleRate }
    spoken = ''
  }
}

function readSamples(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return Int16Array.from({ length: Math.floor(bytes.length / 2) }, (_, index) => view.getInt16(index * 2, true))
}
