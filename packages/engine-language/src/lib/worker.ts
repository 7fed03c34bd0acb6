import { serveWorker } from '@mira/engine/worker'
import { IdleLoader } from './idle-loader.ts'
import type { LanguageResults, LanguageTask } from './language-task.ts'
import type { ChatAnswerer } from './local-chat/chat-answerer.ts'
import { countPrompt } from './local-chat/count-prompt.ts'
import { embed } from './local-embeddings/embed.ts'
import { TextModerator } from './moderation/text/text-moderator.ts'
import { loadSentenceEncoder } from './sentence-encoder/load-sentence-encoder.ts'
import { idleTasks } from './warm-up-task.ts'

// Loaded before the first task: all kinds of tasks need the encoder, and loading must not count toward a deadline.
const encoder = await loadSentenceEncoder()
const moderator = new TextModerator(encoder)
let chat: Promise<ChatAnswerer> | undefined

/** Loads the grammar, date and dictionary packages for chat. A process that only serves embeddings never needs them. */
async function loadChat(): Promise<ChatAnswerer> {
  const { ChatAnswerer } = await import('./local-chat/chat-answerer.ts')
  return new ChatAnswerer(encoder)
}

// Loading all of it before the first chat would take a second longer.
const loader = new IdleLoader(idleTasks.map((task) => async (signal) => (await chat)?.answer(task, signal)))

serveWorker<LanguageTask, LanguageResults[LanguageTask['kind']]>(async (task, { signal }) => {
  loader.pause()
  try {
    return await perform(task, signal)
  } finally {
    if (chat) loader.resume()
  }
})

async function perform(task: LanguageTask, signal: AbortSignal): Promise<LanguageResults[LanguageTask['kind']]> {
  switch (task.kind) {
    case 'chat':
      chat ??= loadChat()
      return (await chat).answer(task, signal)
    case 'embed':
      return embed(encoder, task, signal)
    case 'moderate':
      return moderator.moderate(task.texts, signal)
    case 'count':
      return encoder.countEach([task.text])[0] ?? 0
    case 'count_prompt':
      return countPrompt(encoder, JSON.parse(task.request))
  }
}
