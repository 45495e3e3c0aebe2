/** A scalar of the right kind and a wrong value; the input's rule turns it into an issue of its field. */
export class Malformed {
  readonly reason: string;
  /** Where in the value it is wrong; empty where it is wrong as a whole. */
  readonly path: readonly string[];

  constructor(reason: string, path: readonly string[] = []) {
    this.reason = reason;
    this.path = path;
  }
}
