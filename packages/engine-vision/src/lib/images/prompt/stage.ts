import { colorWords } from '../scene/color.ts'
import type { TimeOfDay, Weather } from '../scene/scene.ts'
import {
  countWords,
  photoWords,
  seasonWords,
  settingWords,
  silentWords,
  sizeWords,
  styleWords,
  timeWords,
  weatherWords,
} from './vocabulary.ts'

/** Accumulates place, time, weather, season and style of a prompt. */
export class Stage {
  readonly colors: string[] = []
  /** Colors that no thing has. */
  readonly looseColors: string[] = []
  setting: string | undefined
  timeOfDay: TimeOfDay | undefined
  weather: Weather | undefined
  season: string | undefined
  style: string | undefined
  filter: string | undefined

  /** Takes a name of a place, time, weather, season or style, and returns whether it is one. */
  set(name: string): boolean {
    const time = lookUp(timeWords, name)
    const weather = lookUp(weatherWords, name)
    const season = lookUp(seasonWords, name)
    const setting = lookUp(settingWords, name)
    const style = lookUp(styleWords, name)
    if (time) this.timeOfDay = time
    if (weather) this.weather = weather
    if (season) this.season = season
    // The first setting wins: "a castle on a hill by the sea" is a hill.
    if (setting) this.setting ??= setting
    if (style) {
      this.filter = style
      this.style = name
    }
    return [time, weather, season, setting, style].some((value) => value !== undefined)
  }

  /** Takes a word that describes no thing, and returns whether it was understood. */
  readAttribute(word: string): boolean {
    if (Object.hasOwn(colorWords, word)) {
      this.colors.push(word)
      this.looseColors.push(word)
      return true
    }
    const isSilent = Object.hasOwn(countWords, word) || Object.hasOwn(sizeWords, word) || silentWords.has(word)
    return isSilent || this.set(word) || photoWords.test(word)
  }
}

function lookUp<Value extends string>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
