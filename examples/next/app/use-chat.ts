import { type ChatMessage, streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { useEffect, useState } from 'react'

// No API key: route.ts adds it.
const client = createClient({ baseUrl: '/api/mira' })

export interface Turn {
  readonly id: number
  readonly question: string
  /** Text received so far. */
  readonly answer: string
}

/** State of a conversation, and a function to ask the next question. */
export function useChat() {
  const [turns, setTurns] = useState<readonly Turn[]>([])
  const [error, setError] = useState<string>()
  const [call, setCall] = useState<AbortController>()
  useEffect(() => () => call?.abort(), [call]) // aborts the answer on the next question and on unmount

  async function ask(question: string) {
    const started = new AbortController()
    const id = turns.length
    setCall(started)
    setError(undefined)
    setTurns([...turns, { id, question, answer: '' }])
    try {
      const messages = [...turns.flatMap(toMessages), { role: 'user', content: question }]
      let answer = ''
      for await (const { text } of streamChatCompletion(client, { messages }, { signal: started.signal })) {
        answer += text
        setTurns([...turns, { id, question, answer }])
      }
    } catch (reason) {
      if (!started.signal.aborted) setError(reason instanceof Error ? reason.message : String(reason))
    } finally {
      setCall((current) => (current === started ? undefined : current))
    }
  }

  return { turns, error, isAnswering: call !== undefined, ask, stop: () => call?.abort() }
}

function toMessages({ question, answer }: Turn): ChatMessage[] {
  const asked = { role: 'user', content: question }
  return answer === '' ? [asked] : [asked, { role: 'assistant', content: answer }]
}
