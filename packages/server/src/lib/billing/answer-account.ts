import type { ChatEngine, ChatEvent, ChatRequest } from '@mira/engine'
import type { Call, ServerContext } from '../context.ts'
import type { UsageOutcome } from '../store/store.ts'
import type { Admitted } from './admission.ts'
import { createTally } from './tally.ts'
import { recordUsage } from './usage.ts'

/** Settles with the account what an answer consumed, once. */
export interface AnswerAccount {
  /** Notes what the answer brings; its end is charged and recorded before anybody is told of it. */
  hear(event: ChatEvent): Promise<void>
  /** The answer ends without having finished: by a failure, or because nobody reads on. */
  breakOff(outcome: Exclude<UsageOutcome, 'completed'>): Promise<void>
  /** Gives its place in the plan back. */
  end(): Promise<void>
  /** Settles at `end`. */
  readonly ended: Promise<void>
}

/** Options of {@link createAnswerAccount}. */
export interface AnswerAccountOptions {
  readonly engine: ChatEngine
  readonly request: ChatRequest
  readonly admitted: Admitted
}

/** Opens the account of an answer that its plan let through. */
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
      // An engine may finish before it hears that nobody waits for a whole answer any more.
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
        // The caller has gone, or is being told of the failure that came first.
        context.logger.error({ requestId: call.requestId, err }, 'usage of a broken answer was not recorded')
      }
    },
    async end() {
      await admitted.end()
      onEnd()
    },
  }
}
