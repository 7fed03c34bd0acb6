import { ApiError } from '../api-error.ts'
import type { CallScope } from '../call-scope.ts'
import { realtimePath } from '../realtime/realtime-path.ts'
import { describeIssues } from '../wire/describe-issues.ts'
import { isAnswerFor } from './answer-fields.ts'
import type { FixtureAnswer, FixtureCall, FixtureError, Pacing } from './fixture.ts'
import type { BookFixture, FixtureBook } from './fixture-book.ts'
import { AnswerSchema } from './fixture-schema.ts'
import { quote } from './match-fixture.ts'

/** Answer of a fixture to a call. */
export interface FixedAnswer {
  readonly fixture: BookFixture
  readonly answer: FixtureAnswer
  readonly pacing: Pacing
}

/** Options of {@link FixtureAnswers}. */
export interface FixtureAnswersOptions {
  /** Whether a call without a fixture fails instead of reaching an engine. */
  readonly isStrict: boolean
  /** Pacing of fixtures that have none. */
  readonly pacing: Pacing
  /** Called with each call that a fixture answers, and its request. */
  readonly onMatch: (requestId: string, fixture: BookFixture) => void
}

/** Answers calls with the fixtures of a book. */
export class FixtureAnswers {
  readonly book: FixtureBook
  readonly #options: FixtureAnswersOptions
  /** Fixtures that requests have found, by capability and text. */
  readonly #found = new WeakMap<CallScope, Map<string, BookFixture | undefined>>()

  constructor(book: FixtureBook, options: FixtureAnswersOptions) {
    this.book = book
    this.#options = options
  }

  get isStrict(): boolean {
    return this.#options.isStrict
  }

  /**
   * Finds the answer to a call.
   *
   * @returns Undefined if no fixture matches.
   * @throws {ApiError} 500 when a function of a fixture fails or returns no valid answer for this endpoint.
   */
  async find(call: FixtureCall, scope: CallScope): Promise<FixedAnswer | undefined> {
    const fixture = this.findFixture(call, scope)
    return fixture && this.of(fixture, call, scope)
  }

  /** Finds the fixture that answers a call. The calls of a request count as one; a session makes many. */
  findFixture(call: FixtureCall, scope: CallScope): BookFixture | undefined {
    if (scope.endpoint === realtimePath) return this.book.find(call)
    const found = this.#found.get(scope) ?? new Map<string, BookFixture | undefined>()
    this.#found.set(scope, found)
    // A request with several prompts makes a call for each.
    const key = `${call.capability} ${call.user}`
    if (!found.has(key)) found.set(key, this.book.find(call))
    return found.get(key)
  }

  /** Returns the answer of a fixture that was found before. */
  async of(fixture: BookFixture, call: FixtureCall, { requestId }: CallScope): Promise<FixedAnswer> {
    this.#options.onMatch(requestId, fixture)
    const answer = await resolveAnswer(fixture, call)
    return { fixture, answer, pacing: fixture.pacing ?? this.#options.pacing }
  }

  /**
   * Rejects a call that no fixture answers, if the emulator is strict.
   *
   * @throws {ApiError} 404 with the nearest fixtures and why they do not match.
   */
  rejectUnmatched(call: FixtureCall): void {
    if (this.#options.isStrict) throw unmatched(call, this.book)
  }
}

async function resolveAnswer({ name, answer }: BookFixture, call: FixtureCall): Promise<FixtureAnswer> {
  if (typeof answer !== 'function') return answer
  const value = await answer(call)
  const returned = AnswerSchema.safeParse(value)
  if (!returned.success) {
    throw new ApiError(500, `Fixture ${name}: its function returned ${describeIssues(returned.error.issues, value)}`)
  }
  if (isAnswerFor(returned.data, call.capability)) return returned.data
  throw new ApiError(500, `Fixture ${name}: its function returned no answer for ${call.capability}`)
}

/** Creates the error for a call that no fixture matches. */
function unmatched(call: FixtureCall, book: FixtureBook): ApiError {
  const { endpoint, model, user, turn } = call
  const subject = `No fixture matches ${endpoint} (model ${quote(model)}, user ${quote(user)}, turn ${turn})`
  const misses = book.explain(call)
  if (misses.length === 0) return new ApiError(404, `${subject}: there are no fixtures`, { code: 'no_fixture' })
  const lines = misses.map(({ name, reasons }) => `\n- ${name}: ${reasons.join('; ')}`)
  return new ApiError(404, `${subject}. Nearest fixtures:${lines.join('')}`, { code: 'no_fixture' })
}

/** Converts the error of an answer to the error that is sent. */
export function toFixedError(error: FixtureError): ApiError {
  const { status, message = `Fixed error ${status}`, code, retryAfter, headers, style, body } = error
  const retry = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return new ApiError(status, message, { code, reply: { headers: { ...retry, ...headers }, style, body } })
}
