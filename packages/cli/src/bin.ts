#!/usr/bin/env node
// A namespace, because versions of Node before 22.1 have no `enableCompileCache`.
import * as nodeModule from 'node:module'

/** First version of Node with all that the packages need. */
const minimum = { major: 20, minor: 19 }

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < minimum.major || (major === minimum.major && minor < minimum.minor)) {
  const needed = `${minimum.major}.${minimum.minor}`
  process.stderr.write(
    `mira needs Node ${needed} or later; this is Node ${process.versions.node}. Install it from https://nodejs.org\n`,
  )
  process.exitCode = 2
} else {
  // Later starts load the compiled code.
  nodeModule.enableCompileCache?.()
  const { runCli } = await import('./lib/run-cli.ts')
  await runCli()
}
