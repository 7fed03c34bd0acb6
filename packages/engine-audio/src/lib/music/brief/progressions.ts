import type { Progressions } from './genre.ts'

function bars(verse: string, chorus: string, bridge: string): Progressions {
  return { verse: verse.split(' '), chorus: chorus.split(' '), bridge: bridge.split(' ') }
}

/** Chord progressions by idiom and mode family. */
export const progressions = {
  popMajor: /* @__PURE__ */ bars('I V vi IV I V ii IV', 'IV I V vi IV I V,V7/vi vi', 'vi iii IV I ii V/V V V7'),
  popMinor: /* @__PURE__ */ bars('i VI III VII i VI iv V', 'VI VII i III VI VII i V', 'iv i VI III iv i V V7'),
  rockMajor: /* @__PURE__ */ bars('I bVII IV I I bVII IV V', 'I V IV IV I V bVII IV', 'vi IV I V vi IV V V'),
  rockMinor: /* @__PURE__ */ bars('i i VI VII i i III VII', 'VI III VII i VI III iv V', 'iv VI i VII iv VI V V'),
  metalMinor: /* @__PURE__ */ bars('i i i VI i i VII V', 'i VI VII i i VI iv V', 'i bII i VII iv bII V V'),
  jazzMajor: /* @__PURE__ */ bars(
    'ii7 V7 Imaj7 V7/ii ii7 V7 iii7,V7/ii ii7,V7',
    'Imaj7 V7/ii ii7 V7 iii7 V7/ii ii7,V7 Imaj7',
    'iii7 V7/vi vi7 V7/V ii7 V7/V ii7 V7',
  ),
  jazzMinor: /* @__PURE__ */ bars(
    'i7 iv7 V7 i7 iv7 VII7 IIImaj7 iio,V7',
    'i7 VImaj7 iv7 V7 i7 V7/iv iv7,V7 i7',
    'iv7 VII7 IIImaj7 VImaj7 iio V7 i7 V7',
  ),
  blues: /* @__PURE__ */ bars(
    'I7 IV7 I7 I7 IV7 IV7 I7 V7/ii V7 IV7 I7 V7',
    'I7 I7 I7 I7 IV7 IV7 I7 I7 V7 IV7 I7 V7',
    'IV7 IV7 I7 I7 V7/V V7/V V7 V7',
  ),
  bluesMinor: /* @__PURE__ */ bars(
    'i7 iv7 i7 i7 iv7 iv7 i7 i7 VI7 V7 i7 V7',
    'i7 i7 i7 i7 iv7 iv7 i7 i7 VI7 V7 i7 V7',
    'iv7 iv7 i7 i7 VI7 VI7 V7 V7',
  ),
  folkMajor: /* @__PURE__ */ bars('I IV I V I IV V I', 'IV I V I IV I V,V7 I', 'vi IV I V vi V/V V V7'),
  folkMinor: /* @__PURE__ */ bars('i VII i v i VII VI,VII i', 'III VII i VII III VII V i', 'VI III VII i VI iv V V'),
  classicalMajor: /* @__PURE__ */ bars(
    'I V7 V7 I IV I V/V V',
    'I V7/IV IV iio I V7/V V7 I',
    'vi V7/vi vi ii V7/V V I,IV V7',
  ),
  classicalMinor: /* @__PURE__ */ bars(
    'i V7 V7 i iv i V7/V V',
    'i V7/iv iv VI i,iv iio V7 i',
    'III V7/III III VI iv V7/V V V7',
  ),
  cinematicMajor: /* @__PURE__ */ bars(
    'I iii vi IV I iii IV V',
    'I V vi iii IV I IV V',
    'bVI bVII I V bVI bIII bVII V',
  ),
  cinematicMinor: /* @__PURE__ */ bars(
    'i VI III VII i VI iv V',
    'i III VII iv VI III iv V',
    'VI VII III V7/iv iv VI iio V',
  ),
  danceMajor: /* @__PURE__ */ bars('vi IV I V vi IV I V', 'IV V vi I IV V vi,V I', 'ii IV vi V ii IV V V'),
  danceMinor: /* @__PURE__ */ bars('i i VI VII i i iv VII', 'VI VII i v VI VII i III', 'iv VI i VII iv VI VII V'),
  staticMajor: /* @__PURE__ */ bars('I I IV I I vi IV I', 'IV I vi V IV iii ii V', 'ii IV I vi ii IV V V'),
  staticMinor: /* @__PURE__ */ bars('i i i VII i i VI VII', 'i VII VI VII i VII iv v', 'iv i VI v iv i VI VII'),
  soulMajor: /* @__PURE__ */ bars(
    'Imaj7 iii7 vi7 ii7,V7 Imaj7 V7/ii ii7 V7',
    'IVmaj7 iii7 ii7 V7 IVmaj7 V7/vi vi7 V7',
    'ii7 V7 iii7 vi7 ii7 V7/V V7 V7',
  ),
  soulMinor: /* @__PURE__ */ bars(
    'i7 iv7 VImaj7 V7 i7 iv7 IIImaj7 V7',
    'VImaj7 v7 i7 iv7 VImaj7 VII7 i7 V7',
    'iv7 VII7 IIImaj7 VImaj7 iv7 i7 V7 V7',
  ),
} as const
