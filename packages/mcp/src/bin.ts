#!/usr/bin/env node
import { runCli } from './lib/cli/run-cli.ts'

await runCli()
