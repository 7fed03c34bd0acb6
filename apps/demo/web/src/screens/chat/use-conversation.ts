import {
  type ChatMessage,
  imagePart,
  type RequestedCall,
  streamChatCompletion,
  streamTools,
  type ToolOutcome,
} from '@mira/chat'
import { useEffect, useMemo, useRef, useState } from 'react'
import { client } from '../../app/mira.ts'
import { pageTools } from './page-tools.ts'
import { appendMarkdown, emptyMarkdown } from './split-blocks.ts'
import type { AnswerTurn, ChatSettings, Turn, UserTurn } from './turn.ts'

/** Actions of a conversation. The functions are stable across renders. */
export interface ConversationActions {
  send(text: string, images: readonly Blob[]): void
  /** Stops the streaming answer; the text received so far is kept. */
  stop(): void
  /** Requests the last answer again. */
  retry(): void
  /** Replaces the text of a user message, and removes all later turns. */
  edit(id: string, text: string): void
  clear(): void
}

/** State and actions of a conversation. */
export interface Conversation {
  readonly turns: readonly Turn[]
  readonly isAnswering: boolean
  readonly actions: ConversationActions
}

/** Manages a conversation with the model, with streamed answers. */
export function useConversation(settings: ChatSettings): Conversation {
  const [turns, setTurns] = useState<readonly Turn[]>([])
  const latest = useRef({ turns, settings })
  latest.current = { turns, settings }
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  const actions = useMemo<ConversationActions>(() => {
    async function answer(conversation: readonly Turn[]) {
      running.current?.abort()
      const stop = new AbortController()
      running.current = stop
      const draft = newAnswer()
      setTurns([...conversation, draft])
      const show = (turn: AnswerTurn) =>
        setTurns((shown) => shown.map((other) => (other.id === turn.id ? turn : other)))
      const { settings } = latest.current
      await streamAnswer(await toMessages(conversation), { draft, settings, signal: stop.signal, show })
      if (running.current === stop) running.current = undefined
    }
    return {
      send(text, images) {
        void answer([...latest.current.turns, { id: crypto.randomUUID(), role: 'user', text, images }])
      },
      stop: () => running.current?.abort(),
      retry() {
        const { turns } = latest.current
        void answer(turns.slice(0, turns.findLastIndex(({ role }) => role === 'user') + 1))
      },
      edit(id, text) {
        const { turns } = latest.current
        const index = turns.findIndex((turn) => turn.id === id)
        void answer([...turns.slice(0, index), { ...(turns[index] as UserTurn), text }])
      },
      clear() {
        running.current?.abort()
        setTurns([])
      },
    }
  }, [])

  return {
    turns,
    isAnswering: turns.some((turn) => turn.role === 'assistant' && turn.state === 'streaming'),
    actions,
  }
}

function newAnswer(): AnswerTurn {
  return {
    id: crypto.randomUUID(),
    role: 'assistant',
    text: '',
    markdown: emptyMarkdown,
    reasoning: '',
    calls: [],
    state: 'streaming',
    error: undefined,
    firstTextMs: undefined,
    totalMs: undefined,
    tokens: undefined,
  }
}

interface Answering {
  readonly draft: AnswerTurn
  readonly settings: ChatSettings
  readonly signal: AbortSignal
  readonly show: (turn: AnswerTurn) => void
}

/** Streams an answer and renders it at most once per frame. */
async function streamAnswer(messages: ChatMessage[], { draft, settings, signal, show }: Answering): Promise<void> {
  const startedAt = performance.now()
  let turn = draft
  let pendingText = ''
  let frame: number | undefined
  const flush = () => {
    cancelAnimationFrame(frame ?? 0)
    frame = undefined
    turn = { ...turn, text: turn.text + pendingText, markdown: appendMarkdown(turn.markdown, pendingText) }
    pendingText = ''
    show(turn)
  }
  const schedule = () => {
    frame ??= requestAnimationFrame(flush)
  }
  const noteCalls = () => ({
    onToolCall({ id, name, arguments: input }: RequestedCall) {
      turn = { ...turn, calls: [...turn.calls, { id, name, input: toText(input), result: undefined }] }
      schedule()
    },
    onToolResult({ id, content }: ToolOutcome) {
      turn = { ...turn, calls: turn.calls.map((call) => (call.id === id ? { ...call, result: content } : call)) }
      schedule()
    },
  })
  try {
    const params = {
      messages,
      model: settings.model,
      stream_options: { include_usage: true },
      ...(settings.isJson && { response_format: { type: 'json_object' as const } }),
    }
    const stream = settings.usesTools
      ? streamTools(client, { ...params, tools: [...pageTools], ...noteCalls() }, { signal })
      : streamChatCompletion(client, params, { signal })
    for await (const { text, reasoning } of stream) {
      if (text !== '') turn = { ...turn, firstTextMs: turn.firstTextMs ?? performance.now() - startedAt }
      pendingText += text
      turn = { ...turn, reasoning: turn.reasoning + reasoning }
      schedule()
    }
    const { usage } = await stream.final()
    turn = { ...turn, state: 'done', tokens: usage?.total_tokens }
  } catch (error) {
    turn = signal.aborted ? { ...turn, state: 'stopped' } : { ...turn, state: 'failed', error }
  }
  turn = { ...turn, totalMs: performance.now() - startedAt }
  flush()
}

const toText = (input: unknown) => (typeof input === 'string' ? input : JSON.stringify(input))

/** Converts the turns to messages of the API. Answers without text, such as failed ones, are omitted. */
async function toMessages(turns: readonly Turn[]): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = []
  for (const turn of turns) {
    if (turn.role === 'assistant') {
      if (turn.text !== '') messages.push({ role: 'assistant', content: turn.text })
    } else if (turn.images.length === 0) {
      messages.push({ role: 'user', content: turn.text })
    } else {
      const images = await Promise.all(turn.images.map((image) => imagePart(image)))
      messages.push({ role: 'user', content: [{ type: 'text', text: turn.text }, ...images] })
    }
  }
  return messages
}
