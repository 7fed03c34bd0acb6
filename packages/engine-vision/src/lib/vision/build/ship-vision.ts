// Puts the models of the vision engine beside the built code: a step of `pnpm build`.
import { visionData } from '../vision-data.ts'
import { shipDetector } from './detector-model.ts'

visionData.ship()
await shipDetector()
