import { createClient } from '@mira/core'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { buildServer, readVersion } from '../create-mcp-server.ts'
import { serveHttp } from '../http/serve-http.ts'
import { createContext, settlePending } from '../server-context.ts'
import { type CommandLine, helpText, parseArguments } from './parse-arguments.ts'

/**
 * Runs the program with the arguments and the environment of the process. A failure is printed to stderr and sets the exit
 * code to 1: stdout belongs to the protocol.
 */
export async function runCli(): Promise<void> {
  try {
    await run(parseArguments(process.argv.slice(2), process.env))
  } catch (error) {
    log(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

async function run({ command, options }: CommandLine): Promise<void> {
  if (command === 'help') return void process.stdout.write(helpText)
  if (command === 'version') return void process.stdout.write(`${readVersion()}\n`)
  // Whatever a dependency prints must not get between the messages.
  console.log = console.info = console.debug = console.error
  if (!process.env.MIRA_API_KEY) log('MIRA_API_KEY is not set; the API will refuse calls')
  if (command === 'http') return runHttp(options)
  return runStdio(options)
}

async function runStdio(options: CommandLine['options']): Promise<void> {
  const context = createContext(createClient(), options)
  const handle = serveStdio(() => buildServer(context), { onerror: (error) => log(error.message) })
  // When stdin ends, the connection is closed, and the process exits after the cancellation of its jobs.
  stopOnSignals(async () => {
    await handle.close()
    await settlePending(context)
  })
}

async function runHttp(options: CommandLine['options']): Promise<void> {
  const server = await serveHttp(createClient(), options)
  log(`Listening on ${server.url}`)
  stopOnSignals(() => server.close())
}

function stopOnSignals(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      await stop()
      process.exit(0)
    })
  }
}

function log(message: string): void {
  process.stderr.write(`mira-mcp: ${message}\n`)
}
