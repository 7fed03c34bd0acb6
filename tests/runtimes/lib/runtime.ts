/** Settings passed to a runtime and forwarded to the checks. */
export interface Settings {
  readonly baseUrl: string
  readonly apiKey: string
  /** URL of a server that never responds. */
  readonly silentUrl: string
  /** Command that runs a program in the runtime, where it starts processes. */
  readonly command?: readonly string[] | undefined
  /** Names of the checks to run. */
  readonly only: readonly string[]
}

/** Result of one check. */
export interface CheckResult {
  readonly check: string
  readonly isPassed: boolean
  readonly ms: number
  readonly problem?: string | undefined
}

/** Something a runtime cannot do, with the error message the packages report for it. */
export interface Exception {
  readonly check: string
  readonly reason: string
  readonly says: RegExp
}

/** What runtimes without files and processes cannot do: it is not part of web bundles. */
export const webExceptions: readonly Exception[] = [
  { check: 'files by path', reason: 'it has no file system; use a Blob, a stream or bytes', says: /module|import/i },
  { check: 'alone', reason: 'its programs are bundled, which resolves all imports', says: /module|import/i },
  { check: 'MCP server', reason: 'it has no directory for results; run the server in Node', says: /module|import/i },
  { check: 'command line', reason: 'it has no processes', says: /module|import/i },
]

/** A JavaScript environment. */
export interface Runtime {
  readonly name: string
  /** Reason why it is not available, or undefined. */
  readonly isMissing?: string | undefined
  readonly exceptions?: readonly Exception[] | undefined
  version(): Promise<string>
  /** Runs checks in an installed project and yields each result as soon as it is known. */
  run(project: string, settings: Settings): AsyncIterable<CheckResult>
}

/** Parses results, one per line. */
export async function* readResults(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<CheckResult> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '').map((line): CheckResult => JSON.parse(line))
  }
}
