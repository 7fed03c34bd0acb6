// Starts the local server as a global setup does, in memory on a free port, and prints its address, key and token.
import { startMira } from '../../../../packages/testing/src/index.ts'

const mira = await startMira({ strict: true })
process.stdout.write(`${JSON.stringify({ url: mira.url, apiKey: mira.apiKey, token: mira.env.MIRA_CONTROL_TOKEN })}\n`)
process.once('SIGTERM', () => void mira.close())
