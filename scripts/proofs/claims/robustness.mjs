/** Claims of docs/peers.md about the behavior of these packages and others, and the tests that verify ours. */
export const elsewhere = {
  name: 'elsewhere',
  document: 'docs/peers.md',
  folder: 'packages/core/src/lib',
  claims: [
    ['503 for ever: 3 requests, full jitter', 'middleware/retry.test.ts: pauses'],
    ['Retry-After: 1 waits, 3600 fails at once', 'rate-limit.test.ts'],
    ['an abort during a pause: within a tick', 'middleware/retry.test.ts: within a tick'],
    ['connection lost before the reply: what bills is not billed twice', 'middleware/retry.test.ts: a call that bills'],
    ['the body of a reply stalls: typed, says which clock', 'call.test.ts: the clocks'],
    ['200 with a page of HTML: typed', 'middleware/exchange.test.ts: a success'],
    ['request id on an error', 'read-error.test.ts'],
    [
      'listeners left by 1,000 calls on one signal: 0',
      'call.test.ts: leaves no listener',
      'packages/chat/src/lib/create-chat-completion.test.ts: leaves no listener',
    ],
    ['a fault at any byte of a stream ends in the whole answer or one typed error', 'tests/e2e/faults.test.ts'],
    ['break closes the connection', 'packages/chat/src/lib/stream-chat-completion.test.ts: leaving a chat stream'],
    ['an error told inside a 200: typed', 'packages/chat/src/lib/stream-chat-completion.test.ts: failures told'],
    ['characters torn between reads are whole; any event is read', 'event-decoder.test.ts: any stream'],
    [
      'a voice session comes back, loses and doubles nothing',
      'packages/realtime/src/lib/chaos.test.ts',
      'tests/e2e/realtime-chaos.test.ts',
    ],
    [
      'credentials follow no redirect to another origin',
      'middleware/exchange.test.ts: a redirect',
      'packages/realtime/src/lib/connect-realtime.test.ts: follows no redirect',
    ],
    [
      'no name from the wire reaches Object.prototype',
      'packages/chat/src/lib/stream-chat-completion.test.ts: is neither polluted',
      'middleware/exchange.test.ts: __proto__',
      'packages/server/src/lib/http/app.test.ts: __proto__',
    ],
    ['no index from the wire makes a huge array', 'tests/e2e/hardening.test.ts: indices from the wire'],
    [
      'no file name or media type begins a header of a form',
      'multipart.test.ts: begin a header',
      'multipart.test.ts: line break',
    ],
    [
      'malformed frames crash nothing and tell nothing',
      'packages/realtime/src/lib/session.test.ts: reports what is no event',
      'packages/realtime/src/lib/decode-event.test.ts',
      'tests/e2e/hardening.test.ts: tells nothing of what it held',
    ],
    [
      'no buffer or queue costs the square of its length',
      'event-decoder.test.ts: is linear',
      'packages/realtime/src/lib/session.test.ts: holds no more',
    ],
    ['what only resembles [DONE] ends no stream', 'tests/e2e/hardening.test.ts: the end of a stream'],
    [
      'a limit of one event breaks no long stream',
      'tests/e2e/hardening.test.ts: a limit for one event',
      'event-decoder.test.ts: counts each event anew',
    ],
    ['an id leads to no other path', 'path.test.ts', 'tests/e2e/hardening.test.ts: no other path'],
    ['a voice session leaves no listener', 'tests/e2e/hardening.test.ts: leaves no listener'],
  ],
}

/** Claims about generated input; each test is a property that fast-check tries to refute. */
export const properties = {
  name: 'properties',
  document: 'ARCHITECTURE.md',
  folder: 'packages',
  claims: [
    ['any event stream is decoded as the standard says', 'core/src/lib/event-decoder.test.ts: as the standard says'],
    ['any form is read back', 'core/src/lib/multipart.test.ts: is read back'],
    [
      'any chunk is what JSON.parse gives; any completion is put together',
      'chat/src/lib/chunk-parser.test.ts',
      'chat/src/lib/chat-accumulator.test.ts',
    ],
    [
      'any frame is decoded or refused, any job state is read',
      'realtime/src/lib/decode-event.test.ts: never throws',
      'jobs/src/lib/job-state.test.ts: never throws',
    ],
    [
      'any sum is exact',
      'account/src/lib/money.test.ts: reads what it writes',
      'server/src/lib/billing/ledger.test.ts: neither loses nor adds',
    ],
    ['any path opens nothing but what is named', 'proxy/src/lib/endpoints.test.ts: opens nothing'],
    ['any body is no deeper than allowed, any reply well formed', 'server/src/lib/wire'],
  ],
}
