import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { checkCount, refuseUnknown } from '@mira/core/internal'
import { type ToolName, toolNames } from './tool-names.ts'

/** Options of {@link createMcpServer}; all are optional. */
export interface McpServerOptions {
  /**
   * Directory in which results are saved; it is created with the first result. Files in it may be used as input.
   * Defaults to `mira-output` in the home directory.
   */
  readonly outputDirectory?: string | undefined
  /**
   * Directories whose files tools may read, besides the output directory. Defaults to none. Paths that lead elsewhere,
   * also through `..` or a symbolic link, and hidden files are refused.
   */
  readonly roots?: readonly string[] | undefined
  /** Tools to offer. Defaults to all of them. */
  readonly tools?: readonly ToolName[] | undefined
  /**
   * Size up to which the images and audio of a result are also sent as content, in bytes, together. Defaults to
   * 700 000, less than 1 MB in base64, which some hosts allow for a result; 0 sends links only.
   */
  readonly maxInlineBytes?: number | undefined
  /** Maximum size of an input file, in bytes. Defaults to 26 214 400 (25 MiB). */
  readonly maxInputBytes?: number | undefined
  /**
   * Maximum size of a file that is read as a resource, in bytes. Defaults to 7 000 000, because hosts on stdio reject
   * messages above 10 MiB. Larger files have a path only.
   */
  readonly maxResourceBytes?: number | undefined
  /**
   * Time after which a tool for music or video returns the id of the unfinished job instead of its result, in seconds,
   * unless the call has its own `wait_seconds`. Defaults to 50: many hosts end a call after 60 s, which would cancel
   * the job.
   */
  readonly waitSeconds?: number | undefined
  /** Interval of progress notifications while the API reports nothing, in milliseconds. Defaults to 5 000. */
  readonly progressIntervalMs?: number | undefined
}

/** Validated {@link McpServerOptions}, with absolute paths. */
export interface McpSettings {
  readonly outputDirectory: string
  readonly roots: readonly string[]
  readonly tools: ReadonlySet<ToolName>
  readonly maxInlineBytes: number
  readonly maxInputBytes: number
  readonly maxResourceBytes: number
  readonly waitSeconds: number
  readonly progressIntervalMs: number
}

/** Longest wait for a job in one call, in seconds. */
export const maxWaitSeconds = 3_600

/**
 * Validates options and adds the defaults.
 *
 * @throws {TypeError} for an unknown option, an unknown tool, or a path that is not a non-empty string.
 * @throws {RangeError} for a number that is out of range.
 */
export function readSettings(options: McpServerOptions = {}): McpSettings {
  const {
    outputDirectory = join(homedir(), 'mira-output'),
    roots = [],
    tools = toolNames,
    maxInlineBytes = 700_000,
    maxInputBytes = 26_214_400,
    maxResourceBytes = 7_000_000,
    waitSeconds = 50,
    progressIntervalMs = 5_000,
    ...rest
  } = options
  refuseUnknown(rest, 'McpServerOptions')
  for (const [name, bytes] of Object.entries({ maxInlineBytes, maxInputBytes, maxResourceBytes }))
    checkCount(name, bytes, { min: 0, max: 2 ** 30 })
  checkCount('waitSeconds', waitSeconds, { min: 0, max: maxWaitSeconds })
  checkCount('progressIntervalMs', progressIntervalMs, { min: 1, max: 2 ** 31 - 1 })
  return {
    outputDirectory: toAbsolute('outputDirectory', outputDirectory),
    roots: [roots].flat().map((root) => toAbsolute('roots', root)),
    tools: new Set([tools].flat().map(checkTool)),
    maxInlineBytes,
    maxInputBytes,
    maxResourceBytes,
    waitSeconds,
    progressIntervalMs,
  }
}

function toAbsolute(name: string, path: unknown): string {
  if (typeof path !== 'string' || path === '') throw new TypeError(`${name} must be the path of a directory`)
  return resolve(path)
}

function checkTool(name: ToolName): ToolName {
  if (toolNames.includes(name)) return name
  throw new TypeError(`Unknown tool ${name}; the tools are ${toolNames.join(', ')}`)
}
