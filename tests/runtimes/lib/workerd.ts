import { join } from 'node:path'
import { bundle } from './bundle.ts'
import { type Runtime, readResults, webExceptions } from './runtime.ts'
import { readWorkerdDate, startWorker, workerd } from './worker-process.ts'

/** Cloudflare Workers, in their own runtime. */
export const workerdRuntime: Runtime = {
  name: 'workerd',
  isMissing: workerd.isMissing,
  exceptions: webExceptions,
  version: readWorkerdDate,
  async *run(project, settings) {
    const code = await bundle(project, 'worker.mjs', { format: 'esm', conditions: ['workerd', 'worker', 'browser'] })
    await using worker = await startWorker(join(project, 'workerd'), code)
    const { body } = await fetch(worker.url, { method: 'POST', body: JSON.stringify(settings) })
    if (body) yield* readResults(body)
  },
}
