import { EngineInputError } from '@mira/engine'
import type { PromptPlan } from './prompt-plan.ts'
import { phraseInRussian } from './russian/name-in-russian.ts'

const person = /^(person|people|man|woman|girl|boy|child|baby|older-person|old-man|old-woman|prince|princess)(-|$)/

/** Drawings of professions, besides those of kinds of people. */
const professions =
  /^(astronaut|cook|firefighter|police-officer|farmer|artist|health-worker|scientist|construction-worker|singer|student|teacher|pilot|guard|detective|judge|mechanic|office-worker|factory-worker|technologist|ballet-dancer|ninja|surfer|skier|snowboarder)$/

/** Returns whether a drawing shows a human. */
export function isPerson(drawing: string): boolean {
  return person.test(drawing) || professions.test(drawing)
}

/**
 * Rejects what cannot be drawn: a prompt of which nothing is known, and people as in a photograph.
 *
 * @throws {EngineInputError} `photorealistic_person` or `unknown_subject`.
 */
export function checkPlan(plan: PromptPlan): void {
  const { subjects, isPhoto, unknownThings, layout, language } = plan
  if (isPhoto && subjects.some(({ drawing }) => isPerson(drawing))) {
    throw new EngineInputError(
      language === 'ru'
        ? 'prompt: Фотографии людей здесь не создаются, только рисунки. Уберите из запроса слова о фотографии.'
        : 'prompt: No photographs of people are made here, only drawings. Leave out the words that ask for a photograph.',
      'prompt',
      { code: 'photorealistic_person' },
    )
  }
  if (subjects.length > 0 || layout !== 'scene') return
  if (unknownThings.length > 0 && !isLandscape(plan)) throw unknownSubject(plan)
  if (isEmpty(plan)) throw unknownSubject(plan)
}

/** Returns whether the stage is what the prompt asks for first: "a beach with a hammock". */
function isLandscape({ setting, opening }: PromptPlan): boolean {
  return setting !== undefined && opening === 'stage'
}

function isEmpty({ setting, season, opening }: PromptPlan): boolean {
  return !setting && !season && opening !== 'stage'
}

function unknownSubject({ unknownThings, notUnderstood, language }: PromptPlan): EngineInputError {
  const asked = unknownThings.length > 0 ? unknownThings : notUnderstood
  const words = asked.map((word) => `"${language === 'ru' ? phraseInRussian(word) : word}"`).join(', ')
  const message =
    language === 'ru'
      ? `prompt: Среди рисунков нет такого: ${words}. Здесь рисуют обычные вещи, животных, растения, людей и пейзажи, например «лиса в лесу».`
      : `prompt: No drawing shows ${words || 'this'}. Common things, animals, plants, people and landscapes can be drawn, such as "a fox in a forest".`
  return new EngineInputError(message, 'prompt', { code: 'unknown_subject' })
}
