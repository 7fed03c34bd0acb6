import { type CallContext, type Client, isMiraError, type Middleware, MiraError, type Reply } from '@mira/core'
import {
  amendError,
  type ClientState,
  checkCount,
  deriveClient,
  redactJson,
  refuseUnknown,
  sleep,
  stateOf,
  suspendTimeouts,
} from '@mira/core/internal'
import { createOwnTarget, createTarget, type FallbackTarget, type Prepared, type Target } from './fallback-target.ts'
import { sendLeg } from './leg.ts'
import { readSwitch, type SwitchReason } from './switch-reason.ts'

/** Options of {@link fallBack}. */
export interface FallbackOptions {
  /** Number of retries of a target before the next one is tried, after a random or the requested delay. Defaults to 0. */
  readonly retries?: number | null | undefined
  /**
   * Time after which a target that has not answered is given up, in milliseconds; of a stream, the time to its first
   * event. The last target is not given up. The request may have been processed, so that this requires
   * `evenIfBilledTwice`. Unlimited by default.
   */
  readonly silentMs?: number | null | undefined
  /**
   * Whether a request that may have been processed is sent to another target as well: after a lost connection, a server
   * error or silence. Otherwise only those that were certainly not processed are. Defaults to `false`.
   */
  readonly evenIfBilledTwice?: boolean | null | undefined
  /** Reasons to switch. Defaults to all. */
  readonly reasons?: readonly SwitchReason[] | null | undefined
  /** Operations with fallbacks. Defaults to those of chats and responses. */
  readonly operations?: readonly string[] | null | undefined
}

interface Settings {
  readonly retries: number
  readonly silentMs: number | undefined
  readonly evenIfBilledTwice: boolean
  readonly reasons: readonly SwitchReason[]
  readonly operations: readonly string[]
}

/** Target that answered a call, and the failures of those before. */
export interface Answer {
  /** 0 for the client itself, otherwise the number of the target, starting at 1. */
  readonly target: number
  /** Model that was asked for instead; `undefined` if it was that of the request. */
  readonly model: string | undefined
  /** URL that answered. */
  readonly url: string
  /** Failures of the targets before, in order. */
  readonly failures: readonly MiraError[]
}

const allReasons: readonly SwitchReason[] = ['overloaded', 'unknown', 'unreachable', 'failed', 'silent']
const methods = ['create', 'stream', 'parse', 'streamParsed']
const defaultOperations = /* @__PURE__ */ ['chat', 'responses'].flatMap((area) =>
  methods.map((name) => `${area}.${name}`),
)
const baseDelayMs = 500
const maxDelayMs = 8_000

const answers = /* @__PURE__ */ new WeakMap<object, Answer>()

/**
 * Returns which target answered a call of a client of {@link fallBack}.
 *
 * @param result - Result of the call, or a stream that has started.
 * @returns `undefined` for any other object.
 */
export function answeredBy(result: object): Answer | undefined {
  return answers.get(result)
}

/**
 * Returns a client whose calls are sent to another model or address if the first one is overloaded, unknown or cannot be
 * reached. The given client is not changed. After the first event of a stream, nothing is switched.
 *
 * The key and the headers of a client are only sent to its own address. If no target answers, the error of the last one
 * is thrown.
 *
 * @param client - Client created with `createClient`, which is tried first.
 * @param targets - Targets in the order in which they are tried.
 * @throws {TypeError | RangeError} when an option is unknown or invalid, or there is no target.
 */
export function fallBack<Derived extends Client>(
  client: Derived,
  targets: readonly FallbackTarget[],
  options: FallbackOptions = {},
): Derived {
  const settings = readOptions(options)
  if (!Array.isArray(targets) || targets.length === 0) throw new TypeError('targets must be a list of at least one')
  const base = stateOf(client)
  const chain = [createOwnTarget(), ...targets.map((target) => createTarget(readTarget(target), base))]
  const middleware = createFallback(chain, settings, base)
  return deriveClient(client, (state) => ({
    middleware: [middleware, ...state.middleware],
    secrets: [...state.secrets, ...chain.flatMap(({ secrets }) => secrets)],
  }))
}

function readTarget(given: FallbackTarget): FallbackTarget {
  const { client, model, ...unknown } = given
  refuseUnknown(unknown, 'FallbackTarget')
  if (!client && !model) throw new TypeError('A target must have a client, a model or both')
  return given
}

