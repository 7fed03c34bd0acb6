#!/usr/bin/env node
import { runCli } from '@mira/server/cli'

await runCli('mira-engines')
