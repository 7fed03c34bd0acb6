// Puts WordNet beside the built code: a step of `pnpm build`.
import { wordNetData } from '../wordnet-data.ts'

wordNetData.ship()
