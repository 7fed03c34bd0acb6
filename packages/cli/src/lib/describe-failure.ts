import { isMiraError, type MiraError, type MiraErrorCode } from '@mira/core'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'
import { redact } from './redact.ts'

/** Failure as it is reported to the user. */
export interface Failure {
  /** What happened and what to do, in one line without secrets. */
  readonly message: string
  readonly exitCode: number
}

const noKey = 'The server needs an API key: set MIRA_API_KEY to yours, or pipe it with --key-stdin.'
const tryLater = 'Try again later'
const otherAddress = 'Check that --base-url or MIRA_BASE_URL is the address of the API, or run "mira doctor"'
const network = 'Check the network with "mira doctor"'

/** Exit code and advice by error code. */
const known: Partial<Record<MiraErrorCode, readonly [exitCode: number, advice?: string]>> = {
  unauthorized: [exitCodes.key, 'Set MIRA_API_KEY to a valid key'],
  forbidden: [exitCodes.key, 'The key or the plan of the account does not allow this; use another key'],
  insufficient_balance: [exitCodes.balance, 'Top up the account; "mira balance" shows what is left'],
  connection_failed: [exitCodes.network, network],
  timeout: [exitCodes.network, `${network}, or allow more time with --timeout`],
  redirect_refused: [exitCodes.network, otherAddress],
  stream_interrupted: [exitCodes.network, 'The output is incomplete; run the command again'],
  rate_limited: [exitCodes.server, tryLater],
  overloaded: [exitCodes.server, tryLater],
  server_error: [exitCodes.server, tryLater],
  invalid_response: [exitCodes.server, otherAddress],
  content_blocked: [exitCodes.server, 'The content policy does not allow this; change the prompt'],
  payload_too_large: [exitCodes.server, 'Use a smaller file or a shorter text'],
  file_unreadable: [exitCodes.usage, 'Check the path'],
  file_changed: [exitCodes.failed, 'Run the command again'],
  file_unwritable: [exitCodes.failed, 'Choose another file with -o'],
  file_exists: [exitCodes.failed, 'Choose another file with -o'],
}

/**
 * Describes an error.
 *
 * @param hasKey - Whether an API key is set, which decides the advice for one that is refused.
 */
export function describeFailure(error: unknown, hasKey: boolean): Failure {
  if (isMiraError(error)) return describeMiraError(error, hasKey)
  const text = error instanceof Error ? error.message : String(error)
  const message = redact(toSentence(text))
  if (error instanceof CommandError) return { message, exitCode: error.exitCode }
  // Wrong values are thrown as these before anything is sent.
  const isUsage = error instanceof TypeError || error instanceof RangeError || isUnreadable(error)
  return { message, exitCode: isUsage ? exitCodes.usage : exitCodes.failed }
}

function describeMiraError(error: MiraError, hasKey: boolean): Failure {
  const [exitCode, general] = known[error.code] ?? [exitCodes.server]
  if (error.code === 'unauthorized' && !hasKey) return { message: `${error.operation ?? 'mira'}: ${noKey}`, exitCode }
  return { message: redact(joinSentences(error.message, adviceFor(error, general))), exitCode }
}

function adviceFor({ retryAfterMs }: MiraError, general?: string): string | undefined {
  return general === tryLater && retryAfterMs ? `Try again in ${Math.ceil(retryAfterMs / 1_000)} s` : general
}

function joinSentences(message: string, advice: string | undefined): string {
  return advice === undefined ? toSentence(message) : `${toSentence(message)} ${toSentence(advice)}`
}

/** Returns a text of one line that ends as a sentence does. */
function toSentence(text: string): string {
  const line = text.trim().replace(/\s*\n\s*/g, ' ')
  return /[.!?…]$/.test(line) ? line : `${line}.`
}

/** Whether an error of the file system is about a file to read. */
function isUnreadable(error: unknown): boolean {
  const { code, syscall } = error as { code?: string; syscall?: string }
  return (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') && (syscall === 'open' || syscall === 'read')
}
