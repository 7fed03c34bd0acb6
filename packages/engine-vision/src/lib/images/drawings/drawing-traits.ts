/** Part of a scene where an object belongs. */
export type Place = 'ground' | 'sky' | 'water' | 'backdrop'

/** Relative size of an object (1 is an adult) and where it belongs. */
export interface DrawingTraits {
  readonly scale: number
  readonly place: Place
  /** Set if the drawing is only a head or bust, which needs a body to stand in a landscape. */
  readonly figure?: 'animal' | 'person' | undefined
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const sky = words(
  'airplane small-airplane helicopter hot-air-balloon balloon kite bird eagle dove bat butterfly monarch-butterfly honeybee mosquito fly dragon fairy parachute flying-saucer satellite superhero rocket ringed-planet moon sun rainbow star shooting-star comet cloud glowing-star full-moon crescent-moon black-bird globe-showing-europe-africa meteor snowflake parrot',
)
const water = words(
  'sailboat ship passenger-ship ferry canoe motor-boat speedboat whale spouting-whale dolphin shark orca fish tropical-fish blowfish octopus squid jellyfish seal duck swan person-surfing person-swimming person-rowing-boat ring-buoy mermaid merman',
)
const backdrop = words(
  'castle japanese-castle house houses house-with-garden hut derelict-house church mosque synagogue hindu-temple shinto-shrine lighthouse windmill deciduous-tree evergreen-tree palm-tree mountain snow-capped-mountain volcano mount-fuji classical-building factory school hospital hotel bank office-building skyscraper tokyo-tower statue-of-liberty ferris-wheel circus-tent roller-coaster stadium bridge department-store christmas-tree leafless-tree',
)
const vehicles = words(
  'automobile bus taxi police-car ambulance fire-engine delivery-truck articulated-lorry tractor racing-car sport-utility-vehicle pickup-truck locomotive train tram minibus trolleybus tent elephant mammoth giraffe sauropod t-rex fountain couch-and-lamp bed piano rhinoceros hippopotamus camping',
)
const tiny = words(
  'mouse hamster snail bug beetle lady-beetle ant spider caterpillar worm chipmunk red-apple green-apple lemon tangerine strawberry cherries hot-beverage teapot teacup-without-handle closed-book open-book books candle mushroom baby-chick egg cookie gem-stone key old-key coin ring rose tulip blossom lizard frog butterfly monarch-butterfly honeybee soccer-ball basketball baseball tennis hammer pencil crown top-hat glasses sunglasses banana cupcake doughnut croissant mantelpiece-clock potted-plant mobile-phone camera laptop amphora wine-glass beer-mug',
)
const small = words(
  'cat dog rabbit fox duck chicken rooster hedgehog raccoon skunk turtle squirrel owl parrot penguin goose poodle black-cat cactus sunflower guitar violin wrapped-gift birthday-cake jack-o-lantern umbrella teddy-bear bird eagle dove bat koala otter badger beaver sloth monkey turkey suitcase luggage',
)
const heads = words(
  'fox bear polar-bear panda koala wolf lion frog hamster raccoon unicorn moose tiger-face dog-face cat-face rabbit-face cow-face pig-face horse-face mouse-face monkey-face',
)
const busts = words(
  'astronaut mage cook firefighter police-officer princess prince ninja farmer artist health-worker scientist construction-worker singer student teacher pilot guard detective vampire santa-claus mrs-claus judge mechanic office-worker factory-worker technologist man woman girl boy child baby old-man old-woman older-person elf alien clown-face robot zombie',
)

/** Returns the traits of a drawing. An unlisted drawing stands on the ground and is slightly smaller than a person. */
export function traitsOf(name: string): DrawingTraits {
  const figure = heads.has(name) ? 'animal' : busts.has(name) ? 'person' : undefined
  if (backdrop.has(name)) return { scale: name === 'skyscraper' ? 2.4 : 1.7, place: 'backdrop' }
  const place = sky.has(name) ? 'sky' : water.has(name) ? 'water' : 'ground'
  if (name === 'hot-air-balloon' || name === 'ship' || name === 'passenger-ship') return { scale: 1.4, place }
  if (vehicles.has(name) || name === 'sailboat' || name.endsWith('whale')) return { scale: 1.15, place }
  if (tiny.has(name)) return { scale: 0.5, place, figure }
  return { scale: small.has(name) ? 0.72 : 1, place, figure }
}
