import type { ChatEngine, ChatEvent, ChatRequest } from '@mira/engine'
import type { Call, ServerContext } from '../context.ts'
import type { UsageOutcome } from '../store/store.ts'
import type { Admitted } from './admission.ts'
import { createTally } from './tally.ts'
import { recordUsage } from './usage.ts'

/** Records and charges the usage of an answer, once. */
export interface AnswerAccount {
  /** Records an event of the answer. `finish` is recorded and charged before the event is passed on. */
  hear(event: ChatEvent): Promise<void>
  /** Records the usage of an answer that ended early, after a failure or a client disconnect. */
  breakOff(outcome: Exclude<UsageOutcome, 'completed'>): Promise<void>
  /** Releases the concurrency slot of the answer. */
  end(): Promise<void>
  /** Resolves after `end`. */
  readonly ended: Promise<void>
}

/** Options of {@link createAnswerAccount}. */
export interface AnswerAccountOptions {
  readonly engine: ChatEngine
  readonly request: ChatRequest
  readonly admitted: Admitted
}

/** Creates the account of an admitted answer. */
export function createAnswerAccount(
  context: Pick<ServerContext, 'logger' | 'now' | 'prices' | 'store'>,
  call: Call,
  { engine, request, admitted }: AnswerAccountOptions,
): AnswerAccount {
  const { model } = request
  const tally = createTally(request.messages)
  let isSettled = false
  let onEnd = () => {}
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve
  })
  const settle = async (outcome: UsageOutcome, tokens = { inputTokens: 0, outputTokens: 0 }) => {
    isSettled = true
    const isCharged = admitted.isCharged && tokens.inputTokens + tokens.outputTokens > 0
    await recordUsage(context, call, { model, ...tokens }, { outcome, isCharged })
  }
  return {
    ended,
    async hear(event) {
      if (event.type !== 'finish') return tally.add(event)
      // An engine may finish before it notices that the client has disconnected.
      if (!call.isStream) call.signal.throwIfAborted()
      const { promptTokens, completionTokens } = event.usage
      await settle('completed', { inputTokens: promptTokens, outputTokens: completionTokens })
    },
    async breakOff(outcome) {
      if (isSettled) return
      const isDelivered = outcome === 'cancelled' && call.isStream
      try {
        await settle(outcome, isDelivered ? await tally.count(engine) : undefined)
      } catch (err) {
        // The client has disconnected, or the original failure is being reported to it.
        context.logger.error({ requestId: call.requestId, err }, 'usage of a broken answer was not recorded')
      }
    },
    async end() {
      await admitted.end()
      onEnd()
    },
  }
}
