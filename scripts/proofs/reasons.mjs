/** Reasons for missed budgets, by claim; printed next to the figure only when the budget is missed. */
export const reasons = {
  'one job, waited for: gzip, first aim':
    'any call is 7.7 KiB (retries, clocks, typed errors); replicate, at 7.1, has no types and no pauses between retries',
  'import + first answer':
    'five files are loaded (7 ms of it) and run for the first time, where node:http by hand is one; openai is at 8 to 10',
  '200 streams at 50 deltas/s: CPU':
    'most of it is the beginning of each stream, in code that 200 of them do not warm up: Node’s pool by hand is at 0.9, bare fetch at 2.0',
  'small JSON, 64 at once: CPU':
    'clocks, abort, retries and typed replies cost about what the sending does: Node’s pool by hand is at 0.6, bare fetch at 3.0',
  '1,000 vectors as base64: CPU':
    'a bare socket with JSON.parse is at 0.7: 8 MB of text are read, decoded and parsed either way; openai is at 2.2 to 2.8',
  'download: memory':
    'node:http itself is at 57: what Node reads into stays until it is collected; bare fetch is at 90 to 130',
  'realtime audio: receive': 'runs differ: 0.84 to 1.09 were seen, and as much in ws itself',
}
