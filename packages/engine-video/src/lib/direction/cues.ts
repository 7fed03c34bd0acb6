import type { CameraMove, LightChange, Motion, ParticleKind } from './direction.ts'

/** Phrases and their meanings, in order of priority. The first match wins unless noted otherwise. */
export type Cues<Meaning> = readonly (readonly [words: RegExp, meaning: Meaning])[]

/** Phrases for camera moves. */
export const cameraCues: Cues<CameraMove> = [
  [
    /\b(zoom\w*|pull\w*|dolly\w*|mov\w+|fly\w*) (?:slowly |gently )?(out|back|away|backwards?)\b|\breveal\w*\b/,
    'pull_out',
  ],
  [
    /\b(zoom\w*|push\w*|dolly\w*|camera (?:slowly |gently )?mov\w+) (?:slowly |gently )?(in|into|towards?|closer|forwards?)\b|\bzoom\w*|\bclose-?up\b|\bdolly\b/,
    'push_in',
  ],
  [/\b(pan\w*|truck\w*|camera mov\w+|slid\w+|track\w+) (?:\w+ ){0,2}left\b/, 'pan_left'],
  [
    /\b(pan\w*|truck\w*|camera mov\w+|slid\w+|track\w+) (?:\w+ ){0,2}right\b|\bpan(ning|s)?\b|\btracking shot\b/,
    'pan_right',
  ],
  [/\b(tilt\w*|crane\w*|pedestal|boom\w*) (?:\w+ ){0,2}down\w*\b/, 'tilt_down'],
  [/\b(tilt\w*|crane\w*|pedestal|boom\w*)( up\w*)?\b/, 'tilt_up'],
  [/\borbit\w*|\bcircl(es|ing) around\b|\brotat\w+ around\b|\barc shot\b|\bparallax\b|\bdrone\b|\baerial\b/, 'orbit'],
  [/\bhand-?held\b|\bshak(y|ing|es)\b/, 'handheld'],
  [
    /\b(static|fixed|locked|still|steady|motionless) (?:\w+ )?(camera|shot|frame)\b|\bcamera (is |stays |remains )?(static|fixed|still)\b|\btripod\b/,
    'still',
  ],
]

/** Phrases for particles. All matches apply. */
export const particleCues: Cues<ParticleKind> = [
  [/\b(rain(s|y|ing|fall|drops?|storms?)?|drizzl\w*|downpour|storm\w*|thunderstorm\w*)\b/, 'rain'],
  [/\b(snow(ing|y|fall|flakes?|s)?|blizzard|flurr\w+)\b/, 'snow'],
  [/\b(fireflies|firefly|glow-?worms?)\b/, 'fireflies'],
  [/\b(confetti|party|birthday|celebrat\w+)\b/, 'confetti'],
  [/\b(sparks?|embers?|bonfire|camp-?fire|forge|volcan\w+|flames?)\b/, 'sparks'],
  [/\b(bubbles?|underwater|under the sea|reef|aquarium|seabed)\b/, 'bubbles'],
  [/\b(autumn\w*|fall(ing|en) leaves|leaves)\b/, 'leaves'],
  [/\b(petals?|blossoms?|sakura)\b/, 'petals'],
  [/\b(smok\w+|steam\w*|chimneys?)\b/, 'smoke'],
  [/\b(fog\w*|mist\w*|haz[ey]\w*)\b/, 'fog'],
  [/\b(dust\w*|pollen|sunbeams?|magic\w*|sparkl\w+|glitter\w*)\b/, 'dust'],
  [/\b(hearts?|valentine\w*|romantic\w*)\b/, 'hearts'],
  [/\b(starry|star(s|light)|galax\w+|outer space|cosm\w+|night sky|milky way)\b/, 'stars'],
  [/\bfireworks?\b/, 'fireworks'],
]

/** Phrases for changes of the light. */
export const lightCues: Cues<LightChange> = [
  [/\b(lightning|thunder\w*)\b/, 'lightning'],
  [/\b(sun ?sets?|sunset|dusk|golden hour|evening falls)\b/, 'sunset'],
  [/\b(sun ?rises?|sunrise|dawn\w*|daybreak|morning comes)\b/, 'sunrise'],
  [/\b(night ?falls?|nightfall|(gets|getting|growing|turns) dark|day to night)\b/, 'nightfall'],
  [/\b(candles?|camp-?fire|bonfire|fireplace|torch(es)?|lanterns?)\b/, 'firelight'],
]

/** Phrases for motions of the subject. */
export const motionCues: Cues<Motion> = [
  [/\b(spin(s|ning)?|twirl\w*|rotat\w+(?! around)|whirl\w*)\b/, 'spin'],
  [/\b(jump\w*|hop(s|ping)?|bounc\w+|leap\w*)\b/, 'jump'],
  [/\bdanc(e|es|ing)\b/, 'dance'],
  [/\b(swim(s|ming)?|div(es|ing))\b/, 'swim'],
  [/\b(fl(y|ies|ying)|soar\w*|glid\w+|flutter\w*|flap\w*)\b/, 'fly'],
  [/\b(launch\w*|tak(es|ing) off|lift(s|ing)? off|ris(es|ing)(?! sun)|ascend\w*|climb\w*)\b/, 'rise'],
  [/\b(fall(s|ing)(?! leaves| snow| rain| petals)|descend\w*|drop(s|ping))\b/, 'fall'],
  [/\b(float\w*|hover\w*|levitat\w*|drift\w*|bob(s|bing))\b/, 'float'],
  [
    /\b(run(s|ning)?|walk\w*|driv(e|es|ing)|rac(es|ing)|rid(es|ing)|sail\w*|gallop\w*|stroll\w*|march\w*|chas\w+|mov(es|ing) (to the )?(left|right))\b/,
    'travel',
  ],
  [/\b(grow(s|ing)?|bloom\w*|expand\w*|inflat\w+)\b/, 'grow'],
  [
    /\b(wav(e|es|ing) (hello|goodbye|a hand|its|his|her)|nod\w*|wag\w*|smil\w+|laugh\w*|talk\w*|sing(s|ing)?)\b/,
    'wave',
  ],
  [/\b(sway\w*|swing\w*|rustl\w+|wind|windy|breez\w+|rock(s|ing))\b/, 'sway'],
]

/** Phrases for the pace, as a speed factor. */
export const paceCues: Cues<number> = [
  [/\b(slow(ly|-?motion)?|gent(le|ly)|calm(ly)?|peaceful(ly)?|lazily|serene\w*|softly)\b/, 0.6],
  [/\b(fast|quick(ly)?|rapid(ly)?|speed(s|ing|ily)?|rush\w*|rac(es|ing)|energetic\w*|frantic\w*|dynamic)\b/, 1.7],
]

/** Phrases for the heading. `left` on its own may be the past tense of "leave". */
export const headingCues: Cues<'left' | 'right'> = [
  [/\b(to(wards?)? (the )?|from right to |\w+ing |\w+s )left\b(?! to right)|\bleftwards?\b/, 'left'],
  [/\b(to(wards?)? (the )?|from left to |\w+ing |\w+s )right\b|\brightwards?\b|\bleft to right\b/, 'right'],
]
