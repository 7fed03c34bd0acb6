#!/usr/bin/env node
import { createProgram } from './lib/cli/program.ts'

try {
  await createProgram().parseAsync()
} catch (error) {
  process.stderr.write(`mira-server: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
