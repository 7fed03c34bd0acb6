import type { Command } from 'commander'
import type { EmbedFlags } from '../actions/run-embed.ts'
import type { ChatFlags } from '../actions/stream-answer.ts'
import { addCommand } from '../add-command.ts'
import { toCount, toNumber } from '../parse-values.ts'
import { runAction } from '../run-action.ts'

/** Adds `chat`, `embed` and `models`. */
export function addChatCommands(program: Command): void {
  addChatCommand(program)
  addEmbedCommand(program)
  addModelsCommand(program)
}

function addChatCommand(program: Command): void {
  addCommand(program, {
    name: 'chat [prompt...]',
    description: 'ask a model; without a prompt, start a conversation on the terminal',
    arguments: { prompt: 'question; piped input is added to it' },
    examples: [
      'mira chat "What is 12 % of 250?"',
      'cat report.txt | mira chat "Summarize in one sentence"',
      'mira chat "Which colors are these?" -f photo.jpg',
    ],
  })
    .option('-s, --system <text>', 'instructions for the model')
    .option('-f, --file <image...>', 'image to ask about: a file or URL')
    .option('--max-tokens <number>', 'maximum length of the answer', toCount)
    .option('--temperature <number>', 'randomness, 0 to 2', toNumber)
    .option('--json-stream', 'print each chunk of the answer as a line of JSON')
    .action(async (words: string[], _, command: Command) => {
      const { runChat } = await import('../actions/run-chat.ts')
      await runAction<ChatFlags>(command, (context, flags) => runChat(context, flags, words))
    })
}

function addEmbedCommand(program: Command): void {
  addCommand(program, {
    name: 'embed [text...]',
    description: 'compute embedding vectors, one JSON array per line',
    arguments: { text: 'text; by default standard input' },
    examples: ['mira embed "Delivery times"', 'mira embed --lines < questions.txt > vectors.jsonl'],
  })
    .option('--lines', 'each line is a text of its own')
    .option('--dimensions <number>', 'length of a vector', toCount)
    .action(async (words: string[], _, command: Command) => {
      const { runEmbed } = await import('../actions/run-embed.ts')
      await runAction<EmbedFlags>(command, (context, flags) => runEmbed(context, flags, words))
    })
}

function addModelsCommand(program: Command): void {
  addCommand(program, {
    name: 'models',
    description: 'list the models',
    examples: ['mira models', 'mira models --json'],
  }).action(async (_, command: Command) => {
    const { runModels } = await import('../actions/run-models.ts')
    await runAction(command, runModels)
  })
}
