// Compares the answers of the real API with the API description of the local server, and prints a list of differences for
// an issue, in which secrets are masked.
//
//   MIRA_API_KEY=… node tests/contract/drift.ts           calls that are not charged
//   MIRA_API_KEY=… node tests/contract/drift.ts --paid    also six charged calls of at most 16 tokens of output each
//
// MIRA_BASE_URL names another server. Nothing is created, changed or deleted.
import { parseArgs } from 'node:util'
import { startServer } from '@mira/server'
import { readApiDocument } from './lib/api-document.ts'
import { freeCalls, paidCalls } from './lib/drift-calls.ts'
import { findDrift, formatDrift } from './lib/find-drift.ts'

const { paid } = parseArgs({ options: { paid: { type: 'boolean', default: false } } }).values
const { MIRA_API_KEY: apiKey, MIRA_BASE_URL: baseUrl = 'https://api.vmira.ai' } = process.env
if (apiKey === undefined) throw new Error('Set MIRA_API_KEY to the key of an account with some balance')

const local = await startServer({ engines: {} })
const api = await readApiDocument(local.url)
await local.close()

const drifts = await findDrift({ baseUrl, apiKey }, api, paid ? [...freeCalls, ...paidCalls] : freeCalls)
const count = drifts.reduce((sum, { differences }) => sum + differences.length, 0)
console.log(`Answers of ${baseUrl} on ${new Date().toISOString().slice(0, 10)}\n`)
console.log(formatDrift(drifts))
console.log(`\n${count} differences in ${drifts.length} calls`)
process.exitCode = count === 0 ? 0 : 1
