/** Defines a field of data; assigning one named `__proto__` would replace the prototype. */
export function defineField(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
}
