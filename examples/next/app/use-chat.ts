import { type ChatMessage, streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { useEffect, useState } from 'react'

// Without a key: route.ts has it.
const client = createClient({ baseUrl: '/api/mira' })

export interface Turn {
  readonly id: number
  readonly question: string
  /** As much of it as has come. */
  readonly answer: string
}

/** A conversation, and the call that is writing its last answer. */
export function useChat() {
  const [turns, setTurns] = useState<readonly Turn[]>([])
  const [error, setError] = useState<string>()
  const [call, setCall] = useState<AbortController>()
  useEffect(() => () => call?.abort(), [call]) // the next question ends this answer, and so does leaving the page

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
