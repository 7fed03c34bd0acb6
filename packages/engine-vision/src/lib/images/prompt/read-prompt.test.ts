import { EngineInputError } from '@mira/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeScene } from '../scene/compose-scene.ts'
import { readPrompt } from './read-prompt.ts'

const size = { width: 128, height: 128 }
const drawings = (prompt: string) => readPrompt(prompt).subjects.map(({ drawing, count }) => `${count} ${drawing}`)

describe('readPrompt', () => {
  it.each([
    // A noun before an unknown one says what kind that is.
    { prompt: 'a clock tower', things: [], missed: ['clock tower'] },
    { prompt: 'a bird on a telephone wire', things: ['1 bird'], missed: ['telephone wire'] },
    // Words of places name nothing.
    { prompt: 'a cat on the left side of a dog', things: ['1 cat', '1 dog'], missed: [] },
    { prompt: 'an owl on top of a rock', things: ['1 owl', '1 rock'], missed: [] },
    { prompt: 'a boat in the middle of a lake', things: ['1 sailboat'], missed: [] },
    // A verb is no thing, whatever noun it may be as well.
    { prompt: 'a bird flies over a house', things: ['1 bird', '1 house'], missed: [] },
    { prompt: 'a man watches a ship', things: ['1 man-standing', '1 ship'], missed: ['watches'] },
    // The color of an unknown thing is not that of the next one.
    { prompt: 'a purple blanket with a cow', things: ['1 cow'], missed: ['purple blanket'] },
    // The most common meaning only.
    { prompt: 'a crane and a lion', things: ['1 lion'], missed: ['crane'] },
    // Two words that name another thing than the second one.
    { prompt: 'a baseball bat and a bear', things: ['1 bear'], missed: ['baseball bat'] },
    { prompt: 'a flower bed and a cat', things: ['1 cat'], missed: ['flower bed'] },
    { prompt: 'a dining table', things: ['1 table'], missed: [] },
    { prompt: 'a german shepherd and a black kite', things: ['1 dog', '1 kite'], missed: [] },
    { prompt: 'a walnut and a fox', things: ['1 fox'], missed: ['walnut'] },
    // A part belongs to the thing after it.
    { prompt: 'the eyes of an owl', things: ['1 owl'], missed: ['eyes'] },
    { prompt: 'the face of a frog', things: ['1 frog'], missed: ['face'] },
    { prompt: 'a robot cooking', things: ['1 robot'], missed: ['cooking'] },
    { prompt: 'a pair of headphones', things: ['1 headphone'], missed: [] },
    { prompt: 'two traffic lights', things: ['2 vertical-traffic-light'], missed: [] },
    { prompt: 'a boy playing tennis', things: ['1 boy', '1 tennis'], missed: ['playing'] },
    { prompt: 'a fox made of glass', things: ['1 fox'], missed: ['glass'] },
    { prompt: 'a horse with green eyes', things: ['1 horse'], missed: ['green eyes'] },
    { prompt: 'two glasses and a cup of coffee', things: ['2 glasses', '1 hot-beverage'], missed: [] },
    { prompt: 'a meadow without cows', things: [], missed: [] },
    { prompt: 'a car with no windows', things: ['1 automobile'], missed: [] },
    { prompt: 'a rocket that looks like a church', things: ['1 rocket'], missed: ['church'] },
    { prompt: 'a lamp in the shape of a goose', things: ['1 lamp'], missed: ['goose'] },
    { prompt: 'a wolf dressed as a farmer and a pig', things: ['1 wolf', '1 pig'], missed: ['farmer'] },
    { prompt: 'a boat made out of bread and butter', things: ['1 sailboat'], missed: ['bread', 'butter'] },
    { prompt: 'a snake that is a necktie', things: ['1 snake'], missed: ['necktie'] },
    // A part of a thing is not drawn beside it.
    { prompt: 'the door of a church', things: ['1 church'], missed: ['door'] },
    { prompt: "a tractor's wheel", things: ['1 tractor'], missed: ['wheel'] },
    { prompt: 'a hotel with six windows', things: ['1 hotel'], missed: ['six windows'] },
    { prompt: 'a palm with leaves like feathers', things: ['1 palm-tree'], missed: ['leaves', 'feathers'] },
    { prompt: 'a crab on its shell', things: ['1 crab'], missed: ['shell'] },
    { prompt: 'a bus with rusty wheel rims', things: ['1 bus'], missed: ['rusty wheel rims'] },
    { prompt: 'a basket of lemons', things: ['1 basket', '3 lemon'], missed: [] },
    { prompt: 'a king with a crown', things: ['1 person-with-crown', '1 crown'], missed: [] },
    { prompt: 'a robot with the face of a goat', things: ['1 robot'], missed: ['face', 'goat'] },
    // A group has no members but those after "of".
    { prompt: 'a crowd watching a rocket', things: ['1 rocket'], missed: ['crowd', 'watching'] },
    { prompt: 'a fork and a bucket hold the roses', things: ['1 bucket', '3 rose'], missed: ['fork', 'hold'] },
    // A proper name is not drawn as the noun in it.
    { prompt: 'a goat next to the Hoover Tower', things: ['1 goat'], missed: ['hoover tower'] },
    { prompt: 'a rabbit on the Charles Bridge', things: ['1 rabbit'], missed: ['charles bridge'] },
    { prompt: 'a Bengal Tiger and Santa Claus', things: ['1 tiger', '1 santa-claus'], missed: ['bengal'] },
    { prompt: 'A Tiger In A Forest', things: ['1 tiger'], missed: [] },
    { prompt: 'a white house and a cow', things: ['1 house', '1 cow'], missed: [] },
    { prompt: 'a fox near the golden gate bridge', things: ['1 fox'], missed: ['golden gate bridge'] },
    { prompt: 'a pear with an angry face', things: ['1 pear'], missed: ['angry face'] },
    { prompt: 'a map of Peru and a llama', things: ['1 llama'], missed: ['map', 'peru'] },
    { prompt: 'a family of four on a beach', things: [], missed: ['family'] },
    { prompt: 'a flock of geese', things: ['7 goose'], missed: [] },
    { prompt: '20 ducks', things: ['12 duck'], missed: ['8 ducks'] },
  ])('$prompt: $things', ({ prompt, things, missed }) => {
    expect(drawings(prompt)).toEqual(things)
    expect(readPrompt(prompt).notUnderstood).toEqual(missed)
  })

  it.each([
    { prompt: 'пять кошек и две собаки', things: ['5 cat', '2 dog'], missed: [] },
    { prompt: 'девочка в шляпе едет на велосипеде', things: ['1 girl', '1 top-hat', '1 bicycle'], missed: [] },
    { prompt: 'чёрный котёнок слева от белой собаки', things: ['1 black-cat', '1 dog'], missed: [] },
    { prompt: 'сова на ветке', things: ['1 owl'], missed: ['ветке'] },
    { prompt: 'лодки на озере', things: ['3 sailboat'], missed: [] },
    { prompt: 'зимний лес без людей', things: [], missed: [] },
    // A genitive after a noun is a singular and says something about it.
    { prompt: 'портрет лисы и совы', things: ['1 fox', '1 owl'], missed: [] },
    { prompt: 'глаза совы', things: ['1 owl'], missed: ['глаза'] },
    { prompt: 'шляпа волшебника', things: ['1 top-hat'], missed: ['mage'] },
    { prompt: 'улитка размером с дом', things: ['1 snail', '1 house'], missed: ['размером'] },
    { prompt: 'кот-космонавт', things: ['1 cat'], missed: ['astronaut'] },
    { prompt: 'на дереве птицы', things: ['1 deciduous-tree', '3 bird'], missed: [] },
    { prompt: 'лисы и совы', things: ['3 fox', '3 owl'], missed: [] },
    { prompt: 'мальчик кормит уток и коров', things: ['1 boy', '3 duck', '3 cow'], missed: ['кормит'] },
    { prompt: 'кошка рыжая и дерево зимой', things: ['1 cat', '1 deciduous-tree'], missed: [] },
    { prompt: 'голубая футболка в чёрном цвете', things: ['1 t-shirt'], missed: ['black'] },
    { prompt: 'лиса, похожая на дерево', things: ['1 fox'], missed: ['tree'] },
    { prompt: 'пара лебедей', things: ['2 swan'], missed: [] },
    { prompt: 'морская свинка и лиса', things: ['1 fox'], missed: ['guinea pig'] },
    { prompt: 'лампа в виде гуся', things: ['1 lamp'], missed: ['goose'] },
    { prompt: 'волк, одетый как фермер', things: ['1 wolf'], missed: ['farmer'] },
    { prompt: 'трактор с ржавыми ободами колёс', things: ['1 tractor'], missed: ['ржавыми ободами', 'wheels'] },
    { prompt: 'бабушка в туфлях на каблуках', things: ['1 old-woman', '1 high-heeled-shoe'], missed: [] },
    { prompt: 'коза у Бруклинского моста', things: ['1 goat'], missed: ['бруклинского моста'] },
    { prompt: 'карта Норвегии и коза', things: ['1 goat'], missed: ['map', 'норвегии'] },
    { prompt: 'фото скамьи и лампы', things: ['1 lamp'], missed: ['photo скамьи'] },
    { prompt: 'мальчик кормит голубей', things: ['1 boy', '3 dove'], missed: ['кормит'] },
    { prompt: 'волк в костюме фермера', things: ['1 wolf'], missed: ['костюме', 'farmer'] },
    { prompt: 'лев вылезает из коробки', things: ['1 lion', '1 package'], missed: ['вылезает'] },
    { prompt: 'рисунок волка карандашом', things: ['1 wolf'], missed: [] },
    { prompt: 'шляпа красного цвета на стуле', things: ['1 top-hat', '1 chair'], missed: [] },
    { prompt: 'стеклянная дверная ручка и лиса', things: ['1 fox'], missed: ['стеклянная doorknob'] },
    { prompt: 'птица, сложив крылья, над домом', things: ['1 bird', '1 house'], missed: ['сложив крылья'] },
    { prompt: 'дом с трубой', things: ['1 house'], missed: ['трубой'] },
  ])('$prompt: $things', ({ prompt, things, missed }) => {
    expect(drawings(prompt)).toEqual(things)
    expect(readPrompt(prompt)).toMatchObject({ language: 'ru', notUnderstood: missed })
  })
})

