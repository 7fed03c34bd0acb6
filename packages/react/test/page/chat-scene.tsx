import { defineTool } from '@mira/chat'
import { useChat, webStorage } from '@mira/react'
import { memo, useEffect, useState } from 'react'
import { probe } from './probe.ts'

const weather = defineTool<{ city: string }>({
  name: 'weather',
  description: 'Weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  execute: () => 'sunny',
})
const storage = webStorage('chat')
const isStored = location.search.includes('stored')
const opening = new URLSearchParams(location.search).get('opening')

/** Only the last paragraph of a growing text is laid out again, as in a page that renders Markdown. */
const Paragraph = memo(({ text }: { readonly text: string }) => <p style={{ contain: 'content' }}>{text}</p>)

/** A chat with everything that a user can do. */
export function ChatScene() {
  const { messages, status, error, send, stop, regenerate, edit } = useChat({
    tools: location.search.includes('tools') ? [weather] : [],
    storage: isStored ? storage : undefined,
    request: { retry: false },
    onError: (failure) => probe.errors.push(String((failure as { code?: string }).code)),
  })
  const [text, setText] = useState('')
  probe.renders += 1
  useEffect(() => {
    if (opening) send(opening)
  }, [send])
  const submit = (event: { preventDefault(): void }) => {
    event.preventDefault()
    if (send(text)) setText('')
  }
  return (
    <main>
      <output aria-label="Status">{status}</output>
      {error ? <p role="alert">{(error as { code?: string }).code ?? String(error)}</p> : null}
      <ol>
        {messages.map((message) => (
          <li key={message.id} data-status={message.status}>
            {message.parts.map((part, index) =>
              part.type === 'tool' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: parts are only appended
                <b key={index}>
                  {part.name} {part.status}{' '}
                </b>
              ) : null,
            )}
            {message.text.split('\n\n').map((text, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs are only appended
              <Paragraph key={index} text={text} />
            ))}
          </li>
        ))}
      </ol>
      <form onSubmit={submit}>
        <input aria-label="Message" value={text} onChange={({ target }) => setText(target.value)} />
        <button type="submit">Send</button>
        <button type="button" onClick={stop}>
          Stop
        </button>
        <button type="button" onClick={() => regenerate()}>
          Retry
        </button>
        <button type="button" onClick={() => edit(messages[0]?.id ?? '', text)}>
          Edit
        </button>
      </form>
    </main>
  )
}
