// Copies the models of the vision engine next to the built code. Step of `pnpm build`.
import { visionData } from '../vision-data.ts'
import { shipDetector } from './detector-model.ts'

visionData.ship()
await shipDetector()
