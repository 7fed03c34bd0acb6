/** Exit codes of `mira`, by what they mean. */
export const exitCodes = {
  /** The command did what was asked; also when the reader of a pipe has closed it. */
  ok: 0,
  /** Nothing was found, or a file cannot be written, or a program is missing. */
  failed: 1,
  /** The command line is wrong, or a file that it names cannot be read. Nothing was sent. */
  usage: 2,
  /** There is no API key, or the server refused it. */
  key: 3,
  /** The balance is used up. */
  balance: 4,
  /** The server cannot be reached, or the connection broke or timed out. */
  network: 5,
  /** The server refused the request or failed, or a job failed. */
  server: 6,
  /** Interrupted by Ctrl-C; other signals have 128 and their number. */
  interrupted: 130,
} as const

/** Exit code of `mira`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
