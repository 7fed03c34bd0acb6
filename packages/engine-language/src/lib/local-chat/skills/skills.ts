import { arithmetic } from './arithmetic/arithmetic.ts'
import { classifying } from './classifying.ts'
import { comparing } from './comparing.ts'
import { conversing } from './conversing.ts'
import { counting } from './counting.ts'
import { dates } from './dates/dates.ts'
import { dictionary } from './dictionary.ts'
import { extracting } from './extracting.ts'
import { lists } from './lists.ts'
import { numberFacts } from './number-facts.ts'
import { recall } from './recall.ts'
import { repeating } from './repeating.ts'
import { rewriting } from './rewriting.ts'
import { sequences } from './sequences.ts'
import type { Skill } from './skill.ts'
import { spelling } from './spelling.ts'
import { summary } from './summary.ts'
import { units } from './units/units.ts'

/** All skills. On equal scores, the earlier skill wins. */
export const skills: readonly Skill[] = [
  repeating,
  spelling,
  units,
  dates,
  numberFacts,
  sequences,
  comparing,
  counting,
  rewriting,
  lists,
  summary,
  classifying,
  extracting,
  dictionary,
  arithmetic,
  recall,
  conversing,
]
