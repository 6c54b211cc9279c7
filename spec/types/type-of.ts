type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `typeOf(value).is<T>()` compiles where `value` is of exactly the type `T`; `any` is only `any`. */
export declare function typeOf<A>(value: A): {
  is<B>(...mismatch: Equal<A, B> extends true ? [] : [B]): void;
};
