/**
 * `target` with some members replaced. All others are read from `target` itself, so that getters and private fields of
 * users' classes work, and members of a frozen object can be replaced.
 */
export function override<T extends object>(target: T, own: object): T {
  return new Proxy(
    { ...target },
    {
      get: (_, name) => Reflect.get(Object.hasOwn(own, name) ? own : target, name) as unknown,
      getPrototypeOf: () => Reflect.getPrototypeOf(target),
    },
  );
}
