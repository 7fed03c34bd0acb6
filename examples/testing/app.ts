import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { askAboutWeather } from './assistant.ts'

const page = `<!doctype html>
<title>Weather</title>
<form>
  <label>Question <input name="question"></label>
  <button>Ask</button>
</form>
<output></output>
<script>
  document.querySelector('form').addEventListener('submit', async (event) => {
    event.preventDefault()
    const output = document.querySelector('output')
    output.textContent = 'Looking…'
    const response = await fetch('/ask', { method: 'POST', body: event.target.question.value })
    output.textContent = response.ok ? await response.text() : 'Try again later.'
  })
</script>`

/** Starts an application whose page asks the assistant. The key stays on the server. */
export async function startApp(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return void response.setHeader('content-type', 'text/html').end(page)
    try {
      const question = (await request.setEncoding('utf8').toArray()).join('')
      response.end(await askAboutWeather(question, () => 'sunny, 24 °C'))
    } catch {
      response.writeHead(502).end()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { url: `http://127.0.0.1:${port}`, close }
}
