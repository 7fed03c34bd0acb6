import { useChat, webStorage } from '@mira/react'
import { useState } from 'react'

const storage = webStorage('chat') // or load and save of your own, such as on your server

export function Chat() {
  const { messages, status, error, send, stop, regenerate } = useChat({ storage })
  const [text, setText] = useState('')
  const isBusy = status === 'submitted' || status === 'streaming'

  return (
    <section>
      {messages.map(({ id, role, text }) => (
        <article key={id}>
          <b>{role}</b> {text}
        </article>
      ))}
      {error != null && (
        <button type="button" onClick={() => regenerate()}>
          {String(error)} Try again
        </button>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (send(text)) setText('')
        }}
      >
        <input aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} />
        {isBusy ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="submit">Send</button>
        )}
      </form>
    </section>
  )
}
