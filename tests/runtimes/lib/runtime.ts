/** What a runtime is told, and hands on to the checks. */
export interface Settings {
  readonly baseUrl: string
  readonly apiKey: string
  /** Address of a server that never answers. */
  readonly silentUrl: string
  /** Names of the checks to run. */
  readonly only: readonly string[]
}

/** What became of one check. */
export interface CheckResult {
  readonly check: string
  readonly isPassed: boolean
  readonly ms: number
  readonly problem?: string | undefined
}

/** Something a runtime cannot do, with the words by which the packages say so. */
export interface Exception {
  readonly check: string
  readonly reason: string
  readonly says: RegExp
}

/** Files by their path are a matter of `@mira/core/node`, which is in no bundle for the web. */
export const noFiles: Exception = {
  check: 'files by path',
  reason: 'it has no file system; use a Blob, a stream or bytes',
  says: /module|import/i,
}

/** An environment that JavaScript runs in. */
export interface Runtime {
  readonly name: string
  /** Why it is not here, or undefined. */
  readonly isMissing?: string | undefined
  readonly exceptions?: readonly Exception[] | undefined
  version(): Promise<string>
  /** Runs checks in an installed project, giving each result as soon as it is known. */
  run(project: string, settings: Settings): AsyncIterable<CheckResult>
}

/** Reads results, one a line. */
export async function* readResults(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<CheckResult> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))).split('\n')
    rest = lines.pop() ?? ''
    yield* lines.filter((line) => line !== '').map((line): CheckResult => JSON.parse(line))
  }
}
