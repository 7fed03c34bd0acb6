// Runs the checks in environments that only evaluate a program: a page, an edge function.
import { runConformance } from './conformance.mjs'

globalThis.runConformance = runConformance
