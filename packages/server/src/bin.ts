#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Later starts load the compiled code.
enableCompileCache()
const { runCli } = await import('./cli.ts')
await runCli()
