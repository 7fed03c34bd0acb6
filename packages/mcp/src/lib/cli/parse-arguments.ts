import { delimiter } from 'node:path'
import { parseArgs } from 'node:util'
import type { McpHttpOptions } from '../http/http-options.ts'
import type { ToolName } from '../tool-names.ts'

/** Command line of the program. */
export interface CommandLine {
  readonly command: 'help' | 'version' | 'stdio' | 'http'
  readonly options: McpHttpOptions
}

/** Environment variables of the program. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Text that `--help` prints. */
export const helpText: string = `Usage: mira-mcp [options]

An MCP server that offers the vMira API as tools: images, speech, transcription, music, video, object location, chat.

  --output DIR          saves results in this directory (MIRA_MCP_OUTPUT; default ~/mira-output)
  --root DIR            lets tools read files of this directory; can be repeated (MIRA_MCP_ROOTS, separated by ${delimiter})
  --tools NAMES         offers only these tools, separated by commas
  --wait SECONDS        returns the id of a job that takes longer (default 50)
  --inline-bytes BYTES  sends smaller images and audio as content, too (default 700000)
  --http                serves streamable HTTP instead of stdio
  --port PORT           port for --http (default 3112)
  --host ADDRESS        address for --http (default 127.0.0.1; others require MIRA_MCP_TOKEN)
  --allow-host NAME     host name by which clients may address the HTTP server; can be repeated
  --allow-origin URL    origin of web pages that may use the HTTP server; can be repeated
  --help, --version

Environment: MIRA_API_KEY (required by the API), MIRA_BASE_URL (default https://api.vmira.ai), MIRA_MODEL,
MIRA_MCP_TOKEN (bearer token that clients of the HTTP server must send).
`

const httpOnly = ['port', 'host', 'allow-host', 'allow-origin'] as const

/**
 * Parses the arguments and the environment of the program.
 *
 * @throws {TypeError | RangeError} for an unknown option, or an invalid value.
 */
export function parseArguments(args: readonly string[], env: Environment): CommandLine {
  const { values } = parseArgs({
    args: [...args],
    options: {
      output: { type: 'string' },
      root: { type: 'string', multiple: true },
      tools: { type: 'string' },
      wait: { type: 'string' },
      'inline-bytes': { type: 'string' },
      http: { type: 'boolean' },
      port: { type: 'string' },
      host: { type: 'string' },
      'allow-host': { type: 'string', multiple: true },
      'allow-origin': { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  })
  if (values.help) return { command: 'help', options: {} }
  if (values.version) return { command: 'version', options: {} }
  const unused = httpOnly.find((name) => values[name] !== undefined)
  if (!values.http && unused !== undefined) throw new TypeError(`--${unused} requires --http`)
  const options: McpHttpOptions = {
    outputDirectory: values.output ?? (env.MIRA_MCP_OUTPUT || undefined),
    roots: values.root ?? env.MIRA_MCP_ROOTS?.split(delimiter).filter((root) => root !== ''),
    tools: values.tools?.split(',').map((name) => name.trim() as ToolName),
    waitSeconds: toNumber('--wait', values.wait),
    maxInlineBytes: toNumber('--inline-bytes', values['inline-bytes']),
  }
  if (!values.http) return { command: 'stdio', options }
  return {
    command: 'http',
    options: {
      ...options,
      port: toNumber('--port', values.port),
      host: values.host,
      token: env.MIRA_MCP_TOKEN || undefined,
      allowedHosts: values['allow-host'],
      allowedOrigins: values['allow-origin'],
    },
  }
}

function toNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,10}$/.test(text)) return Number(text)
  throw new RangeError(`${name} must be a whole number, not ${text}`)
}
