import type { ImageSize } from '@mira/engine'
import { createRandom } from '@mira/engine/internal'
import { traitsOf } from '../drawings/drawing-traits.ts'
import { checkPlan } from '../prompt/check-plan.ts'
import type { PromptPlan } from '../prompt/prompt-plan.ts'
import { readPrompt } from '../prompt/read-prompt.ts'
import { fullLayer, paint, type Stage } from './canvas.ts'
import { describeScene } from './describe-scene.ts'
import { paintDesign, writing } from './designs.ts'
import { lightOf } from './light.ts'
import { placeSubjects } from './place-subjects.ts'
import type { Scene, SceneLayer } from './scene.ts'
import { paintCity, paintRoom, paintSpace } from './settings/built.ts'
import { paintDesert, paintForest, paintMeadow, paintMountains, paintPlain } from './settings/land.ts'
import { paintBeach, paintLake, paintSea, paintUnderwater } from './settings/water.ts'
import { paintSky } from './sky.ts'
import { paintWeather } from './weather.ts'

/** Horizon by setting, as a fraction of the height. */
const horizons: Readonly<Record<string, number>> = {
  room: 0.64,
  city: 0.64,
  beach: 0.46,
  lake: 0.52,
  sea: 0.54,
  plain: 0.66,
  underwater: 0.84,
  moon: 0.66,
  forest: 0.6,
  sky: 1,
}

/** Waterline in settings that are only partly water, as a fraction of the way from the horizon to the bottom. */
const waterlines: Readonly<Record<string, number>> = { beach: 0.28, lake: 0.6 }

/** Painters of the settings that have a sky. */
const painters: Readonly<Record<string, (stage: Stage) => SceneLayer[]>> = {
  forest: paintForest,
  meadow: paintMeadow,
  snow: paintMeadow,
  mountains: paintMountains,
  desert: (stage) => paintDesert(stage),
  mars: (stage) => paintDesert(stage, true),
  sea: paintSea,
  lake: paintLake,
  beach: paintBeach,
  city: paintCity,
  sky: () => [],
}

/**
 * Composes a scene from a prompt: which objects, where, how large, and in which light.
 *
 * The same prompt, size and seed produce the same scene. Loads the drawings on the first call (0.1 s).
 *
 * @throws {EngineInputError} `unknown_subject` if nothing that the prompt names can be drawn, `photorealistic_person` if
 * it asks for a photograph of people.
 */
export function composeScene(prompt: string, size: ImageSize, seed: number): Scene {
  const plan = readPrompt(prompt)
  checkPlan(plan)
  const setting = plan.layout === 'scene' ? (plan.setting ?? guessSetting(plan)) : 'plain'
  const stage = createStage(plan, { setting, size, seed })
  const layers = plan.layout === 'scene' ? paintScene(stage, plan, setting) : paintDesign(stage, plan)
  return {
    size,
    seed,
    setting,
    timeOfDay: stage.timeOfDay,
    weather: stage.weather,
    filter: plan.filter,
    palette: { skyTop: stage.light.skyTop, skyBottom: stage.light.skyBottom, ground: paint(stage, '#5fa53f') },
    layers,
    description: describeScene(plan, { setting, layers }),
    notUnderstood: plan.notUnderstood,
  }
}

/** Inputs of a stage besides the plan. */
interface StageInput {
  readonly setting: string
  readonly size: ImageSize
  readonly seed: number
}

function createStage(plan: PromptPlan, { setting, size, seed }: StageInput): Stage {
  const isSnowy = setting === 'snow' || plan.season === 'winter'
  const hasOwnLight = setting === 'space' || setting === 'moon' || setting === 'plain' || setting === 'underwater'
  const horizon = size.height * (horizons[setting] ?? 0.58)
  const water = waterlines[setting]
  return {
    size,
    light: hasOwnLight ? lightOf('day', 'clear') : lightOf(plan.timeOfDay, plan.weather),
    timeOfDay: plan.timeOfDay,
    weather: plan.weather === 'clear' && isSnowy && setting !== 'room' ? 'snow' : plan.weather,
    season: isSnowy ? 'winter' : plan.season,
    horizon,
    waterline: water === undefined ? undefined : horizon + (size.height - horizon) * water,
    random: createRandom(seed),
  }
}

