import type { SKRSContext2D } from '@napi-rs/canvas'
import type { ParticleKind } from '../direction/direction.ts'
import { swing } from '../easing.ts'
import { drawSoftDot } from './soft-dot.ts'

/** One particle: random numbers from 0 to 1 that are constant for the whole clip. */
export interface Mote {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly phase: number
  readonly tint: number
}

/** Drawing parameters of a particle in one frame. */
export interface MoteFrame {
  /** Size in pixels. */
  readonly size: number
  readonly seconds: number
}

/** Movement and look of one kind of particle. Lengths are fractions of the frame's shorter side. */
export interface Flock {
  readonly count: number
  /** Speed of the largest particle per second: downward (negative is upward) and to the right. */
  readonly fall: number
  readonly drift: number
  /** Amplitude and frequency of the sideways swing. */
  readonly sway: readonly [length: number, hertz: number]
  readonly size: readonly [smallest: number, largest: number]
  /** Draws one particle at the origin. */
  readonly paint: (context: SKRSContext2D, mote: Mote, frame: MoteFrame) => void
}

const confettiColors = ['#ff5d5d', '#ffb833', '#ffe45e', '#4fd18b', '#4aa8ff', '#b57bff', '#ff7ac8']
const leafColors = ['#d9772b', '#c1440e', '#e8a33d', '#9c5a1a', '#b8392b']
const petalColors = ['#ffd1e0', '#ffb7cf', '#ffe6ee', '#f9a1c0']
const heartColors = ['#ff4d6d', '#ff758f', '#ff8fa3', '#e63961']

/** Particle kinds that share one motion model. Rain and fireworks have their own. */
export const flocks: Readonly<Record<Exclude<ParticleKind, 'rain' | 'fireworks'>, Flock>> = {
  snow: { count: 170, fall: 0.16, drift: 0.03, sway: [0.025, 0.25], size: [0.0035, 0.011], paint: paintFlake },
  fireflies: { count: 38, fall: -0.02, drift: 0.015, sway: [0.06, 0.13], size: [0.014, 0.03], paint: paintFirefly },
  confetti: { count: 110, fall: 0.26, drift: 0.02, sway: [0.03, 0.5], size: [0.009, 0.018], paint: paintConfetti },
  sparks: { count: 80, fall: -0.34, drift: 0.05, sway: [0.03, 0.4], size: [0.008, 0.017], paint: paintSpark },
  bubbles: { count: 46, fall: -0.15, drift: 0, sway: [0.015, 0.6], size: [0.006, 0.026], paint: paintBubble },
  leaves: { count: 30, fall: 0.15, drift: 0.09, sway: [0.05, 0.3], size: [0.012, 0.024], paint: paintLeaf },
  petals: { count: 46, fall: 0.11, drift: 0.09, sway: [0.04, 0.3], size: [0.006, 0.013], paint: paintPetal },
  smoke: { count: 14, fall: -0.07, drift: 0.05, sway: [0.03, 0.1], size: [0.12, 0.24], paint: paintSmoke },
  fog: { count: 16, fall: 0, drift: 0.045, sway: [0.05, 0.07], size: [0.25, 0.5], paint: paintFog },
  dust: { count: 55, fall: -0.025, drift: 0.02, sway: [0.03, 0.15], size: [0.003, 0.009], paint: paintDust },
  hearts: { count: 22, fall: -0.13, drift: 0, sway: [0.025, 0.4], size: [0.012, 0.026], paint: paintHeart },
  stars: { count: 110, fall: 0, drift: 0, sway: [0, 0], size: [0.003, 0.008], paint: paintStar },
}

function pick(colors: readonly string[], { tint }: Mote): string {
  return colors[Math.floor(tint * colors.length)] ?? '#ffffff'
}

function fillCircle(context: SKRSContext2D, radius: number): void {
  context.beginPath()
  context.arc(0, 0, radius, 0, 2 * Math.PI)
  context.fill()
}

function paintFlake(context: SKRSContext2D, { size: nearness }: Mote, { size }: MoteFrame): void {
  context.globalAlpha *= 0.65 + 0.3 * nearness
  context.fillStyle = '#ffffff'
  fillCircle(context, size)
}

