import type {
  Speech,
  SpeechEngine,
  SpeechPiece,
  SpeechRequest,
  TranscribeOptions,
  Transcript,
  TranscriptionEngine,
  Voice,
} from '@mira/engine'
import { speechMediaTypes } from '@mira/engine'
import { parseWav, resample, toInt16, toLittleEndianBytes, wavHeader } from '@mira/engine/audio'
import { ApiError } from '../api-error.ts'
import type { CallScope } from '../call-scope.ts'
import { realtimePath } from '../realtime/realtime-path.ts'
import { answerOrRun, type EmulatedParts, fixtureEngineInfo } from './emulated-slot.ts'
import type { FixtureAnswer, FixtureCall, FixtureFile } from './fixture.ts'
import { toFixedError } from './fixture-answers.ts'
import type { BookFixture } from './fixture-book.ts'
import { type CallInput, scopeOf, toFixtureCall } from './fixture-call.ts'
import { toMediaBytes } from './media-bytes.ts'
import { pace, pause, planPauses } from './pacing.ts'

const common = { info: fixtureEngineInfo, close: async () => undefined }

/** Voices of a server without a speech engine. */
const fixtureVoices: readonly Voice[] = [
  { id: 'aria', name: 'Aria', languages: ['en'], gender: 'female', description: 'Speaks the audio of fixtures.' },
]

const defaultSampleRate = 24_000

/** Duration of the silence that stands for speech without an engine, per character, in milliseconds. */
const silenceMsPerCharacter = 50

/** Creates a speech engine that answers from fixtures first. */
export function emulateSpeech(parts: EmulatedParts<SpeechEngine>, loaded?: SpeechEngine): SpeechEngine {
  const { answers, real } = parts
  return {
    ...common,
    voices: () => loaded?.voices() ?? fixtureVoices,
    synthesize(request, options) {
      const scope = scopeOf(options)
      const call = scope && toFixtureCall('speech', scope, toSpeechInput(scope, request))
      const fixture = call && answers.findFixture(call, scope)
      if (fixture !== undefined) {
        const resolve = () => answers.of(fixture, call!, scope!)
        return speakFixture(request, fixture, { resolve, signal: options?.signal })
      }
      // In a session, the text of a fixture is spoken without a fixture of its own.
      const isSession = scope?.endpoint === realtimePath
      if (call !== undefined && !isSession) answers.rejectUnmatched(call)
      if (loaded !== undefined) return loaded.synthesize(request, options)
      if (isSession || scope === undefined) return speakSilence(request)
      real.check()
      throw new ApiError(503, 'The speech engine could not be loaded')
    },
  }
}

/** In a realtime session, speech is matched like the response that is spoken. */
export function toSpeechInput({ conversation }: CallScope, request: SpeechRequest): CallInput {
  return { user: request.text, ...conversation, model: 'mira-voice', request }
}

interface FixtureSpeechOptions {
  resolve(): ReturnType<EmulatedParts<SpeechEngine>['answers']['of']>
  readonly signal: AbortSignal | undefined
}

function speakFixture(request: SpeechRequest, fixture: BookFixture, { resolve, signal }: FixtureSpeechOptions): Speech {
  const { format, sampleRate = defaultSampleRate } = request
  const { answer } = fixture
  const fixedAudio = typeof answer === 'function' ? undefined : answer.audio
  const given = fixedAudio && toMediaBytes(fixedAudio).mediaType
  const mediaType = format === 'pcm' || given === undefined ? speechMediaTypes[format](sampleRate) : given
  async function* speak(): AsyncGenerator<SpeechPiece> {
    const {
      answer: { audio, error },
      pacing,
    } = await resolve()
    if (error !== undefined || audio === undefined) {
      await pause(planPauses(pacing, 1)[0]!, signal)
      throw toFixedError(error ?? { status: 500, message: `Fixture ${fixture.name} has no audio` })
    }
    yield* pace(splitSpeech(request.text, toSpeechBytes(audio, request)), pacing, signal)
  }
  return { mediaType, sampleRate, [Symbol.asyncIterator]: speak }
}

