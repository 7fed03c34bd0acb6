import type { TimeOfDay, Weather } from '../scene/scene.ts'

/** Settings by word. */
export const settingWords: Readonly<Record<string, string>> = {
  forest: 'forest',
  woods: 'forest',
  jungle: 'forest',
  woodland: 'forest',
  sea: 'sea',
  ocean: 'sea',
  waves: 'sea',
  'ocean waves': 'sea',
  lake: 'lake',
  river: 'lake',
  stream: 'lake',
  creek: 'lake',
  pond: 'lake',
  bay: 'sea',
  underwater: 'underwater',
  'coral reef': 'underwater',
  'under the sea': 'underwater',
  'under water': 'underwater',
  mountains: 'mountains',
  mountain: 'mountains',
  alps: 'mountains',
  peaks: 'mountains',
  hills: 'meadow',
  hill: 'meadow',
  valley: 'mountains',
  desert: 'desert',
  dunes: 'desert',
  dune: 'desert',
  sahara: 'desert',
  sand: 'desert',
  city: 'city',
  town: 'city',
  street: 'city',
  skyline: 'city',
  downtown: 'city',
  'big city': 'city',
  space: 'space',
  'outer space': 'space',
  galaxy: 'space',
  cosmos: 'space',
  universe: 'space',
  'the moon': 'moon',
  'moon surface': 'moon',
  'lunar surface': 'moon',
  mars: 'mars',
  room: 'room',
  'living room': 'room',
  bedroom: 'room',
  kitchen: 'room',
  indoors: 'room',
  'dining room': 'room',
  meadow: 'meadow',
  'flower meadow': 'meadow',
  savanna: 'meadow',
  savannah: 'meadow',
  field: 'meadow',
  grass: 'meadow',
  garden: 'meadow',
  park: 'meadow',
  lawn: 'meadow',
  countryside: 'meadow',
  'snow field': 'snow',
  snowfield: 'snow',
  arctic: 'snow',
  antarctica: 'snow',
  beach: 'beach',
  shore: 'beach',
  coast: 'beach',
  seaside: 'beach',
  'tropical island': 'beach',
  island: 'beach',
  sky: 'sky',
  clouds: 'sky',
  studio: 'plain',
}

/** Time of day by word. */
export const timeWords: Readonly<Record<string, TimeOfDay>> = {
  night: 'night',
  midnight: 'night',
  nighttime: 'night',
  moonlight: 'night',
  moonlit: 'night',
  starry: 'night',
  stars: 'night',
  nocturnal: 'night',
  dark: 'night',
  evening: 'dusk',
  dusk: 'dusk',
  sunset: 'dusk',
  twilight: 'dusk',
  'golden hour': 'dusk',
  dawn: 'dawn',
  sunrise: 'dawn',
  morning: 'dawn',
  day: 'day',
  noon: 'day',
  daytime: 'day',
  sunny: 'day',
  'rising sun': 'dawn',
  'setting sun': 'dusk',
  afternoon: 'day',
}

/** Weather by word. */
export const weatherWords: Readonly<Record<string, Weather>> = {
  rain: 'rain',
  rainy: 'rain',
  raining: 'rain',
  drizzle: 'rain',
  storm: 'storm',
  stormy: 'storm',
  thunderstorm: 'storm',
  lightning: 'storm',
  thunder: 'storm',
  fog: 'fog',
  foggy: 'fog',
  mist: 'fog',
  misty: 'fog',
  haze: 'fog',
  cloudy: 'cloudy',
  overcast: 'cloudy',
  snowing: 'snow',
  snowfall: 'snow',
  'falling snow': 'snow',
  blizzard: 'snow',
  snowstorm: 'snow',
  snowflakes: 'snow',
}

/** Season by word. */
export const seasonWords: Readonly<Record<string, string>> = {
  spring: 'spring',
  springtime: 'spring',
  summer: 'summer',
  autumn: 'autumn',
  fall: 'autumn',
  autumnal: 'autumn',
  winter: 'winter',
  snow: 'winter',
  snowy: 'winter',
  'snow covered': 'winter',
  frozen: 'winter',
  icy: 'winter',
  wintry: 'winter',
}

