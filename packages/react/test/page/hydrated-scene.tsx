import { MiraProvider, useCall, useChat, useJob, webStorage } from '@mira/react'
import { StrictMode } from 'react'

const storage = webStorage('hydrated')
const messages = [
  { role: 'user', content: 'Привет' },
  { role: 'assistant', content: 'From the server' },
]

function Scene() {
  const chat = useChat({ messages, storage })
  const job = useJob({ kind: 'video', storage: webStorage('video') })
  const call = useCall()
  return (
    <main>
      <output aria-label="Status">{[chat, job, call].map(({ status }) => status).join(' ')}</output>
      <ol>
        {chat.messages.map(({ id, text }) => (
          <li key={id} id={id}>
            {text}
          </li>
        ))}
      </ol>
      <button type="button" onClick={() => chat.send('Hi')}>
        Send
      </button>
    </main>
  )
}

/** A page that a server renders and the browser hydrates. */
export function HydratedPage() {
  return (
    <StrictMode>
      <MiraProvider baseUrl="/api/mira">
        <Scene />
      </MiraProvider>
    </StrictMode>
  )
}
