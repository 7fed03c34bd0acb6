import type { Skill } from '../skills/skill.ts'
import { russianCalendar } from './calendar.ts'
import { russianClock } from './clock.ts'
import { russianComputing } from './computing.ts'
import { russianConversing } from './conversing.ts'
import { russianRecall } from './recall.ts'
import { russianTexts } from './texts.ts'
import { russianZones } from './zones.ts'

/** Skills that read Russian and answer in it. On equal scores, the earlier skill wins. */
export const russianSkills: readonly Skill[] = [
  russianComputing,
  russianZones,
  russianClock,
  russianCalendar,
  russianTexts,
  russianConversing,
  russianRecall,
]
