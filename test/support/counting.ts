import type { BalanceStore } from "../../src/store/port.ts";

/** The same store, and how often each of its functions was called. */
export function counting(store: BalanceStore): {
  readonly store: BalanceStore;
  readonly calls: Readonly<Record<string, number>>;
} {
  const calls: Record<string, number> = {};
  const counted = new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        calls[String(name)] = (calls[String(name)] ?? 0) + 1;
        return Reflect.apply(member, target, args);
      };
    },
  });
  return { store: counted, calls };
}
