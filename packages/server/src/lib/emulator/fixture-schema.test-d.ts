import { expectTypeOf } from 'vitest'
import type { z } from 'zod'
import type { Fault } from '../http/fault-plan.ts'
import type { FaultRuleSchema, FaultSchema } from './control-schemas.ts'
import type { FaultRule } from './fault-book.ts'
import type { Fixture, FixtureAnswer, FixtureMatch, Pacing } from './fixture.ts'
import type { AnswerSchema, FixtureSchema, PacingSchema } from './fixture-schema.ts'

/** Fixture as it can be written in a file. */
interface FileFixture extends Omit<Fixture, 'answer' | 'match'> {
  readonly match?: Omit<FixtureMatch, 'when'> | undefined
  readonly answer: FixtureAnswer
}

type Leaf = Uint8Array | string | number | boolean | null | undefined | ((...args: never) => unknown)

/** Names of all fields, nested ones included: `answer.error.status`. */
type Paths<Value> = Value extends Leaf
  ? never
  : Value extends readonly (infer Item)[]
    ? Paths<Item>
    : string extends keyof Value
      ? never
      : { [Key in keyof Value & string]-?: Key | `${Key}.${Paths<NonNullable<Value[Key]>>}` }[keyof Value & string]

type Input<Schema extends z.ZodType> = z.input<Schema>

// Without comparing the names, a field that only one side has would be assignable, because all are optional.
expectTypeOf<Paths<Input<typeof AnswerSchema>>>().toEqualTypeOf<Paths<FixtureAnswer>>()
expectTypeOf<Paths<Input<typeof FixtureSchema>>>().toEqualTypeOf<Paths<FileFixture>>()
expectTypeOf<Paths<Input<typeof PacingSchema>>>().toEqualTypeOf<Paths<Pacing>>()
expectTypeOf<Paths<Input<typeof FaultSchema>>>().toEqualTypeOf<Paths<Fault>>()
expectTypeOf<Paths<Input<typeof FaultRuleSchema>>>().toEqualTypeOf<Paths<FaultRule>>()
expectTypeOf<'answer.error.status'>().toExtend<Paths<FileFixture>>()

expectTypeOf<Input<typeof AnswerSchema>>().toExtend<FixtureAnswer>()
expectTypeOf<Input<typeof FixtureSchema>>().toExtend<FileFixture>()
expectTypeOf<Input<typeof PacingSchema>>().toExtend<Pacing>()
expectTypeOf<Input<typeof FaultSchema>>().toExtend<Fault>()
expectTypeOf<Input<typeof FaultRuleSchema>>().toExtend<FaultRule>()

/** Removes `readonly`, which the schemas do not have. */
type Mutable<Value> = unknown extends Value
  ? Value
  : Value extends Leaf
    ? Value
    : Value extends readonly (infer Item)[]
      ? Mutable<Item>[]
      : { -readonly [Key in keyof Value]: Mutable<Value[Key]> }

expectTypeOf<Mutable<FixtureAnswer>>().toExtend<Input<typeof AnswerSchema>>()
expectTypeOf<Mutable<FileFixture>>().toExtend<Input<typeof FixtureSchema>>()
expectTypeOf<Mutable<Pacing>>().toExtend<Input<typeof PacingSchema>>()
expectTypeOf<Mutable<Fault>>().toExtend<Input<typeof FaultSchema>>()
expectTypeOf<Mutable<FaultRule>>().toExtend<Input<typeof FaultRuleSchema>>()
