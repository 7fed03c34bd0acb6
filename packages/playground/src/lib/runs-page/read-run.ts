/** A recorded run as it is shown. Every field of the file may be missing or of another type. */
export interface ShownRun {
  readonly operation: string
  readonly status: string
  readonly model: string
  readonly startedAt: string
  readonly durationMs: number
  readonly messages: readonly unknown[]
  readonly tools: readonly unknown[]
  readonly rounds: readonly ShownRound[]
  readonly answer: string | undefined
  readonly usage: Fields | undefined
  readonly error: Fields | undefined
  readonly cut: readonly Fields[]
}

/** One round: a request, and the tool calls of its answer. */
export interface ShownRound {
  readonly round: number
  readonly startedAtMs: number
  readonly durationMs: number | undefined
  readonly attempts: readonly ShownAttempt[]
  readonly completion: Fields | undefined
  readonly error: Fields | undefined
  readonly calls: readonly ShownCall[]
}

/** One attempt of a request. */
export interface ShownAttempt {
  readonly durationMs: number
  /** Delay before the next attempt. */
  readonly waitMs: number
  /** Error code; absent on success. */
  readonly code: string | undefined
  readonly status: number | undefined
}

/** One tool call. */
export interface ShownCall {
  readonly name: string
  readonly arguments: unknown
  readonly startedAtMs: number
  readonly durationMs: number | undefined
  readonly content: unknown
  readonly error: Fields | undefined
}

/** An object of the file. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * Reads a recording.
 *
 * @throws {Error} when the text is not a recorded run of version 1.
 */
export function readRun(text: string): ShownRun {
  const file = toFields(parse(text))
  if (file?.format !== 'mira.run') throw new Error('it is not a recording of recordRun')
  if (file.version !== 1) throw new Error(`its version is ${String(file.version)}, and this page shows version 1`)
  const rounds = toList(file.rounds).map(readRound)
  const ends = rounds.flatMap(({ startedAtMs, durationMs = 0, calls }) => [
    startedAtMs + durationMs,
    ...calls.map((call) => call.startedAtMs + (call.durationMs ?? 0)),
  ])
  return {
    operation: toText(file.operation),
    status: toText(file.status),
    model: toText(toFields(file.request)?.model),
    startedAt: toText(file.startedAt),
    durationMs: Math.max(toNumber(file.durationMs) ?? 0, ...ends),
    messages: toList(file.messages),
    tools: toList(file.tools),
    rounds,
    answer: typeof file.answer === 'string' ? file.answer : undefined,
    usage: toFields(file.usage),
    error: toFields(file.error),
    cut: toList(file.cut)
      .map(toFields)
      .filter((cut) => cut !== undefined),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error('it is not JSON', { cause })
  }
}

function readRound(value: unknown, index: number): ShownRound {
  const round = toFields(value) ?? {}
  return {
    round: toNumber(round.round) ?? index + 1,
    startedAtMs: toNumber(round.startedAtMs) ?? 0,
    durationMs: toNumber(round.durationMs),
    attempts: toList(round.attempts).map((attempt) => {
      const { durationMs, waitMs, code, status } = toFields(attempt) ?? {}
      return {
        durationMs: toNumber(durationMs) ?? 0,
        waitMs: toNumber(waitMs) ?? 0,
        code: code === undefined ? undefined : toText(code),
        status: toNumber(status),
      }
    }),
    completion: toFields(round.completion),
    error: toFields(round.error),
    calls: toList(round.calls).map((call) => {
      const { name, arguments: input, startedAtMs, durationMs, content, error } = toFields(call) ?? {}
      return {
        name: toText(name),
        arguments: input,
        startedAtMs: toNumber(startedAtMs) ?? 0,
        durationMs: toNumber(durationMs),
        content,
        error: toFields(error),
      }
    }),
  }
}

const toFields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined

const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const toText = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Returns a time, which cannot be negative. */
const toNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : undefined