/** Infers a setting from the subjects if the prompt names none. */
function guessSetting({ subjects, season }: PromptPlan): string {
  if (season === 'winter') return 'snow'
  const names = subjects.map(({ drawing }) => drawing)
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/^(fish|tropical-fish|octopus|jellyfish|squid|blowfish|shark|mermaid|coral)$/)) return 'underwater'
  if (names.some((name) => traitsOf(name).place === 'water')) return has(/^(duck|swan|canoe)$/) ? 'lake' : 'sea'
  if (has(/^(rocket|ringed-planet|flying-saucer|satellite|astronaut)$/)) return 'space'
  if (has(/^(couch-and-lamp|bed|table|piano|lamp|television|desktop-computer)$/)) return 'room'
  if (has(/^(cactus|two-hump-camel|camel)$/)) return 'desert'
  if (has(/^(skyscraper|taxi|bus|police-car|office-building)$/)) return 'city'
  if (names.length > 0 && names.every((name) => traitsOf(name).scale <= 0.5 && traitsOf(name).place === 'ground'))
    return 'plain'
  if (has(/^(penguin|polar-bear|seal|snowman)$/)) return 'snow'
  return 'meadow'
}

/** Drawings and layers of the sun or the moon. */
const skyLight = /^(sun|sun-with-face|moon|.*-moon|.*-moon-.*)$/

function paintScene(stage: Stage, plan: PromptPlan, setting: string): SceneLayer[] {
  const color = plan.subjects.find(({ color: subjectColor }) => subjectColor)?.color
  const isFloating = setting === 'space' || setting === 'underwater' || setting === 'sky'
  const ground =
    setting === 'room'
      ? paintRoom(stage)
      : setting === 'space' || setting === 'moon'
        ? paintSpace(stage, setting === 'moon')
        : setting === 'underwater'
          ? paintUnderwater(stage)
          : setting === 'plain'
            ? paintPlain(stage, color === 'blue' ? '#f0a95c' : '#1b9a98')
            : [...paintSky(stage), ...(painters[setting] ?? paintMeadow)(stage)]
  const subjects = placeSubjects(stage, plan.subjects, isFloating)
  const hasWeather =
    setting !== 'room' && setting !== 'space' && setting !== 'moon' && setting !== 'plain' && setting !== 'underwater'
  // A named sun or moon is the only one.
  const hasOwnLight = plan.subjects.some(({ drawing }) => skyLight.test(drawing))
  const behind = ground.filter(
    ({ kind, name }) =>
      kind === 'sky' ||
      (kind === 'celestial' && !(hasOwnLight && skyLight.test(name))) ||
      kind === 'clouds' ||
      kind === 'backdrop',
  )
  const floor = ground.filter(({ kind }) => kind === 'ground')
  const before = ground.filter(({ kind }) => kind === 'weather')
  const standing = [...ground.filter(({ kind }) => kind === 'prop'), ...subjects].sort(
    (one, other) => other.depth - one.depth,
  )
  return [
    ...behind,
    ...floor,
    ...standing,
    ...before,
    ...(hasWeather ? paintWeather(stage) : []),
    vignette(stage),
    ...writing(stage, plan.text, { color: '#ffffff', share: 0.12 }),
  ]
}

/** Vignette. */
function vignette(stage: Stage): SceneLayer {
  return fullLayer(stage, {
    name: 'vignette',
    kind: 'weather',
    depth: 0,
    svg: `<radialGradient id="vignette" cx=".5" cy=".5" r=".75"><stop offset=".62" stop-color="#050818" stop-opacity="0"/><stop offset="1" stop-color="#050818" stop-opacity=".26"/></radialGradient><rect width="${stage.size.width}" height="${stage.size.height}" fill="url(#vignette)"/>`,
  })
}