function paintFirefly(context: SKRSContext2D, { phase }: Mote, { size, seconds }: MoteFrame): void {
  context.globalAlpha *= 0.25 + 0.75 * Math.max(0, swing(seconds, 0.3 + phase * 0.25, phase)) ** 2
  context.globalCompositeOperation = 'lighter'
  drawSoftDot(context, '225 255 120', size)
}

function paintConfetti(context: SKRSContext2D, mote: Mote, { size, seconds }: MoteFrame): void {
  context.rotate(mote.phase * 6 + seconds * (1 + mote.tint * 2))
  context.scale(1, swing(seconds, 0.8 + mote.tint, mote.phase))
  context.fillStyle = pick(confettiColors, mote)
  context.fillRect(-size / 2, -size, size, size * 2)
}

function paintSpark(context: SKRSContext2D, { phase, tint }: Mote, { size, seconds }: MoteFrame): void {
  context.globalAlpha *= 0.55 + 0.45 * swing(seconds, 2 + tint * 2, phase)
  context.globalCompositeOperation = 'lighter'
  drawSoftDot(context, tint > 0.5 ? '255 190 80' : '255 130 50', size)
}

function paintBubble(context: SKRSContext2D, _mote: Mote, { size }: MoteFrame): void {
  context.fillStyle = 'rgb(255 255 255 / 0.16)'
  fillCircle(context, size)
  context.strokeStyle = 'rgb(255 255 255 / 0.65)'
  context.lineWidth = Math.max(1, size * 0.1)
  context.stroke()
  context.translate(-size * 0.35, -size * 0.35)
  context.fillStyle = 'rgb(255 255 255 / 0.8)'
  fillCircle(context, size * 0.18)
}

function paintLeaf(context: SKRSContext2D, mote: Mote, { size, seconds }: MoteFrame): void {
  context.rotate(mote.phase * 6 + seconds * (mote.tint - 0.5) * 2.4)
  context.scale(1, 0.35 + 0.65 * Math.abs(swing(seconds, 0.35, mote.phase)))
  context.fillStyle = pick(leafColors, mote)
  context.beginPath()
  context.moveTo(-size, 0)
  context.quadraticCurveTo(0, -size * 0.9, size, 0)
  context.quadraticCurveTo(0, size * 0.9, -size, 0)
  context.fill()
}

function paintPetal(context: SKRSContext2D, mote: Mote, { size, seconds }: MoteFrame): void {
  context.rotate(mote.phase * 6 + seconds * (mote.tint - 0.5) * 2)
  context.scale(1, 0.35 + 0.5 * Math.abs(swing(seconds, 0.3, mote.phase)))
  context.fillStyle = pick(petalColors, mote)
  fillCircle(context, size)
}

function paintSmoke(context: SKRSContext2D, _mote: Mote, { size }: MoteFrame): void {
  context.globalAlpha *= 0.2
  drawSoftDot(context, '205 205 212', size)
}

function paintFog(context: SKRSContext2D, _mote: Mote, { size }: MoteFrame): void {
  context.globalAlpha *= 0.3
  context.scale(1.8, 0.7)
  drawSoftDot(context, '238 242 246', size)
}

function paintDust(context: SKRSContext2D, { phase }: Mote, { size, seconds }: MoteFrame): void {
  context.globalAlpha *= 0.35 + 0.45 * swing(seconds, 0.35, phase) ** 2
  context.globalCompositeOperation = 'lighter'
  drawSoftDot(context, '255 240 200', size * 2)
}

function paintHeart(context: SKRSContext2D, mote: Mote, { size, seconds }: MoteFrame): void {
  context.rotate(0.25 * swing(seconds, 0.3, mote.phase))
  context.globalAlpha *= 0.9
  context.fillStyle = pick(heartColors, mote)
  context.beginPath()
  context.moveTo(0, size)
  context.bezierCurveTo(-size * 1.6, -size * 0.2, -size * 0.7, -size * 1.2, 0, -size * 0.4)
  context.bezierCurveTo(size * 0.7, -size * 1.2, size * 1.6, -size * 0.2, 0, size)
  context.fill()
}

function paintStar(context: SKRSContext2D, { phase, tint }: Mote, { size, seconds }: MoteFrame): void {
  context.globalAlpha *= 0.35 + 0.65 * swing(seconds, 0.25 + tint * 0.5, phase) ** 2
  drawSoftDot(context, '255 252 235', size * 1.8)
}
