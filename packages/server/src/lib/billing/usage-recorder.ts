import type { ChatEngine, ChatEvent } from '@mira/engine'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { AnswerRequest } from '../inference/generate-choices.ts'
import type { UsageOutcome } from '../store/store.ts'
import type { Admitted } from './admission.ts'
import { createTokenCounter } from './token-counter.ts'
import { recordUsage } from './usage.ts'

/** Records and charges the usage of an answer once. */
export interface UsageRecorder {
  /** Records an event of the answer. `finish` is recorded and charged before the event is passed on. */
  record(event: ChatEvent & { readonly choice?: number }): Promise<void>
  /** Records the usage of an answer that ended early, after a failure or a client disconnect. */
  abort(outcome: Exclude<UsageOutcome, 'completed'>): Promise<void>
  /** Releases the concurrency slot of the answer. */
  end(): Promise<void>
  /** Resolves after `end`. */
  readonly ended: Promise<void>
}

/** Options of {@link createUsageRecorder}. */
export interface UsageRecorderOptions {
  readonly engine: ChatEngine
  readonly request: AnswerRequest
  readonly admitted: Admitted
}

/** Creates the usage recorder of an admitted answer. */
export function createUsageRecorder(
  context: Pick<ServerContext, 'logger' | 'now' | 'usageWriter' | 'store'>,
  call: Call,
  { engine, request, admitted }: UsageRecorderOptions,
): UsageRecorder {
  const { model } = request
  const counter = createTokenCounter(request)
  let isSettled = false
  let onEnd = () => {}
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve
  })
  const settle = async (outcome: UsageOutcome, tokens = { inputTokens: 0, outputTokens: 0 }) => {
    const isCharged = admitted.isCharged && tokens.inputTokens + tokens.outputTokens > 0
    await recordUsage(context, call, { consumed: { model, ...tokens }, outcome, isCharged })
    isSettled = true
  }
  return {
    ended,
    async record(event) {
      if (event.type !== 'finish') return counter.add(event)
      // An engine may finish before it notices that the client has disconnected.
      if (!call.isStream) call.signal.throwIfAborted()
      const { promptTokens, completionTokens } = event.usage
      await settle('completed', { inputTokens: promptTokens, outputTokens: completionTokens })
    },
    async abort(outcome) {
      if (isSettled) return
      const isPartlyDelivered = outcome === 'cancelled' && call.isStream
      try {
        await settle(outcome, isPartlyDelivered ? await counter.count(engine) : undefined)
      } catch (err) {
        // The client has disconnected, or the original failure is being reported to it.
        context.logger.error({ requestId: call.requestId, err }, 'failed to record the usage of an interrupted answer')
      }
    },
    async end() {
      await admitted.release()
      onEnd()
    },
  }
}
