import { chat } from '@mira/chat'
import { createClient, mapPaths } from '@mira/core'

// #region options
const mira = createClient({
  apiKey: async () => readSecret('MIRA_API_KEY'), // or the key itself; called for every request
  baseUrl: process.env.MIRA_BASE_URL, // with or without /v1
  model: 'mira-thinking',
  timeout: { total: 120_000, idle: 30_000 },
  retry: { maxRetries: 4 },
  headers: { 'x-team': 'search' },
}).extend(chat)

const { choices } = await mira.chat.create(
  { messages: [{ role: 'user', content: 'What is 9 times 9?' }] },
  { timeout: 20_000, retry: false, headers: { 'x-team': 'support' } }, // for this call only
)
console.log(choices[0]?.message.content)
// #endregion

// #region paths
// Servers that follow OpenAI have other paths for images and transcriptions.
const elsewhere = createClient({ middleware: [mapPaths()] })
// #endregion
console.log(elsewhere.baseUrl)

/** Placeholder for your secret store. */
async function readSecret(name: string): Promise<string> {
  return process.env[name] ?? ''
}
