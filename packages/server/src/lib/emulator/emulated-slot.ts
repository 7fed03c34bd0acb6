import type { Engine, EngineInfo } from '@mira/engine'
import type { CallScope } from '../call-scope.ts'
import type { EngineSlot } from '../inference/engines.ts'
import type { Capability } from './fixture.ts'
import { type FixedAnswer, type FixtureAnswers, toFixedError } from './fixture-answers.ts'
import { type CallInput, toFixtureCall } from './fixture-call.ts'
import { pause, planPauses } from './pacing.ts'

/** Description of an engine that answers from fixtures. */
export const fixtureEngineInfo: EngineInfo = {
  name: 'mira-fixtures',
  kind: 'rules',
  description: 'Answers from fixtures; calls that no fixture matches reach the engine of the server.',
}

/** Engine of a server behind its fixtures. */
export interface EmulatedParts<Kind extends Engine> {
  /** Slot of the engine that answers calls without a fixture. */
  readonly real: EngineSlot<Kind>
  readonly answers: FixtureAnswers
}

/** Call of an engine that a fixture may answer. */
export interface EmulatedCall<Kind extends Engine, Result> {
  readonly capability: Capability
  /** Undefined for a call that no request has made, such as a warm-up; it reaches the engine. */
  readonly scope: CallScope | undefined
  readonly signal?: AbortSignal | undefined
  readonly input: CallInput
  /** Converts the answer of a fixture. */
  answer(fixed: FixedAnswer): Result | Promise<Result>
  /** Calls the engine. */
  run(engine: Kind): Promise<Result>
}

/**
 * Answers a call with a fixture, or else with the engine.
 *
 * @throws {ApiError} the error of the fixture; 404 without a fixture if the emulator is strict.
 */
export async function answerOrRun<Kind extends Engine, Result>(
  { real, answers }: EmulatedParts<Kind>,
  { capability, scope, signal, input, answer, run }: EmulatedCall<Kind, Result>,
): Promise<Result> {
  if (scope === undefined) return run(await real.get())
  const call = toFixtureCall(capability, scope, input)
  const fixed = await answers.find(call, scope)
  if (fixed !== undefined) {
    await pause(planPauses(fixed.pacing, 1)[0]!, signal)
    if (fixed.answer.error !== undefined) throw toFixedError(fixed.answer.error)
    return answer(fixed)
  }
  answers.rejectUnmatched(call)
  return run(await real.get())
}

/** Options of {@link emulateSlot}. */
export interface EmulatedSlotOptions<Kind extends Engine> {
  /**
   * Whether the engine is loaded together with the slot, because its properties are needed. Defaults to false: it is
   * loaded by the first call without a fixture.
   */
  readonly isEager?: boolean | undefined
  /** Creates the engine that answers from fixtures; `loaded` is the server's engine, if it is loaded with the slot. */
  create(loaded: Kind | undefined): Kind
}

/** Puts fixtures before the engine of a slot. The slot is available even if the server has no engine. */
export function emulateSlot<Kind extends Engine>(
  { real, answers }: EmulatedParts<Kind>,
  { isEager = false, create }: EmulatedSlotOptions<Kind>,
): EngineSlot<Kind> {
  const hasEngine = real.state !== 'absent' && !answers.isStrict
  let made: { readonly loaded: Kind | undefined; readonly engine: Kind } | undefined
  return {
    hint: undefined,
    get state() {
      return hasEngine && isEager ? real.state : 'ready'
    },
    get download() {
      return real.download
    },
    info: fixtureEngineInfo,
    async warmUp() {
      if (hasEngine && isEager) await real.warmUp()
    },
    check: () => undefined,
    async get() {
      // A failure is reported to the call that needs the engine.
      const loaded = hasEngine && isEager ? await real.get().catch(() => undefined) : undefined
      if (made === undefined || made.loaded !== loaded) made = { loaded, engine: create(loaded) }
      return made.engine
    },
    close: () => real.close(),
  }
}
