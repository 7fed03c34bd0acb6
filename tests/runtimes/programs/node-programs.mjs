// Checks of the programs of the packages, in runtimes that start processes: each runs in the runtime of the checks.
import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { promisify } from 'node:util'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'

const question = 'What is 6 times 7?'

/** Environment of a program, with the settings in it. */
const environment = ({ baseUrl, apiKey }) => ({ ...process.env, MIRA_BASE_URL: baseUrl, MIRA_API_KEY: apiKey })

/** Imports every package, each of which is installed with no more than it declares. @returns Their names, and the failures. */
export async function importAll() {
  const names = readdirSync('node_modules/@mira').map((name) => `@mira/${name}`)
  const problems = []
  for (const name of names) {
    await import(name).then(
      (exports) => Object.keys(exports).length === 0 && problems.push(`${name} exports nothing`),
      (error) => problems.push(`${name}: ${error.message}`),
    )
  }
  return { names, problems }
}

/** Connects the official client to the MCP server, lists its tools and calls one. @returns The answer. */
export async function askMcpServer(settings) {
  const [command, ...flags] = settings.command
  const transport = new StdioClientTransport({
    command,
    args: [...flags, 'node_modules/@mira/mcp/dist/bin.js', '--output', 'mcp-output'],
    env: environment(settings),
  })
  const host = new Client({ name: 'conformance', version: '1.0.0' })
  await host.connect(transport)
  try {
    const { tools } = await host.listTools()
    const { content, isError } = await host.callTool({ name: 'chat', arguments: { message: question } })
    return { tools: tools.map(({ name }) => name), isError: isError === true, text: content[0].text }
  } finally {
    await host.close()
  }
}

/** Runs `mira chat` with a question. @returns Its exit code and output. */
export async function runMira(settings) {
  const [command, ...flags] = settings.command
  const args = [...flags, 'node_modules/@mira/cli/dist/bin.js', 'chat', question]
  const running = promisify(execFile)(command, args, { env: environment(settings) })
  // A pipe that stays open would be waited for, as a part of the question.
  running.child.stdin.end()
  return running.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  )
}
