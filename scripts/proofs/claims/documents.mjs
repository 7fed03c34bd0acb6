/** Claims of the root README, and the tests that verify them. */
export const root = {
  name: 'root',
  document: 'README.md',
  folder: 'tests',
  claims: [
    ['offline, without a key and without spending', 'e2e/chat.test.ts', 'e2e/jobs.test.ts', 'e2e/media.test.ts'],
    ['packages and server agree on the wire', 'contract'],
    ['examples: each of them is run by the tests', 'e2e/examples.test.ts', 'e2e/framework-examples.test.ts'],
    [
      'what the chat cannot do it says in one sentence',
      'packages/engine-language/src/lib/local-chat/local-chat-engine.test.ts: says in one sentence',
    ],
    [
      'any OpenAI-compatible server behind the same API',
      'packages/server/src/lib/cli/program.test.ts: answers through an upstream',
    ],
    [
      'GET /v1/models names the engine behind each model',
      'packages/server/src/lib/cli/program.test.ts: names the engine',
    ],
  ],
}

/** Claims of apps/demo/README.md, and the tests that verify them. */
export const demo = {
  name: 'demo',
  document: 'apps/demo/README.md',
  folder: 'apps/demo/src/playground',
  claims: [
    ['the page holds no key', 'shell.test.ts: has no key', 'chat.test.ts: never holds the key'],
    [
      'each screen does what it shows',
      'account.test.ts',
      'call.test.ts',
      'chat.test.ts',
      'images.test.ts',
      'studio.test.ts',
      'vision.test.ts',
      'voice.test.ts',
    ],
    ['jobs go on over a reload', 'studio.test.ts: over a reload'],
    [
      'English and Russian, both directions, light or dark, fits a phone',
      'shell.test.ts: speaks Russian',
      'shell.test.ts: turns round',
      'shell.test.ts: wider than a phone',
    ],
  ],
}

/** Claims of docs/deployment.md, and the tests that verify them. */
export const deployment = {
  name: 'deployment',
  document: 'docs/deployment.md',
  folder: 'tests/e2e',
  claims: [
    ['restarted one by one, two servers under load fail no request', 'deployment-restart.test.ts'],
    ['nothing is charged twice for a process that is killed', 'deployment.test.ts'],
    ['the example deployment runs what is documented; every option is in the table', 'deployment-files.test.ts'],
    [
      'backup while it runs, restored ledgers are whole',
      'packages/server/src/lib/cli/account-commands.test.ts: backs up under load',
    ],
    [
      'tables are migrated by one process, others wait',
      'packages/server/src/lib/store/store.test.ts: migrates one PostgreSQL',
    ],
    [
      'places of a killed process come free',
      'packages/server/src/lib/limits/limit-counters.test.ts: places of one that died',
    ],
  ],
}

/** Claims of docs/security.md, and the tests that verify them. */
export const security = {
  name: 'security',
  document: 'docs/security.md',
  folder: 'packages/server/src/lib',
  claims: [
    ['odd framing is refused with 400 and the connection closed', 'http/http-framing.test.ts'],
    ['without a key only models, health, description and signed files', 'http/unauthenticated.test.ts'],
    [
      'a stolen database opens nothing: keys are hashed, kept replies sealed',
      'start-server.test.ts: keeps neither it nor the hash key',
      'http/routes/api-keys.test.ts: which no file holds',
    ],
    [
      'bodies are bounded in size and nesting before they are parsed',
      'wire/json-guard.test.ts',
      'app.test.ts: nesting',
      'app.test.ts: a body that is too large',
    ],
    [
      'an idempotency key is charged once, whatever crashes',
      'billing/charging.test.ts: charges one idempotency key once',
      'billing/charging.test.ts: a process had charged',
    ],
    [
      'limits are exact, however many servers ask at once',
      'limits/limit-counters.test.ts',
      'start-server.postgres.test.ts: together',
    ],
  ],
}
