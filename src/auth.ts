import { hash, timingSafeEqual } from "node:crypto";

/** Who asks. */
export interface Viewer {
  /** How the ledger names them: "anonymous", or "key:" and the first 8 hex digits of the key's digest. */
  readonly actor: string;
}

/** Answers who sent a request with this Authorization header; null where that carries no key that is accepted. */
export type Authenticate = (authorization: string | null) => Viewer | null;

const ANONYMOUS: Viewer = Object.freeze({ actor: "anonymous" });

/** Accepts the keys of these SHA-256 digests (hex); everybody where there are none. */
export function createAuthenticate(keyDigests: readonly string[]): Authenticate {
  if (keyDigests.length === 0) return () => ANONYMOUS;
  const accepted = keyDigests.map((hex) => ({
    digest: Buffer.from(hex, "hex"),
    viewer: Object.freeze({ actor: `key:${hex.slice(0, 8)}` }),
  }));
  return (authorization) => {
    const key = bearerKey(authorization ?? "");
    if (key === null) return null;
    // Through hex: asked for a Buffer, hash takes four times as long.
    const digest = Buffer.from(hash("sha256", key), "hex");
    let viewer: Viewer | null = null;
    for (const candidate of accepted) {
      // No early exit: how long it takes must not tell which key came close.
      if (timingSafeEqual(candidate.digest, digest)) viewer = candidate.viewer;
    }
    return viewer;
  };
}

function bearerKey(authorization: string): string | null {
  return /^Bearer +(\S+) *$/i.exec(authorization)?.[1] ?? null;
}
