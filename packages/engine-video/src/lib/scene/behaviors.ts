/** Default motion of an object in a scene. */
export type Behavior =
  | 'breathe'
  | 'drift'
  | 'arc'
  | 'sink'
  | 'ascend'
  | 'twinkle'
  | 'flutter'
  | 'soar'
  | 'cruise'
  | 'launch'
  | 'rise'
  | 'hover'
  | 'drive'
  | 'run'
  | 'hop'
  | 'swim'
  | 'rock'
  | 'sway'
  | 'flicker'
  | 'spin'
  | 'dance'
  | 'fall'
  | 'grow'
  | 'wave'
  | 'backdrop'
  | 'overlay'
  | 'ripple'
  | 'swell'

/** Behavior by object name; the first match wins. */
const behaviorWords: readonly (readonly [names: RegExp, behavior: Behavior])[] = [
  [/\b(cloud|fog|mist|smoke|wind)/, 'drift'],
  [/\b(sun(?!flower)|moon)(?!.*(tree|house|beach|landscape|over))/, 'arc'],
  [/\b(stars?|sparkles?|glowing star|dizzy|galaxy)\b/, 'twinkle'],
  [/\b(butterfl|bees?\b|honeybee|ladybug|mosquito|bat\b|bug|beetle|dragonfl|hummingbird)/, 'flutter'],
  [/\b(bird|eagle|dove|parrot|owl|dragon(?!fl)|seagull|goose|gull|crow|phoenix|pterodactyl|swallow|flamingo)/, 'soar'],
  [/\b(air ?plane|plane|jet|helicopter|satellite|comet|meteor|shooting star|witch|superhero|santa)/, 'cruise'],
  [/\b(rocket|space ?ship|shuttle)/, 'launch'],
  [
    /\b(ballo+n|kite|flying saucer|ufo|ghost|parachute|airship|angel|genie|fairy|astronaut|planet|ringed|alien)/,
    'hover',
  ],
  [
    /\b(automobile|car|taxi|bus|truck|lorry|van|train|locomotive|tram|tractor|motorcycle|scooter|bicycle|bike|racing|ambulance|fire engine|police car|trolley|metro|cart|wagon|skateboard|sled)/,
    'drive',
  ],
  [/\b(rabbit|bunny|frog|kangaroo|cricket|hare|squirrel|chick)/, 'hop'],
  [
    /\b(fish|whale|dolphin|shark|octopus|squid|jellyfish|seal|turtle|crab|lobster|shrimp|submarine|mermaid|swimmer)/,
    'swim',
  ],
  [/\b(boat|ship|ferry|canoe|sail|duck|swan|yacht|surfer|surfing|buoy|raft|iceberg)/, 'rock'],
  [
    /\b(horse|dog|fox|wolf|cat|lion|tiger|leopard|cheetah|deer|elk|moose|cow|ox|buffalo|sheep|goat|pig|boar|elephant|giraffe|zebra|camel|bear|panda|unicorn|dinosaur|rex|sauropod|mouse|rat|hedgehog|monkey|gorilla|badger|raccoon|chicken|rooster|turkey|penguin|person running|runner|walking|man|woman|boy|girl|child|kid|knight|robot|person|people|cowboy|ninja|pirate|wizard|prince|princess|king|queen|guard|officer|worker|cook|mage|elf|detective|singer|vampire|ewe|ram|llama|donkey|koala|snail|snake|lizard|crocodile|spider|ant|caterpillar)\b/,
    'run',
  ],
  [
    /\b(tree|palm|flower|tulip|rose|sunflower|grass|plant|herb|leaf|leaves|cactus|bush|reed|wheat|rice|bamboo|seedling|hibiscus|blossom|shrub|flag|fern|branch|bouquet|mushroom|lavender)/,
    'sway',
  ],
  [/\b(fire|flame|candle|lantern|torch|lamp|light ?bulb|bonfire|campfire|volcano|lighthouse)/, 'flicker'],
  [/\b(windmill|wheel|fan|propeller|gear|carousel|pinwheel|record|disc|cyclone|tornado|turbine)/, 'spin'],
  [
    /\b(sky|ground|sea|ocean|hill|mountain|horizon|background|backdrop|field|meadow|water|beach|desert|road|street|river|lake|floor|wall|sand|lawn)/,
    'backdrop',
  ],
]

/** Returns the behavior of an object by its name. */
export function behaviorOf(name: string): Behavior {
  const text = name.toLowerCase().replace(/[-_]/g, ' ')
  return behaviorWords.find(([names]) => names.test(text))?.[1] ?? 'breathe'
}