function readOptions(options: FallbackOptions): Settings {
  const { retries, silentMs, evenIfBilledTwice, reasons, operations, ...unknown } = options
  refuseUnknown(unknown, 'FallbackOptions')
  checkCount('retries', retries ?? 0, { min: 0 })
  if (silentMs != null) checkCount('silentMs', silentMs, { min: 1 })
  if (silentMs != null && !evenIfBilledTwice)
    throw new TypeError('silentMs requires evenIfBilledTwice: a silent request may have been processed')
  for (const reason of reasons ?? [])
    if (!allReasons.includes(reason))
      throw new TypeError(`reasons must be among ${allReasons.join(', ')}, not ${reason}`)
  return {
    retries: retries ?? 0,
    silentMs: silentMs ?? undefined,
    evenIfBilledTwice: evenIfBilledTwice ?? false,
    reasons: reasons ?? allReasons,
    operations: operations ?? defaultOperations,
  }
}

function createFallback(chain: readonly Target[], settings: Settings, state: ClientState): Middleware {
  return async (request, next, context) => {
    if (!settings.operations.includes(context.operation)) return next(request)
    const failures: MiraError[] = []
    const targets = inOrder(chain, state.clock.now())
    for (const target of targets) {
      const prepared = await target.prepare({ request, next }, context)
      if (!prepared) continue
      // Each target has the whole time of an attempt.
      if (failures.length > 0) suspendTimeouts(context)()
      const isLast = target === targets.at(-1)
      const reply = await tryTarget(target, prepared, { context, settings, state, failures, isLast })
      if (reply) return record(reply, { target: chain.indexOf(target), model: target.model, url: reply.url, failures })
    }
    throw failures.at(-1) ?? new TypeError(`${context.operation}: no target can be sent this request`)
  }
}

/** What the requests of one attempt have in common. */
interface Run {
  readonly context: CallContext
  readonly settings: Settings
  readonly state: ClientState
  /** Failures of the targets so far; those of this one are added. */
  readonly failures: MiraError[]
  /** Whether there is no other target, so that silence is no reason to give up. */
  readonly isLast: boolean
}

/** Sends a request to a target, repeatedly if asked. Returns `undefined` if the next target is to be tried. */
async function tryTarget(target: Target, prepared: Prepared, run: Run): Promise<Reply | undefined> {
  const { clock, random } = run.state
  const { signal, body } = prepared.request
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send(prepared, run)
    } catch (thrown) {
      const error = redact(thrown, target.secrets)
      if (!isMiraError(error) || signal.aborted || !maySwitch(error, body?.isReplayable, run.settings)) throw error
      run.failures.push(error)
      const { retryAfterMs, status } = error
      if (retryAfterMs !== undefined) target.blockedUntilMs = clock.now() + retryAfterMs
      const delayMs = retryAfterMs ?? random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1))
      if (attempt > run.settings.retries || delayMs > maxDelayMs || status === 404) return undefined
      await sleep(delayMs, { signal, clock })
      suspendTimeouts(run.context)()
    }
  }
}

/** Targets that asked for a delay come last. */
function inOrder(chain: readonly Target[], nowMs: number): Target[] {
  const isFree = ({ blockedUntilMs }: Target): boolean => blockedUntilMs <= nowMs
  return [...chain.filter(isFree), ...chain.filter((target) => !isFree(target))]
}

async function send({ request, next }: Prepared, { context, settings, state: { clock }, isLast }: Run): Promise<Reply> {
  const { silentMs } = settings
  const { operation } = context
  if (silentMs === undefined || isLast) return next(request)
  const leg = sendLeg(request, next)
  const timer = clock.setTimeout(() => {
    const message = `${operation}: no answer within ${silentMs} ms (silentMs)`
    leg.abort(new MiraError(message, { code: 'timeout', operation, timeout: 'firstEvent', retryable: true }))
  }, silentMs)
  try {
    return await leg.reply
  } finally {
    clock.clearTimeout(timer)
  }
}

function maySwitch(error: MiraError, isReplayable: boolean | undefined, settings: Settings): boolean {
  const found = readSwitch(error)
  return (
    found !== undefined &&
    isReplayable !== false &&
    settings.reasons.includes(found.reason) &&
    (found.isUnprocessed || settings.evenIfBilledTwice)
  )
}

function record(reply: Reply, answer: Answer): Reply {
  if (Object(reply.data) === reply.data) answers.set(reply.data as object, answer)
  return reply
}

/** Removes the keys of a target, which the client itself does not know, from an error. */
function redact(error: unknown, secrets: readonly string[]): unknown {
  if (!isMiraError(error) || secrets.length === 0) return error
  const message = redactJson(error.message, secrets) as string
  return amendError(Object.assign(error, { message }), {
    body: redactJson(error.body, secrets),
    requestId: redactJson(error.requestId, secrets) as string | undefined,
  })
}
