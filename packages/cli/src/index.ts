export { type ExitCode, exitCodes } from './lib/exit-codes.ts'
export { runCli } from './lib/run-cli.ts'
