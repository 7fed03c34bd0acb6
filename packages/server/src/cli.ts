// A namespace, because older versions of Node have no `enableCompileCache`, and would fail before they can say so.
import * as nodeModule from 'node:module'

/** First version of Node with all that the server needs. */
const minimum = { major: 22, minor: 16 }

/**
 * Runs the server's command line with the arguments of the process. A failure is printed and sets the exit code to 1, or
 * to 2 when a model must be downloaded first. Versions of Node that are too old are named in one sentence.
 *
 * @param name - Name of the command in help and error messages. Defaults to `mira-server`.
 */
export async function runCli(name = 'mira-server'): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < minimum.major || (major === minimum.major && minor < minimum.minor)) {
    const needed = `${minimum.major}.${minimum.minor}`
    process.stderr.write(
      `${name} needs Node ${needed} or later; this is Node ${process.versions.node}. Install it from https://nodejs.org\n`,
    )
    process.exitCode = 1
    return
  }
  // Later starts load the compiled code.
  nodeModule.enableCompileCache()
  const { runProgram } = await import('./lib/cli/run-program.ts')
  await runProgram(name)
}
