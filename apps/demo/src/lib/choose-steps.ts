import { isCancel, select } from '@clack/prompts'
import type { Step } from './step.ts'

const all = 'all'
const quit = 'quit'

/** Asks which steps to run. Returns none when the user leaves. */
export async function chooseSteps(steps: readonly Step[]): Promise<readonly Step[]> {
  const chosen = await select({
    message: 'What would you like to see?',
    options: [
      { value: all, label: 'Everything', hint: 'about a minute' },
      ...steps.map(({ name, title }) => ({ value: name, label: title })),
      { value: quit, label: 'Quit', hint: 'stops the server' },
    ],
    maxItems: steps.length + 2,
  })
  if (isCancel(chosen) || chosen === quit) return []
  return chosen === all ? steps : steps.filter(({ name }) => name === chosen)
}
