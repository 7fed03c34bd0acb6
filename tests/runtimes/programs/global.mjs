// Runs the checks where a program is only evaluated: a page, an edge function.
import { runConformance } from './conformance.mjs'

globalThis.runConformance = runConformance
