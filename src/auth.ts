import { createHash, timingSafeEqual } from "node:crypto";

/** Who asks. */
export interface Viewer {
  /** How the ledger names them: "anonymous", or "key:" and the first 8 hex digits of the key's digest. */
  readonly actor: string;
}

/** Answers who sent a request; null where it carries no key that is accepted. */
export type Authenticate = (request: Request) => Viewer | null;

const ANONYMOUS: Viewer = Object.freeze({ actor: "anonymous" });

/** Accepts the keys of these SHA-256 digests (hex); everybody where there are none. */
export function createAuthenticate(keyDigests: readonly string[]): Authenticate {
  if (keyDigests.length === 0) return () => ANONYMOUS;
  const accepted = keyDigests.map((hex) => ({
    digest: Buffer.from(hex, "hex"),
    viewer: Object.freeze({ actor: `key:${hex.slice(0, 8)}` }),
  }));
  return (request) => {
    const key = bearerKey(request);
    if (key === null) return null;
    const digest = createHash("sha256").update(key).digest();
    let viewer: Viewer | null = null;
    for (const candidate of accepted) {
      // No early exit: how long it takes must not tell which key came close.
      if (timingSafeEqual(candidate.digest, digest)) viewer = candidate.viewer;
    }
    return viewer;
  };
}

function bearerKey(request: Request): string | null {
  const header = request.headers.get("authorization") ?? "";
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? null;
}
