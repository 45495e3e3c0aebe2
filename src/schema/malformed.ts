/** A scalar of the right kind and a wrong value; the input's rule turns it into an issue of its field. */
export class Malformed {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}
