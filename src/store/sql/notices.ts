/** Word from other processes that they have changed the catalogue. */
export interface Notices {
  /** To be told of each change, and whenever one may have been missed. */
  readonly onChange: (listener: () => void) => void;
  /** Whether word comes at present. */
  readonly isLive: () => boolean;
  readonly close: () => Promise<void>;
}
