import type { MiraResponse } from '@mira/chat'
import { type UiMessage, type UiPart, type UseResponseResult, useResponse } from '@mira/react'
import { useState } from 'react'
import { client } from '../../app/mira.ts'
import { type ConversationSettings, toResponseParams } from '../../conversation/settings.ts'

/** A question and its response, if that has ended. */
interface Exchange {
  readonly question: UiMessage
  /** Id of the response that it continues; empty for a new conversation. */
  readonly previousId: string
  readonly response?: MiraResponse | undefined
  readonly answer?: UiMessage | undefined
}

/** A conversation that the server keeps. */
export interface KeptConversation {
  readonly messages: readonly UiMessage[]
  readonly isAnswering: boolean
  readonly error: unknown
  /** Id of the response that the next message continues; empty for a new conversation. */
  readonly previousId: string
  readonly responses: ReadonlyMap<string, MiraResponse>
  setPreviousId(id: string): void
  onSend(text: string): void
  onStop(): void
  onRetry(): void
  onClear(): void
}

/** Manages a conversation that the server keeps: each request sends the new message and the id of the last response. */
export function useKeptConversation(settings: ConversationSettings): KeptConversation {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([])
  const [previousId, setPreviousId] = useState('')
  const current = useResponse({
    client,
    params: { ...toResponseParams(settings), store: true },
    onFinish: ({ id }) => setPreviousId(id),
  })
  const answer = toAnswer(current)
  const settled = exchanges.slice(0, -1)
  const messages = [...settled, ...exchanges.slice(-1).map((exchange) => ({ ...exchange, answer }))]

  function send(before: readonly Exchange[], { question, previousId }: Exchange) {
    const isSent = current.send({
      input: question.text,
      ...(previousId !== '' && { previous_response_id: previousId }),
    })
    if (isSent) setExchanges([...before, { question, previousId }])
  }

  return {
    messages: messages.flatMap(({ question, answer }) => (answer ? [question, answer] : [question])),
    isAnswering: current.status === 'submitted' || current.status === 'streaming',
    error: current.error,
    previousId,
    responses: new Map(
      [...settled, { response: current.response }].flatMap(({ response }) =>
        response ? [[response.id, response]] : [],
      ),
    ),
    setPreviousId,
    onSend(text) {
      const last = exchanges.at(-1)
      const ended = last ? [...settled, { ...last, response: current.response, answer }] : []
      const question = { id: crypto.randomUUID(), role: 'user', parts: [], text, status: 'done', wire: [] } as const
      send(ended, { question, previousId: previousId.trim() })
    },
    onStop: current.stop,
    onRetry() {
      const last = exchanges.at(-1)
      if (last) send(settled, last)
    },
    onClear() {
      current.reset()
      setExchanges([])
      setPreviousId('')
    },
  }
}

const statuses = { done: 'done', stopped: 'stopped', error: 'failed', streaming: 'streaming' } as const

/** Returns the current response as a message; `undefined` until its first event. */
function toAnswer({ status, response, text }: UseResponseResult): UiMessage | undefined {
  if (response === undefined || status === 'idle' || status === 'submitted') return undefined
  const reasoning = response.output.flatMap(({ type, summary }) => (type === 'reasoning' ? readSummary(summary) : []))
  const parts: UiPart[] = [
    ...reasoning.map((summary) => ({ type: 'reasoning', text: summary }) as const),
    ...(text === '' ? [] : [{ type: 'text', text } as const]),
  ]
  return { id: response.id, role: 'assistant', parts, text, status: statuses[status], wire: [] }
}

function readSummary(summary: unknown): string[] {
  if (!Array.isArray(summary)) return []
  return summary.flatMap(({ text }: { text?: unknown }) => (typeof text === 'string' && text !== '' ? [text] : []))
}
