'use client'

import { useChat } from '@ai-sdk/react'
import { isToolUIPart, type UIMessage } from 'ai'

const suggestions = ['What is 12 % of 250?', 'What is the weather in Omsk?', 'Count from 1 to 20']

export function Chat() {
  const { messages, status, error, sendMessage, stop } = useChat()
  const isAnswering = status === 'submitted' || status === 'streaming'
  const ask = (text: string) => void sendMessage({ text })

  return (
    <>
      {messages.length === 0 && (
        <nav aria-label="Suggestions">
          {suggestions.map((question) => (
            <button key={question} type="button" onClick={() => ask(question)}>
              {question}
            </button>
          ))}
        </nav>
      )}

      <section aria-live="polite" aria-busy={isAnswering}>
        <div>
          {messages.map((message) => (
            <Message key={message.id} {...message} />
          ))}
          {error && <p role="alert">{error.message}</p>}
        </div>
      </section>

      <form action={(fields) => ask(String(fields.get('question')))}>
        <input name="question" aria-label="Question" placeholder="Ask anything" autoComplete="off" required />
        {isAnswering ? (
          <button key="stop" type="button" onClick={() => void stop()}>
            Stop
          </button>
        ) : (
          <button key="ask" type="submit">
            Ask
          </button>
        )}
      </form>
    </>
  )
}

function Message({ id, role, parts }: UIMessage) {
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
  if (role === 'user') return <h2>{text}</h2>
  const calls = parts.filter(isToolUIPart)
  return (
    <article>
      {calls.map(({ toolCallId, type, state }) => (
        <small key={`${id}-${toolCallId}`}>
          {type.replace('tool-', '')}: {state === 'output-available' ? 'done' : 'working'}
        </small>
      ))}
      <p>{text}</p>
    </article>
  )
}
