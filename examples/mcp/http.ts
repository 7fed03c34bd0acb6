// #region serve
import { createClient } from '@mira/core'
import { serveHttp } from '@mira/mcp'

const server = await serveHttp(createClient(), {
  port: 0, // selects a free port
  tools: ['generate_speech', 'generate_music', 'get_job'],
  outputDirectory: 'results',
})
console.log(server.url)

// #endregion

// #region call
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

const host = new Client({ name: 'my-host', version: '1.0.0' })
await host.connect(new StreamableHTTPClientTransport(new URL(server.url)))
const { tools } = await host.listTools()
console.log(tools.map(({ name }) => name).join(', '))

const { content } = await host.callTool(
  { name: 'generate_music', arguments: { prompt: 'Calm piano', instrumental: true, duration_seconds: 3 } },
  { onprogress: ({ progress, message }) => console.log(`${progress} % ${message}`), resetTimeoutOnProgress: true },
)
console.log(content[0])
await host.close()
await server.close()
// #endregion