/** Returns the audio of a fixture as it is, or the samples of its WAV file if the request wants samples. */
function toSpeechBytes(audio: FixtureFile, { format, sampleRate = defaultSampleRate }: SpeechRequest): Uint8Array {
  const { data, mediaType } = toMediaBytes(audio)
  if (format !== 'pcm' || mediaType !== 'audio/wav') return data
  return toLittleEndianBytes(toInt16(resample(parseWav(data), sampleRate).samples))
}

/** Splits audio into a piece per word, of lengths in proportion, each of whole samples. */
function splitSpeech(text: string, audio: Uint8Array): SpeechPiece[] {
  const words = text.match(/\s*\S+\s*/g) ?? [text]
  const cutAt = (characters: number) => 2 * Math.round((audio.length * characters) / text.length / 2)
  let characters = 0
  return words.map((word, index) => {
    const start = cutAt(characters)
    characters += word.length
    const end = index === words.length - 1 ? audio.length : cutAt(characters)
    return { audio: audio.subarray(start, end), text: word, durationSeconds: 0 }
  })
}

function speakSilence({ text, format, sampleRate = defaultSampleRate }: SpeechRequest): Speech {
  const samples = Math.round((text.length * silenceMsPerCharacter * sampleRate) / 1_000)
  const silence = new Uint8Array(samples * 2)
  const audio = format === 'pcm' ? silence : Buffer.concat([wavHeader(sampleRate, silence.length), silence])
  return {
    mediaType: speechMediaTypes[format === 'pcm' ? 'pcm' : 'wav'](sampleRate),
    sampleRate,
    async *[Symbol.asyncIterator]() {
      yield { audio, text, durationSeconds: samples / sampleRate }
    },
  }
}

const recognizedRate = 16_000

/** Creates a transcription engine that answers from fixtures first. */
export function emulateTranscription(
  parts: EmulatedParts<TranscriptionEngine>,
  loaded?: TranscriptionEngine,
): TranscriptionEngine {
  return {
    ...common,
    languages: loaded?.languages ?? ['en'],
    transcribe: (samples, options) =>
      answerOrRun(parts, {
        capability: 'transcription',
        scope: scopeOf(options),
        signal: options?.signal,
        input: { model: 'mira-transcribe', user: '', request: { samples, language: options?.language } },
        answer: ({ answer }) => toTranscript(answer, samples.length / recognizedRate, options),
        run: (engine) => engine.transcribe(samples, options),
      }),
    // The fixtures of a session are found when a turn ends; see EmulatedSession.
    async openStream(options) {
      if (loaded !== undefined) return loaded.openStream(options)
      const nothing = { text: '', language: 'en', durationSeconds: 0, segments: [], words: [] }
      return { push: async () => '', finish: async () => nothing, close: async () => undefined }
    },
  }
}

/** Converts the transcript of an answer; `durationSeconds` is that of the recording. */
export function toTranscript(
  { transcript = '' }: FixtureAnswer,
  durationSeconds: number,
  { language, words: wantsWords = false }: TranscribeOptions = {},
): Transcript {
  const given = typeof transcript === 'string' ? { text: transcript } : transcript
  const duration = given.durationSeconds ?? durationSeconds
  const { text, words = spreadWords(text, duration) } = given
  return {
    text,
    language: given.language ?? language ?? 'en',
    durationSeconds: duration,
    segments: given.segments ?? (text === '' ? [] : [{ start: 0, end: duration, text }]),
    words: wantsWords ? words.map(({ word, start, end, confidence = 1 }) => ({ word, start, end, confidence })) : [],
  }
}

function spreadWords(
  text: string,
  durationSeconds: number,
): { word: string; start: number; end: number; confidence?: number }[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? []
  const at = (index: number) => Math.round((durationSeconds * index * 1_000) / words.length) / 1_000
  return words.map((word, index) => ({ word, start: at(index), end: at(index + 1) }))
}

/** Describes the user's turn of a realtime session. */
export function toTurnCall(scope: CallScope, turn: number): FixtureCall {
  return toFixtureCall('transcription', scope, { model: 'mira-transcribe', user: '', turn, request: undefined })
}