/** Filter by style word; empty for the style in which everything is drawn anyway. */
export const styleWords: Readonly<Record<string, string>> = {
  'black and white': 'grayscale',
  monochrome: 'grayscale',
  grayscale: 'grayscale',
  greyscale: 'grayscale',
  sepia: 'sepia',
  vintage: 'sepia',
  'old photo': 'sepia',
  poster: 'poster',
  posterized: 'poster',
  'pop art': 'poster',
  cartoon: 'cartoon',
  comic: 'cartoon',
  'line art': 'line-art',
  'line drawing': 'line-art',
  outline: 'line-art',
  'coloring page': 'line-art',
  'colouring page': 'line-art',
  sketch: 'sketch',
  'pencil sketch': 'sketch',
  'pencil drawing': 'sketch',
  drawing: '',
  depiction: '',
  rendering: '',
  clipart: '',
  sticker: '',
  landscape: '',
  timelapse: '',
  animation: '',
  scenery: '',
  panorama: '',
  artwork: '',
  emoji: '',
  halftone: 'halftone',
  'pixel art': 'pixel-art',
  pixelated: 'pixel-art',
  '8-bit': 'pixel-art',
  pixel: 'pixel-art',
  watercolor: 'watercolor',
  watercolour: 'watercolor',
  'watercolor painting': 'watercolor',
  'watercolour painting': 'watercolor',
  'oil painting': 'oil',
  painting: 'oil',
  flat: '',
  'flat design': '',
  vector: '',
  illustration: '',
  picture: '',
  image: '',
  anime: 'cartoon',
  photo: '',
  photos: '',
  photography: '',
  portrait: '',
  selfie: '',
  photograph: '',
  photorealistic: '',
  realistic: '',
  minimalist: '',
  minimal: '',
  cute: '',
  beautiful: '',
  colorful: '',
  colourful: '',
}

/** Numbers by word. */
export const countWords: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  single: 1,
  two: 2,
  pair: 2,
  couple: 2,
  three: 3,
  several: 4,
  some: 3,
  few: 3,
  four: 4,
  five: 5,
  six: 6,
  many: 7,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  dozen: 12,
  flock: 7,
  herd: 6,
  group: 5,
}

/** Size factor by word. */
export const sizeWords: Readonly<Record<string, number>> = {
  tiny: 0.45,
  small: 0.65,
  little: 0.65,
  big: 1.35,
  large: 1.4,
  huge: 1.75,
  giant: 1.9,
  enormous: 1.9,
  tall: 1.25,
  gigantic: 2,
  miniature: 0.4,
  baby: 0.55,
}

/** Words that make a group of what follows them, and its size. */
export const groupWords: Readonly<Record<string, number>> = {
  pair: 2,
  couple: 2,
  trio: 3,
  group: 5,
  flock: 7,
  herd: 6,
  pack: 5,
  swarm: 9,
  bunch: 5,
  collection: 5,
  row: 4,
  crowd: 8,
  dozen: 12,
  lots: 7,
  lot: 7,
  family: 3,
  team: 5,
}

/** Spatial relation between objects. */
export type Relation = 'on' | 'under' | 'above' | 'beside' | 'left' | 'right' | 'front' | 'behind' | 'wearing' | 'in'

/**
 * Phrases for spatial relations, replaced before a prompt is split into phrases, so that none of their words can name a
 * thing. The first match wins.
 */
export const relationPhrases: readonly (readonly [RegExp, Relation])[] = [
  [/\b(?:(?:to|on|at|from) )?(?:the |its |his |her )?left(?: hand)?(?: side)? of\b/g, 'left'],
  [/\b(?:(?:to|on|at|from) )?(?:the |its |his |her )?right(?: hand)?(?: side)? of\b/g, 'right'],
  [/\b(?:in|on|at) (?:the )?front of\b/g, 'front'],
  [/\b(?:at|on|in|to) (?:the )?back of\b/g, 'behind'],
  [/\b(?:on|at) (?:the )?(?:very )?top of\b|\batop(?: of)?\b|\b(?:standing |sitting |lying |perched )?upon\b/g, 'on'],
  [/\b(?:on|at) (?:the )?bottom of\b/g, 'under'],
  [
    /\b(?:on|at|by) (?:the |one |either )?sides? of\b|\balong ?side(?: of)?\b|\b(?:next|close|adjacent) to\b/g,
    'beside',
  ],
  [/\b(?:in|at) (?:the )?(?:middle|cent(?:er|re)|midst) of\b|\binside(?: of)?\b|\bwithin\b/g, 'in'],
  [/\bunderneath\b|\bbeneath\b|\bbelow\b|\bunder\b/g, 'under'],
  [/\babove\b|\bover\b|\bon top\b/g, 'above'],
  [/\b(?:hidden|covered) by\b|\bbehind\b/g, 'behind'],
  [/\bbeside\b|\bnear(?:by)?\b|\bby\b/g, 'beside'],
  [/\bwearing\b|\bdressed in\b/g, 'wearing'],
  [/\briding(?: on)?\b|\brides?\b/g, 'on'],
  [/\bon(?:to)?\b/g, 'on'],
  [/\bin(?:to)?\b/g, 'in'],
]

/**
 * Phrases of several words that mean one link or state. After `like`, what something resembles or is made of is not
 * drawn.
 */