it.each([
  { prompt: "the word 'hello'", layout: 'typography', text: 'hello' },
  { prompt: 'вывеска «Хлеб»', layout: 'typography', text: 'Хлеб' },
  { prompt: "a banner with 'hello' on it", layout: 'typography', text: 'hello' },
  { prompt: "a yardstick with 'hello' on it", layout: 'scene', text: 'hello' },
  { prompt: "a dog's toy and a cat's toy", layout: 'scene', text: undefined },
])('reads the text of $prompt', ({ prompt, layout, text }) => {
  expect(readPrompt(prompt)).toMatchObject({ layout, text })
})

it('places a thing behind another that comes first', () => {
  const [, second] = readPrompt('a fountain with a church behind it and a dog').subjects
  expect(second).toMatchObject({ drawing: 'church', relation: { kind: 'front', to: 0 } })
})

describe('composeScene', () => {
  it.each([
    { prompt: 'a yardstick', code: 'unknown_subject', message: /"yardstick"/ },
    { prompt: 'утконос', code: 'unknown_subject', message: /Среди рисунков нет такого: "утконос"/ },
    { prompt: 'a realistic photo of an old woman', code: 'photorealistic_person', message: /photographs of people/ },
    { prompt: 'a selfie of a woman', code: 'photorealistic_person', message: /photographs of people/ },
    { prompt: 'реалистичное фото мужчины', code: 'photorealistic_person', message: /Фотографии людей/ },
  ])('rejects $prompt as $code', ({ prompt, code, message }) => {
    let failure: unknown
    try {
      composeScene(prompt, size, 1)
    } catch (error) {
      failure = error
    }
    expect(failure).toBeInstanceOf(EngineInputError)
    expect(failure).toMatchObject({ code, field: 'prompt', message: expect.stringMatching(message) })
  })

  it.each([
    { prompt: 'a photo of a chicken in a gym', said: /chicken.*Not drawn: gym, a photograph/ },
    { prompt: 'a cat under a table', said: /^Procedural illustration of cat, table; setting: room, day, clear\.$/ },
    { prompt: 'кот с рыжими лапами', said: /^Рисунок: кошка;.*Не нарисовано: оранжевый лапами\.$/ },
    { prompt: 'кошка под столом', said: /^Рисунок: кошка, стол; место: комната, день, ясно\.$/ },
  ])('describes $prompt', ({ prompt, said }) => {
    expect(composeScene(prompt, size, 1).description).toMatch(said)
  })

  it.each([
    { prompt: 'a fox under a full moon', light: 'full-moon', timeOfDay: 'night' },
    { prompt: 'a big sun above a house', light: 'sun', timeOfDay: 'day' },
  ])('has one light in the sky: $prompt', ({ prompt, light, timeOfDay }) => {
    const scene = composeScene(prompt, size, 1)
    const lights = scene.layers.map(({ name }) => name).filter((name) => /sun$|moon$/.test(name))
    expect(lights).toEqual([light])
    expect(scene.timeOfDay).toBe(timeOfDay)
  })

  it('names in the description the things that it placed, and no others', () => {
    const nouns = ['fox', 'owl', 'robot', 'whale', 'guitar', 'castle', 'unicycle', 'crane', 'marina']
    const links = ['and', 'next to', 'on top of', 'under', 'with', 'to the left of']
    const phrase = fc.record({ link: fc.constantFrom(...links), noun: fc.constantFrom(...nouns) })
    fc.assert(
      fc.property(fc.array(phrase, { maxLength: 5 }), (phrases) => {
        const prompt = `a fox ${phrases.map(({ link, noun }) => `${link} a ${noun}`).join(' ')}`
        const { layers, description } = composeScene(prompt, size, 1)
        const placed = new Set(layers.filter(({ kind }) => kind === 'subject').map(({ name }) => name))
        const [drawn = ''] = description.replace('Procedural illustration of ', '').split(';')
        expect(new Set(drawn.split(', ').map((thing) => thing.replace(/^\d+ × /, '')))).toEqual(placed)
        const known = new Set([...phrases.map(({ noun }) => noun), 'fox'])
        for (const noun of known) if (!placed.has(noun)) expect(description).toContain(noun)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    { prompt: 'a bird above a house', holds: (bird: number, house: number) => bird < house },
    { prompt: 'a bird under a house', holds: (bird: number, house: number) => bird > house },
  ])('places $prompt', ({ prompt, holds }) => {
    const { layers } = composeScene(prompt, size, 1)
    const foot = (name: string) => {
      const box = layers.find((layer) => layer.name === name)?.box
      return (box?.y ?? 0) + (box?.height ?? 0)
    }
    expect(holds(foot('bird'), foot('house'))).toBe(true)
  })
})
