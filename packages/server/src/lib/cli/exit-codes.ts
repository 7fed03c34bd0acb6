/** Exit codes of `mira-server`, by their meaning; those of `mira` agree with them. */
export const exitCodes = {
  ok: 0,
  /** The server or the command failed. */
  failed: 1,
  /** The command line or its environment is wrong, a file that it names cannot be read, or a model is not downloaded. */
  usage: 2,
  /** Interrupted by Ctrl-C. */
  interrupted: 130,
} as const

/** Exit code of `mira-server`. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
