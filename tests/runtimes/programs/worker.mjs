// Runs the checks in a worker that is called over HTTP: settings are in the request body, results are streamed.
import { runConformance } from './conformance.mjs'

// biome-ignore lint/style/noDefaultExport: a worker is found by it.
export default {
  async fetch(request) {
    const settings = await request.json()
    const { readable, writable } = new TransformStream()
    const writer = writable.getWriter()
    const encoder = new TextEncoder()
    const print = (line) => writer.write(encoder.encode(`${line}\n`))
    runConformance(settings, print).finally(() => writer.close())
    return new Response(readable)
  },
}
