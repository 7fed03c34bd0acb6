import type { BoundingBox, ChatFinishReason } from '@mira/engine'
import type { ErrorStyle } from '../wire/error-style.ts'

/** Endpoint by name. Each covers its compatible paths; `images` covers generation and edits. */
export type EndpointName =
  | 'chat'
  | 'completions'
  | 'responses'
  | 'embeddings'
  | 'images'
  | 'vision'
  | 'speech'
  | 'transcription'
  | 'music'
  | 'video'
  | 'moderations'
  | 'realtime'

/** Kind of work that a fixture answers. */
export type Capability =
  | 'chat'
  | 'embeddings'
  | 'images'
  | 'vision'
  | 'speech'
  | 'transcription'
  | 'music'
  | 'video'
  | 'moderation'

/** Call that fixtures are matched against. */
export interface FixtureCall {
  readonly capability: Capability
  /** Path of the endpoint, such as `/v1/chat/completions`. */
  readonly endpoint: string
  readonly model: string
  /** Text of the last user message, the prompt of media, the text to speak or to embed; empty for audio. */
  readonly user: string
  /** Text of all system and developer messages. */
  readonly system: string
  /** Names of the tools that the request offers. */
  readonly tools: readonly string[]
  /** Content of the tool messages that follow the last user message; undefined without any. */
  readonly toolResult: string | undefined
  /** Number of user messages in the conversation; in a realtime session, of its user turns. 1 for other endpoints. */
  readonly turn: number
  readonly testId: string | undefined
  /** Request headers, with lowercase names. */
  readonly headers: Readonly<Record<string, string>>
  /** Request as the engine receives it. */
  readonly request: unknown
}

/**
 * Conditions of a fixture; all must hold. A text condition is a substring or, between slashes, a regular expression
 * with optional flags: `/^hello/i`.
 */
export interface FixtureMatch {
  /** One or several endpoints, by name or path. */
  readonly endpoint?: EndpointName | (string & {}) | readonly (EndpointName | (string & {}))[] | undefined
  /** Text condition for the model. */
  readonly model?: string | undefined
  /** Text condition for the last user message or the prompt. */
  readonly user?: string | undefined
  /** Text condition for the system and developer messages. */
  readonly system?: string | undefined
  /** Name of a tool that the request must offer. */
  readonly tool?: string | undefined
  /** Text condition for the tool results after the last user message; true or false for whether there are any. */
  readonly toolResult?: string | boolean | undefined
  /** Turn of the conversation, from 1. */
  readonly turn?: number | undefined
  /** Which of the calls that meet the other conditions, from 1, counted per test; a list for several. */
  readonly occurrence?: number | readonly number[] | undefined
  /** Text conditions for request headers, by name. */
  readonly header?: Readonly<Record<string, string>> | undefined
  /** Test that the request must belong to. */
  readonly testId?: string | undefined
  /** Condition in code, for fixtures that are passed to `startServer`. */
  readonly when?: ((call: FixtureCall) => boolean) | undefined
}

/** Bytes of a file. A `file` is relative to its fixture file; `bytes` can be used in code only. */
export interface FixtureFile {
  readonly file?: string | undefined
  readonly base64?: string | undefined
  readonly bytes?: Uint8Array | undefined
  /** Detected from the content if omitted. */
  readonly mediaType?: string | undefined
}

/** Image of an answer. */
export interface FixtureImage extends FixtureFile {
  readonly revisedPrompt?: string | undefined
}

/** Error of an answer. */
export interface FixtureError {
  /** HTTP status, 400 to 599. */
  readonly status: number
  /** Defaults to `Fixed error <status>`. */
  readonly message?: string | undefined
  readonly code?: string | undefined
  /** Value of the `Retry-After` header: seconds, which may be 0, or an HTTP date. */
  readonly retryAfter?: number | string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Format of the body. Defaults to the server's `errorStyle`. */
  readonly style?: ErrorStyle | undefined
  /** Body to send instead: text as it is, anything else as JSON. */
  readonly body?: unknown
}

/** Tool call of an answer. */
export interface FixtureToolCall {
  readonly name: string
  /** Arguments as a value, or JSON text that is sent as it is, valid or not. */
  readonly arguments?: unknown
  /** Defaults to an id derived from the position of the call. */
  readonly id?: string | undefined
}

