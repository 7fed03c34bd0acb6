import { Chat } from './chat'

// biome-ignore lint/style/noDefaultExport: Next.js reads the default export.
export default function Page() {
  return (
    <main>
      <h1>Ask Mira</h1>
      <Chat />
    </main>
  )
}
