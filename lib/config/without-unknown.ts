/** The bound of `T`, tasks or hooks by their names, that refuses what is none of the `Options` (4.8). */
export type WithoutUnknown<T, Options> = { [P in keyof T]: { [Q in Exclude<keyof T[P], Options>]: never } };