/** Transcript of an answer. */
export interface FixtureTranscript {
  readonly text: string
  /** Defaults to the requested language, or `en`. */
  readonly language?: string | undefined
  /** Defaults to the duration of the recording. */
  readonly durationSeconds?: number | undefined
  /** Words with their times. By default, spread evenly over the duration. */
  readonly words?:
    | readonly {
        readonly word: string
        readonly start: number
        readonly end: number
        readonly confidence?: number | undefined
      }[]
    | undefined
  /** Defaults to one segment. */
  readonly segments?: readonly { readonly start: number; readonly end: number; readonly text: string }[] | undefined
}

/** Life cycle of a job. */
export interface FixtureJob {
  /** Reports of progress, in order. Those less than 200 ms apart may reach pollers and streams as one. */
  readonly steps?:
    | readonly {
        /** Percentage, 0 to 100. */
        readonly progress?: number | undefined
        readonly stage?: string | undefined
        /** Time until the report, in milliseconds. Defaults to 0. */
        readonly afterMs?: number | undefined
      }[]
    | undefined
  /** Fails the job after its steps. */
  readonly failure?: { readonly code?: string | undefined; readonly message: string } | undefined
}

/** Answer of a fixture. It must contain a field for the capability it is to answer; `error` answers any. */
export interface FixtureAnswer {
  /** Text of the answer, streamed word by word; a list is streamed in exactly its parts. */
  readonly text?: string | readonly string[] | undefined
  readonly reasoning?: string | undefined
  readonly toolCalls?: readonly FixtureToolCall[] | undefined
  /** Structured data, sent as JSON text. */
  readonly data?: unknown
  /** Text that declines the request, sent as the refusal of the message. */
  readonly refusal?: string | undefined
  /** Defaults to `tool_calls` with tool calls, otherwise to `stop`. */
  readonly finishReason?: ChatFinishReason | undefined
  /** Token usage. Defaults to one token per four characters. */
  readonly usage?:
    | {
        readonly promptTokens?: number | undefined
        readonly completionTokens?: number | undefined
        readonly reasoningTokens?: number | undefined
      }
    | undefined
  /** Fails the call; a stream that has `text` too fails after it. */
  readonly error?: FixtureError | undefined
  /** Vectors by input text; the last one is repeated for further texts. */
  readonly embeddings?: readonly (readonly number[])[] | undefined
  /** Images; repeated up to the requested number. */
  readonly images?: readonly FixtureImage[] | undefined
  /** Objects that are located in an image, best match first. */
  readonly objects?:
    | readonly { readonly label: string; readonly confidence?: number | undefined; readonly box: BoundingBox }[]
    | undefined
  /** Audio of speech or music. In a realtime session it must be a WAV file. */
  readonly audio?: FixtureFile | undefined
  /** Transcript of a recording, or of the user's turn in a realtime session. */
  readonly transcript?: string | FixtureTranscript | undefined
  readonly video?: FixtureFile | undefined
  /** Duration of the music or video, in seconds. Defaults to the requested duration. */
  readonly durationSeconds?: number | undefined
  readonly lyrics?: string | undefined
  /** Description of the video. */
  readonly description?: string | undefined
  /** Life cycle of a music or video job. The file defaults to a placeholder. */
  readonly job?: FixtureJob | undefined
  /** Blocks the request as harmful, in this category; null allows it. */
  readonly blocked?: string | null | undefined
  /** Ends the response after this many characters of its text, as if the user had spoken (realtime only). */
  readonly interruptAfterCharacters?: number | undefined
}

/** Timing of an answer. */
export interface Pacing {
  /** Time until the first event, in milliseconds. Defaults to 0. */
  readonly firstEventMs?: number | undefined
  /** Words or fragments per second after the first. Defaults to no pause. */
  readonly tokensPerSecond?: number | undefined
  /** Maximum random deviation of each pause, in milliseconds. Defaults to 0. */
  readonly jitterMs?: number | undefined
  /** Seed of the deviations. Defaults to 0. */
  readonly seed?: number | undefined
}

/** Fixed answer to matching calls. */
export interface Fixture {
  /** Name in messages and in the journal. Defaults to the file and line. */
  readonly name?: string | undefined
  /** Conditions. Without any, the fixture answers every call that its answer is for. */
  readonly match?: FixtureMatch | undefined
  /** Answer, or a function that returns it, for fixtures that are passed to `startServer`. */
  readonly answer: FixtureAnswer | ((call: FixtureCall) => FixtureAnswer | Promise<FixtureAnswer>)
  readonly pacing?: Pacing | undefined
}
