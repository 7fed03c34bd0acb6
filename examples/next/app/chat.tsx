'use client'

import { useChat } from './use-chat'

const suggestions = ['What is 12 % of 250?', 'Count from 1 to 20', 'How far is 5 miles in km?']

export function Chat() {
  const { turns, error, isAnswering, ask, stop } = useChat()

  return (
    <>
      {turns.length === 0 && (
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
          {turns.map(({ id, question, answer }) => (
            <article key={id}>
              <h2>{question}</h2>
              <p>{answer}</p>
            </article>
          ))}
          {error && <p role="alert">{error}</p>}
        </div>
      </section>

      <form action={(fields) => void ask(String(fields.get('question')))}>
        <input name="question" aria-label="Question" placeholder="Ask anything" autoComplete="off" required />
        {isAnswering ? (
          <button key="stop" type="button" onClick={stop}>
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
