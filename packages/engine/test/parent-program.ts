import { createTrialHost } from './trial-task.ts'

// Run by a test: starts a worker, behaves as the first argument says, and prints the worker's PID.

const how = process.argv[2]
const host = createTrialHost()
if (how === 'idle') await host.run({ do: 'echo', value: 1 })
else {
  const events = host.stream(how === 'wait' ? { do: 'wait' } : { do: 'spin', how: 'native' })
  await events.next()
  events.next().catch(() => {})
}
console.log(host.stats().processes[0]?.pid)
