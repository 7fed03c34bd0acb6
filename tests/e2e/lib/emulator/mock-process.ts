// Starts the mock of others on a free port and prints its URL.
import { LLMock } from '@copilotkit/aimock'

const mock = new LLMock({ port: 0 })
await mock.start()
process.stdout.write(`${mock.url}\n`)
