import type { PromptPlan, Subject } from '../prompt/prompt-plan.ts'

/** Describes what was drawn and which words were not understood. */
export function describeScene(plan: PromptPlan, setting: string): string {
  const things = plan.subjects.map(describeSubject)
  const what =
    things.length > 0 ? things.join(', ') : plan.layout === 'scene' ? 'a view without figures' : `a ${plan.layout}`
  const where =
    plan.layout === 'scene'
      ? `; setting: ${setting}, ${plan.timeOfDay}, ${plan.weather}${plan.season ? `, ${plan.season}` : ''}`
      : plan.subjects.length > 0
        ? `; ${plan.layout}`
        : ''
  const style = plan.style ? `; style: ${plan.style}` : ''
  const text = plan.text ? `; text: "${plan.text}"` : ''
  const missed = plan.notUnderstood.length > 0 ? `. Not understood: ${plan.notUnderstood.join(', ')}` : ''
  return `Procedural illustration of ${what}${where}${style}${text}${missed}.`
}

function describeSubject({ count, color, drawing, phrase, relation }: Subject): string {
  const name = drawing.replaceAll('-', ' ')
  const drawn = phrase.includes(name) || name.includes(phrase) ? '' : ` (for "${phrase}")`
  return `${relation ? `${relation.kind} ` : ''}${count > 1 ? `${count} × ` : ''}${color ? `${color} ` : ''}${name}${drawn}`
}
