import { type Command, CommanderError } from 'commander'
import { ModelMissingError } from '../models/model-records.ts'
import { CommandError } from './command-error.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'

/** Failure as it is reported to the user. */
export interface Failure {
  /** Sentences in which the first names the problem; undefined when the output already shows it, such as help. */
  readonly message: string | undefined
  readonly exitCode: ExitCode
}

/**
 * Describes why a command line failed.
 *
 * @param program - Command line that threw the error.
 * @param args - Its arguments.
 */
export function describeFailure(error: unknown, program: Command, args: readonly string[]): Failure {
  if (error instanceof CommanderError) return describeUsage(error, program, args)
  if (error instanceof CommandError) return { message: toSentence(error.message), exitCode: error.exitCode }
  const file = describeFileError(error)
  if (file !== undefined) return file
  const text = error instanceof Error ? error.message : String(error)
  const reason = findReason(error)
  const message = toSentence(toFlags(reason === undefined ? text : `${text}: ${reason}`))
  // Misuse of `startServer` is thrown as a RangeError, and all its options come from the command line.
  const isUsage = error instanceof RangeError || error instanceof ModelMissingError
  return { message, exitCode: isUsage ? exitCodes.usage : exitCodes.failed }
}

/** Describes an error of the parser; the help that it may have printed is not repeated. */
function describeUsage(
  { code, message, exitCode }: CommanderError,
  program: Command,
  args: readonly string[],
): Failure {
  if (exitCode === 0) return { message: undefined, exitCode: exitCodes.ok }
  if (code === 'commander.help') return { message: undefined, exitCode: exitCodes.usage }
  const command = findCommand(program, args)
  const path = pathOf(command)
  const isAboutArguments = code === 'commander.missingArgument' || code === 'commander.excessArguments'
  const advice = isAboutArguments ? `Usage: ${path} ${command.usage()}` : `See "${path} --help".`
  const problem = message
    .replace(/^error: /, '')
    .replace('(Did you mean', 'Did you mean')
    .replace(/\?\)$/, '?')
  return { message: `${toSentence(problem)} ${advice}`, exitCode: exitCodes.usage }
}

/** Returns the command that a command line names. */
function findCommand(program: Command, args: readonly string[]): Command {
  return args.reduce<Command>(
    (command, arg) => command.commands.find((child) => child.name() === arg) ?? command,
    program,
  )
}

/** Returns the names to type for a command, such as `mira-server keys create`. */
function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}

const fileReasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EEXIST: 'it already exists',
  ENOTDIR: 'a part of the path is a file, not a directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
}

/** Codes of paths that are wrong, rather than of a system that cannot. */
const wrongPathCodes = new Set(['ENOENT', 'EEXIST', 'ENOTDIR', 'EISDIR'])

/** Describes an error of the file system. Returns undefined for other errors. */
function describeFileError(error: unknown): Failure | undefined {
  const { code = '', path, syscall } = (error ?? {}) as NodeJS.ErrnoException
  const reason = fileReasons[code]
  if (reason === undefined || path === undefined) return undefined
  const verb = syscall === 'mkdir' || code === 'EEXIST' ? 'create' : 'open'
  const exitCode = wrongPathCodes.has(code) ? exitCodes.usage : exitCodes.failed
  return { message: `Cannot ${verb} ${path}: ${reason}.`, exitCode }
}

/** Returns what the deepest cause of an error says, if it has one. */
function findReason(error: unknown): string | undefined {
  let deepest: unknown
  for (let cause = causeOf(error); cause !== undefined; cause = causeOf(cause)) deepest = cause
  if (!(deepest instanceof Error)) return undefined
  const text = error instanceof Error ? error.message : ''
  // Of no use when empty, and often repeated by the error itself.
  return text.includes(deepest.message) ? undefined : deepest.message
}

/** Returns the cause of an error; a connection that failed for each address of a host has one error for each. */
function causeOf(error: unknown): unknown {
  if (error instanceof AggregateError) return error.errors[0]
  return error instanceof Error ? error.cause : undefined
}

/** Options of `startServer` that its errors name, as they are spelled on the command line. */
const flags: Readonly<Record<string, string>> = {
  databaseUrl: '--database-url',
  dataDir: '--data-dir',
  'jobs.workers': '--workers',
  mediaUrl: '--media-url',
  'The secret': 'The secret in MIRA_SERVER_SECRET',
}

function toFlags(text: string): string {
  return text.replace(/\b(?:databaseUrl|dataDir|jobs\.workers|mediaUrl)\b|^The secret(?= has)/g, (name) => flags[name]!)
}

/** Returns a text in which every line break is a space, with a capital letter and the period of a sentence. */
function toSentence(text: string): string {
  const line = text.trim()
  const sentence = (/^[a-z]+ /.test(line) ? line[0]!.toUpperCase() + line.slice(1) : line).replace(
    /\s*\n\s*(?=[A-Z])/,
    '. ',
  )
  return /[.!?…"]$/.test(sentence) ? sentence : `${sentence}.`
}
