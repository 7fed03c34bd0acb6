import {
  chatFamilies,
  chatStreamBulk,
  chatStreamEach,
  chatStreamSplit,
  familyStream,
  firstText,
  layouts,
  pacedStreams,
  peakMemory,
} from './chat-streams.ts'
import { jobLatency, jobRequests, polledJobLatency, polledJobRequests } from './jobs.ts'
import { leftHeap, leftSockets } from './left-streams.ts'
import { requestsAtOnce, requestsInTurn, vectorsAsBase64, vectorsAsJson } from './requests.ts'
import { responseFamilies, responseFamilyStream, responseStream } from './response-stream.ts'
import type { Scenario } from './scenario.ts'
import { firstAnswer, importOnly } from './start.ts'
import { downloadCpu, downloadMemory, uploadCpu, uploadMemory } from './transfers.ts'
import { voiceReceive, voiceSend } from './voice.ts'

/** All scenarios, by the name that `bench.ts` passes to a child process. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  importOnly,
  firstAnswer,
  chatStreamEach,
  chatStreamBulk,
  chatStreamSplit,
  responseStream,
  ...Object.fromEntries(
    layouts.flatMap((layout) =>
      chatFamilies.map((family) => [`chatStream-${layout}-${family}`, familyStream(family, layout)]),
    ),
  ),
  ...Object.fromEntries(responseFamilies.map((family) => [`responseStream-${family}`, responseFamilyStream(family)])),
  peakMemory,
  firstText,
  pacedStreams,
  requestsInTurn,
  requestsAtOnce,
  vectorsAsJson,
  vectorsAsBase64,
  uploadCpu,
  uploadMemory,
  downloadCpu,
  downloadMemory,
  leftSockets,
  leftHeap,
  voiceReceive,
  voiceSend,
  jobLatency,
  jobRequests,
  polledJobLatency,
  polledJobRequests,
}
