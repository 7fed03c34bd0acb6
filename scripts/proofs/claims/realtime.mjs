/** Claims of packages/realtime/README.md, and the tests that verify them. */
export const realtime = {
  name: 'realtime',
  document: 'packages/realtime/README.md',
  folder: 'packages/realtime/src/lib',
  claims: [
    [
      'both generations of events come under the documented names',
      'session.test.ts: hands both generations out',
      'session.test.ts: calls listeners by either name',
    ],
    [
      'unknown events and what is no event are told; the session goes on',
      'session.test.ts: reports what is no event',
      'decode-event.test.ts',
    ],
    ['at most maxBufferedMs of sound waits for the network', 'session.test.ts: holds no more than it should'],
    ['overflow: drop drops the oldest and tells so', 'session.test.ts: drops the oldest'],
    ['calls that nobody awaits fail before they fill the memory', 'session.test.ts: stops callers that do not wait'],
    [
      'an interruption cuts at what was heard, in a browser too',
      'session.test.ts: barge-in',
      'tests/e2e/realtime-browser.test.ts',
      'tests/e2e/realtime-clients.test.ts: interrupted',
    ],
    ['sound is resampled between the device’s rate and the session’s', 'audio/audio.test.ts: createResampler'],
    ['a strict script-src is met by workletUrl', 'tests/e2e/realtime-browser.test.ts: strict policy'],
    [
      'a recording stands for the microphone, a file for the loudspeaker',
      'audio/audio.test.ts: createWav',
      'tests/e2e/examples.test.ts: realtime-speak.ts',
    ],
    ['each function call is carried out once, and its output sent', 'session.test.ts: tools'],
    ['a broken connection is noticed within 8 s', 'connect-realtime.test.ts: heartbeat'],
    [
      'connects again up to 10 times in a row, and tells settings and conversation',
      'connect-realtime.test.ts: reconnect',
      'session.test.ts: tells a new connection once',
    ],
    [
      'loses and doubles no turn and no call over broken connections',
      'chaos.test.ts',
      'tests/e2e/realtime-chaos.test.ts',
    ],
    ['events that come before anybody listens wait', 'tests/e2e/claims-realtime.test.ts: wait for the first'],
    [
      'the next connection is told 200 items and 256 Ki characters at most',
      'tests/e2e/claims-realtime.test.ts: at most',
    ],
    ['a loop ends by throwing the error; closed never throws', 'tests/e2e/claims-realtime.test.ts: a loop throws'],
    [
      'a refused key, a close with 1000 or 1001 and a failed first try end the session',
      'connect-realtime.test.ts: ends',
      'connect-realtime.test.ts: does not come back for a key',
    ],
    [
      'close codes and statuses are errors by name',
      'connect-realtime.test.ts: reports a refusal',
      'connect-realtime.test.ts: reports close code',
    ],
    ['no redirect is followed', 'connect-realtime.test.ts: follows no redirect'],
    ['no connection in handshakeTimeoutMs is a timeout', 'connect-realtime.test.ts: gives up on a silent upgrade'],
    ['preflight gives what the server says, undefined, or throws for 401, 402, 403, 429', 'preflight-realtime.test.ts'],
  ],
}
