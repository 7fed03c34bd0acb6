import { type ModerationCategory, moderationCategories } from '../categories.ts'

/**
 * Cue words by category, as regular expression fragments. None decides alone: each is one feature besides the meaning
 * of the whole, so that `kill a process` is weighted differently from `kill a person`.
 */
const cueWords: Readonly<Record<ModerationCategory, readonly string[]>> = {
  drugs: [
    'drugs?|narcotics?|dope|stoned|(?:get|gets|getting) (?:\\w+ )?high|dealers?|dealing|darknet|dark web',
    'cocaine|coke|crack|heroin|meth|methamphetamine|amphetamines?|mdma|ecstasy|lsd|ketamine|mephedrone|ghb|dmt|pcp',
    'cannabis|marijuana|weed|hash|hashish|spice|opium|opioids?|fentanyl|codeine|morphine|oxycodone|vicodin|xanax|adderall',
    'psilocybin|magic mushrooms|ayahuasca|krokodil|prescriptions?|pills|snort\\w*|inject heroin|trip',
  ],
  suicide: [
    'suicid\\w*|kill (?:myself|herself|himself|yourself)|(?:end|take|ending|taking) my (?:own )?life|end it all',
    'want to die|wants? to be dead|be dead|wish I (?:was|were) dead|never wake|self[- ]harm|hurt myself|harm myself',
    'cut(?:ting)? (?:myself|my (?:arms?|wrists?))|slit|wrists?|noose|hang (?:myself|oneself|themselves)|overdos\\w*|pro ana',
    'to die|not worth living|stop existing|goodbye everyone|let me die|poison myself',
  ],
  extremism: [
    'terror(?:ist|ists|ism)?|isis|islamic state|caliphate|jihad\\w*|al qaeda|taliban|martyrs?|infidels?|extremists?',
    'nazis?|hitler|neo[- ]nazis?|swastika|holocaust|supremac\\w*|white power|race war|ku klux klan|genocide|exterminat\\w*',
    'jews|muslims?|immigrants?|refugees|foreigners|gyps(?:y|ies)|roma|inferior|subhuman|ethnic cleansing|pogrom',
    'propaganda|manifesto|recruit\\w*|radicali[sz]e|mass shoot\\w*|assassinat\\w*|hijack|militia|coup|bombing|massacres?',
  ],
  child_abuse: [
    'child(?:ren)?|kids?|minors?|underage|under age|preteen|toddlers?|bab(?:y|ies)|pupils?|school(?:girl|boy)s?|infants?',
    '(?:little|young) (?:girl|boy|daughter)s?|teenage[rd]?s?|1[0-7][- ]years?[- ]old|(?:aged?|is|was) (?:9|1[0-6])|loli\\w*|shota',
    'p(?:a)?edophil\\w*|molest\\w*|groom(?:ing)?|lure|sextortion|incest',
  ],
  unsanctioned_actions: [
    'hack(?:ing|ed)?|phishing|ransomware|malware|viruses|keylogger|spyware|botnet|ddos|sql injection|exploit|crack',
    'steal\\w*|stolen|robb?(?:ing|ery)?|burgl\\w*|shoplift|forg(?:e|ing)|fake|false|counterfeit|launder\\w*|evade|scams?',
    'blackmail\\w*|bribe\\w*|kidnap\\w*|smuggl\\w*|traffick?ing|hitman|contract killer|murder|dead body|without being caught',
    'bombs?|explosives?|molotov|guns?|weapons?|silencer|sarin|ricin|anthrax|nerve agent|poison\\w*|sabotage|stalk|dox',
    '(?:make|build|produce|create|construct)(?= (?:\\w+ ){0,2}(?:bombs?|explosives?|guns?|weapons?|poison))',
    'secretly|in secret|illegal(?:ly)?|without (?:permission|consent|knowing|a trace|trace)|fraud|rig|get away with',
  ],
  prompt_injection: [
    'ignor(?:e|es|ing)|disregard|forget|override|bypass|disable|turn off|switch off|jailbreak\\w*|dan|do anything now',
    '(?:system|hidden|secret|initial|developer|previous|above|confidential) (?:\\w+ )?(?:prompt|instructions?|message|rules)',
    'your (?:\\w+ )?(?:prompt|instructions?|rules|guidelines|restrictions|filters?|polic(?:y|ies)|programming|ethics|safety)',
    'no (?:rules|restrictions|filters?|limits|ethics)|unrestricted|unfiltered|uncensored|developer mode|never refuse',
  ],
  sexual: [
    'sex\\w*|porn\\w*|erotic\\w*|nudes?|naked|topless|hentai|nsfw|xxx|horny|orgasms?|orgy|masturbat\\w*|fetish|bdsm',
    'undress\\w*|lingerie|breasts?|boobs|penis|vagina|genitals|escort|prostitute|nudify|strip ?tease|explicit|dirty|seductive',
    'blowjob|cum|gangbang|threesome|upskirt|rape|cybersex|sext|(?:take|remove) (?:off )?(?:her|his|the) clothes',
  ],
  violence: [
    'kill(?:s|ed|ing)?|murder\\w*|stab\\w*|shoot\\w*|strangl\\w*|tortur\\w*|behead\\w*|decapitat\\w*|dismember\\w*|mutilat\\w*',
    'gore|gory|corpses?|blood\\w*|massacres?|beat(?:ing)?|hurt|threat\\w*|acid|lynch|skull|choke|drown|throat|attack',
    '(?:my|her|his|the) (?:ex|wife|boss|neighbour|teacher|classmates?|parents|brother|dog)|snuff|cannibalism|revenge',
  ],
}

const patterns = /* @__PURE__ */ moderationCategories.map(
  (category) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${cueWords[category].join('|')})(?![\\p{L}\\p{N}])`, 'giu'),
)

/** Counts the distinct cue words of each category in a text, in the order of `moderationCategories`. */
export function countCues(text: string): readonly number[] {
  return patterns.map((pattern) => new Set(text.toLowerCase().match(pattern)).size)
}
