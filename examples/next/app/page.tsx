import { Chat } from './chat'

export default function Page() {
  return (
    <main>
      <h1>Ask Mira</h1>
      <Chat />
    </main>
  )
}
