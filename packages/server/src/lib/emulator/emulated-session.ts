import type { ChatEngine, SpeechEngine, TranscriptionStream } from '@mira/engine'
import type { CallScope } from '../call-scope.ts'
import type { EmulatedSessionEngines } from '../emulation.ts'
import type { RecognizerLeases } from '../realtime/recognizer-pool.ts'
import { toSpeechInput, toTranscript, toTurnCall } from './emulated-audio.ts'
import { type FixtureAnswers, toFixedError } from './fixture-answers.ts'
import { type CallInput, toChatInput, toFixtureCall } from './fixture-call.ts'

const recognizedRate = 16_000

/** Engines of a realtime session: its turns and responses are matched with the conversation that they belong to. */
export class EmulatedSession {
  readonly #answers: FixtureAnswers
  readonly #scope: CallScope
  #turns = 0
  /** Conversation of the current response. */
  #conversation: CallInput | undefined
  /** Whether the current response has been spoken with the audio of a fixture, which is that of the whole response. */
  #isSpoken = false

  constructor(answers: FixtureAnswers, scope: CallScope) {
    this.#answers = answers
    this.#scope = scope
  }

  /** Puts fixtures before the engines of the session. */
  emulate({ admitted, pool }: EmulatedSessionEngines): EmulatedSessionEngines {
    const { chat, speech } = admitted
    return { admitted: { ...admitted, chat: this.#chat(chat), speech: this.#speech(speech) }, pool: this.#pool(pool) }
  }

  #chat(chat: ChatEngine): ChatEngine {
    return {
      ...chat,
      info: chat.info,
      generate: (request, options) => {
        this.#conversation = toChatInput(request)
        this.#isSpoken = false
        return chat.generate(request, { ...options, ...this.#options })
      },
    }
  }

  #speech(speech: SpeechEngine): SpeechEngine {
    return {
      ...speech,
      info: speech.info,
      synthesize: (request, options) => {
        if (this.#isSpoken) return { mediaType: 'audio/pcm', sampleRate: request.sampleRate ?? 0, ...nothing }
        const call = toFixtureCall('speech', this.#scope, toSpeechInput(this.#options.scope, request))
        this.#isSpoken = this.#answers.book.wouldAnswer(call)
        return speech.synthesize(request, { ...options, ...this.#options })
      },
    }
  }

  #pool(pool: RecognizerLeases): RecognizerLeases {
    return {
      lease: async (signal) => {
        const lease = await pool.lease(signal)
        return { stream: this.#stream(lease.stream, signal), release: lease.release }
      },
    }
  }

  /** Recognizes a turn; a fixture replaces the transcript, and partial ones are not sent. */
  #stream(stream: TranscriptionStream, signal: AbortSignal): TranscriptionStream {
    const { book } = this.#answers
    let samples = 0
    return {
      push: async (chunk) => {
        samples += chunk.length
        const partial = await stream.push(chunk)
        return book.wouldAnswer(toTurnCall(this.#scope, this.#turns + 1)) ? '' : partial
      },
      finish: async () => {
        const recognized = await stream.finish()
        // The turn was discarded.
        if (signal.aborted) return recognized
        this.#turns += 1
        const fixed = await this.#answers.find(toTurnCall(this.#scope, this.#turns), this.#scope)
        if (fixed === undefined) return recognized
        if (fixed.answer.transcript === undefined) throw toFixedError(fixed.answer.error!)
        return toTranscript(fixed.answer, samples / recognizedRate)
      },
      close: () => stream.close(),
    }
  }

  get #options(): { readonly scope: CallScope } {
    return { scope: { ...this.#scope, ...(this.#conversation && { conversation: this.#conversation }) } }
  }
}

const nothing = {
  async *[Symbol.asyncIterator](): AsyncGenerator<never> {},
}