export const fixedPhrases: readonly (readonly [meaning: string, words: RegExp])[] = [
  ['and', /\bas well as\b/g],
  ['overhead', /\b(?:top[- ]down|bird[’']?s[- ]eye)\b/g],
  ['inverted', /\bupside[- ]down\b/g],
  ['like', /\bin(?:to)? (?:the |a )?(?:shape|form|likeness|style|manner|guise) of\b/g],
  [
    'like',
    /\b(?:made|built|composed|constructed|carved|formed|woven|knitted|sculpted)(?: entirely| up| out)* (?:of|from)\b/g,
  ],
  ['like', /\b(?:shaped|disguised|dressed|dressed up|posing|acting) (?:like|as)\b/g],
  ['like a', /\b(?:that|which|who) (?:is|are|was|were) (?:also )?an?\b/g],
  ['like', /\bresembl(?:es?|ing)\b|\b(?:similar to|reminiscent of)\b/g],
]

/** Place in the image that a phrase without a second thing names. */
export type Side = 'left' | 'right' | 'center'

/** Phrases for a place in the image. */
export const sidePhrases: readonly (readonly [RegExp, Side | 'nowhere'])[] = [
  [/\b(?:on|to|at) the (?:far )?left(?: hand)?(?: side)?(?!(?: hand)?(?: side)? of)\b/g, 'left'],
  [/\b(?:on|to|at) the (?:far )?right(?: hand)?(?: side)?(?!(?: hand)?(?: side)? of)\b/g, 'right'],
  [/\bin the (?:middle|cent(?:er|re))(?! of)\b/g, 'center'],
  [/\b(?:in|on|at) the (?:background|foreground|distance|front|back|top|bottom|side|edge|corner)(?! of)\b/g, 'nowhere'],
]

/** Words between phrases that link them without a place. */
export const linkWords: ReadonlySet<string> = new Set(
  'with and or of at to from for about past towards is are was were that which who while during very through across around along between among amongst against as near but being has have having like than then into out up down off there instead both because it its his her their them'.split(
    ' ',
  ),
)

/** Links whose phrase is not to be drawn. */
export const negations: ReadonlySet<string> = new Set(['without', 'no', 'not', 'never', 'except'])

/** Verbs and states that every drawing shows, or none: not worth a remark. */
const usualVerbs =
  'sit stand lie stay be look fly swim float sail shine glow rest perch grow hang show depict feature live wait appear'

/** Verbs without a remark, in all their forms. */
export const silentVerbs: ReadonlySet<string> = new Set(
  usualVerbs
    .split(' ')
    .flatMap((verb) => [
      verb,
      `${verb}s`,
      verb === 'fly' ? 'flies' : `${verb}ed`,
      `${verb.replace(/e$/, '')}ing`,
      `${verb}${verb.at(-1)}ing`,
    ])
    .concat(['made', 'lying', 'stood', 'sat', 'shown', 'flown', 'grown']),
)

/** Verbs that end a phrase in their base form, after a plural: `two dogs run`. */
export const plainVerbs: ReadonlySet<string> = new Set(
  'run walk jump play eat drink sleep read write sing dance drive ride hold carry chase fight watch look sit stand swim fly float'.split(
    ' ',
  ),
)

/** Words of attributes and of requests, without a shape of their own. */
export const silentWords: ReadonlySet<string> = new Set(
  'the a an this these those my your our some any each every scene style styled view full plenty draw paint make create generate me please render new old-fashioned kind type sort piece slice bit part set soft light bright warm cold cool happy sad friendly cozy cosy peaceful calm quiet dramatic old young modern detailed quality high low 4k hd nice lovely pretty good simple art artwork fantasy magical dreamy weather season time text saying says words word reads title titled written gorgeous stunning very just only single front side other another both one-of background foreground close-up closeup drawing'.split(
    ' ',
  ),
)

/** Parts of a body or thing, which have no drawing of their own beside it: `a cat with blue eyes`. */
export const partWords: ReadonlySet<string> = new Set(
  'eye eyes ear ears hair tail wing wings leg legs paw paws fur mane horn horns beak foot feet hand hands face head neck smile beard mustache moustache tooth teeth mouth nose tongue arm arms finger fingers skin shoulder shoulders back lap'.split(
    ' ',
  ),
)

/** Drawings that are worn. */
export const wearables =
  /hat$|^crown$|cap$|helmet$|glasses$|^goggles$|^scarf$|^necktie$|^ribbon$|^dress$|^coat$|^t-shirt$|^kimono$|^sari$|^jeans$|^shorts$|^gloves$|^socks$|shoe$|boot$|^backpack$|^bikini$|^lab-coat$|^safety-vest$|^headphone$/

/** Drawings that hold what is `of` or in them. */
export const containers = /basket|bowl|jar|bucket|^package$|handbag|backpack|cart|plate$/

/** Words of a request for something that looks like a photograph. */
export const photoWords = /\b(photo\w*|hyper-?realis\w*|realistic|lifelike|dslr|selfie|portrait photo\w*)\b/
