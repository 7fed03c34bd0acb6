import { chatFamilies } from './scenarios/chat-streams.ts'
import { responseFamilies } from './scenarios/response-stream.ts'

/** One row of a printed table: a scenario with its budget. */
export interface Row {
  readonly title: string
  readonly scenario: string
  /** Unit of the absolute values. Printed for the baseline, or for all contestants if there is no ratio. */
  readonly unit: string
  /**
   * Divisor that converts measured values into that unit.
   *
   * @defaultValue 1
   */
  readonly divisor?: number
  /** Whether values are printed as they are, not as ratios to the baseline. */
  readonly isAbsolute?: boolean
  /** Budget that must hold, as ratio or value. */
  readonly gate: number
  /** Target that experiments have shown to be achievable. */
  readonly aim: number
}

/** Rows whose ratios refer to the same contestant. */
export interface Table {
  readonly title: string
  /** Contestant whose values are 1; undefined if all values are absolute. */
  readonly baseline?: string
  /** Contestants that take part. Defaults to all with the skills. */
  readonly clients?: readonly string[]
  readonly rows: readonly Row[]
}

const layoutRows = [
  { layout: 'each', title: 'SSE, one HTTP chunk per delta', gate: 0.95, aim: 0.6 },
  { layout: 'bulk', title: 'SSE, bulk chunks', gate: 1.15, aim: 0.75 },
  { layout: 'split', title: 'SSE, split chunks', gate: 0.8, aim: 0.6 },
] as const

/** Streams as families of servers send them: a client is judged by the family it reads slowest. */
const families: Table = {
  title: 'Streams by family of servers',
  baseline: 'node:http',
  clients: ['node:http', 'socket', 'parser', 'openai', 'mira'],
  rows: [
    ...layoutRows.flatMap(({ layout, title, gate, aim }) =>
      chatFamilies.map((family) => ({
        title: `${title}, ${family}`,
        scenario: `chatStream-${layout}-${family}`,
        unit: 'us',
        gate,
        aim,
      })),
    ),
    ...responseFamilies.map((family) => ({
      title: `responses stream, ${family}`,
      scenario: `responseStream-${family}`,
      unit: 'us',
      gate: 1,
      aim: 0.65,
    })),
  ],
}

const requests: Table = {
  title: 'Requests, streams and files',
  baseline: 'node:http',
  rows: [
    { title: 'import', scenario: 'importOnly', unit: 'ms', isAbsolute: true, gate: 8, aim: 5 },
    { title: 'import + first response', scenario: 'firstAnswer', unit: 'ms', gate: 1.5, aim: 1.2 },
    { title: 'SSE, one HTTP chunk per delta: CPU', scenario: 'chatStreamEach', unit: 'us', gate: 0.95, aim: 0.6 },
    { title: 'SSE, bulk chunks: CPU', scenario: 'chatStreamBulk', unit: 'us', gate: 1.15, aim: 0.75 },
    { title: 'SSE, split chunks: CPU', scenario: 'chatStreamSplit', unit: 'us', gate: 0.8, aim: 0.6 },
    { title: 'responses stream: CPU', scenario: 'responseStream', unit: 'us', gate: 1, aim: 0.65 },
    {
      title: 'peak memory, one long stream',
      scenario: 'peakMemory',
      unit: 'MiB',
      divisor: 1_024,
      gate: 1.3,
      aim: 1.1,
    },
    { title: 'first text, warm', scenario: 'firstText', unit: 'ms', gate: 1.25, aim: 1 },
    { title: '200 streams at 50 deltas/s: CPU', scenario: 'pacedStreams', unit: 'us', gate: 1.35, aim: 1.2 },
    { title: 'small JSON, one at a time: CPU', scenario: 'requestsInTurn', unit: 'us', gate: 1.1, aim: 0.85 },
    { title: 'small JSON, 64 at a time: CPU', scenario: 'requestsAtOnce', unit: 'us', gate: 1, aim: 0.75 },
    { title: '1,000 vectors as JSON: CPU', scenario: 'vectorsAsJson', unit: 'ms', divisor: 1_000, gate: 1, aim: 0.95 },
    {
      title: '1,000 vectors as base64: CPU',
      scenario: 'vectorsAsBase64',
      unit: 'ms',
      divisor: 1_000,
      gate: 0.9,
      aim: 0.6,
    },
    { title: 'upload: CPU per MB', scenario: 'uploadCpu', unit: 'us', gate: 1, aim: 0.7 },
    { title: 'upload: memory', scenario: 'uploadMemory', unit: 'MiB', isAbsolute: true, gate: 15, aim: 10 },
    { title: 'download: CPU per MB', scenario: 'downloadCpu', unit: 'us', gate: 0.85, aim: 0.6 },
    { title: 'download: memory', scenario: 'downloadMemory', unit: 'MiB', isAbsolute: true, gate: 45, aim: 15 },
    { title: 'streams left by break: sockets', scenario: 'leftSockets', unit: '', isAbsolute: true, gate: 0, aim: 0 },
    { title: 'streams left by break: heap', scenario: 'leftHeap', unit: 'MiB', isAbsolute: true, gate: 2, aim: 1 },
  ],
}

const voice: Table = {
  title: 'Voice sessions',
  baseline: 'ws',
  rows: [
    { title: 'realtime audio: receive', scenario: 'voiceReceive', unit: 'us', gate: 0.95, aim: 0.75 },
    { title: 'realtime audio: send', scenario: 'voiceSend', unit: 'us', gate: 0.9, aim: 0.85 },
  ],
}

const jobs: Table = {
  title: 'Jobs of 4 s (with --quick 1 s)',
  rows: [
    { title: 'result latency of a job', scenario: 'jobLatency', unit: 'ms', isAbsolute: true, gate: 60, aim: 20 },
    { title: 'requests per job', scenario: 'jobRequests', unit: '', isAbsolute: true, gate: 12, aim: 2 },
    // Without long polling, the documented maximum is an eighth of the job's age.
    {
      title: 'polled: result latency',
      scenario: 'polledJobLatency',
      unit: 'ms',
      isAbsolute: true,
      gate: 560,
      aim: 305,
    },
    { title: 'polled: requests', scenario: 'polledJobRequests', unit: '', isAbsolute: true, gate: 28, aim: 25 },
  ],
}

/** All tables of the benchmark. */
export const tables: readonly Table[] = [requests, families, voice, jobs]
