// Puts the video encoder beside the built code: a step of `pnpm build`.
import { encoderData } from '../encode/encoder-data.ts'

encoderData.ship()
