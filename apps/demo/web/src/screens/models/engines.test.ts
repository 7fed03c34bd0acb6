import { describe, expect, it } from 'vitest'
import { formatCommands } from './engines.ts'

describe('formatCommands', () => {
  it.each([
    ['chat', 'local', 'mira-server --engine chat=local'],
    ['chat', 'smollm2-135m', 'mira-server pull smollm2-135m\nmira-server --engine chat=smollm2-135m'],
    ['chat', './model.gguf', 'mira-server --engine chat=./model.gguf'],
    ['imageModeration', 'off', 'mira-server --engine image-moderation=off'],
    ['embeddings', 'hf:o/r:q8@main', 'mira-server pull hf:o/r:q8@main\nmira-server --engine embeddings=hf:o/r:q8@main'],
    ['speech', 'http://127.0.0.1:8880/v1#kokoro', 'mira-server --engine speech=http://127.0.0.1:8880/v1#kokoro'],
  ] as const)('starts %s with %s', (capability, source, commands) => {
    expect(formatCommands(capability, source)).toBe(commands)
  })

  it.each(['', 'a b', 'x; rm -rf /', '$(id)', '`id`', "it's", 'a|b', 'a&b', 'a\nb'])(
    'gives no command for %j',
    (source) => {
      expect(formatCommands('chat', source)).toBeUndefined()
    },
  )
})
