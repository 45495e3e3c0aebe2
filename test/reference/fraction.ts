const DIGITS = 10n ** 10n;

/** An exact fraction, for a model that must not share the engine's arithmetic; decimals over 1e10. */
export class Fraction {
  readonly top: bigint;
  readonly bottom: bigint;

  constructor(top: bigint, bottom = 1n) {
    if (bottom === DIGITS) {
      this.top = top;
      this.bottom = bottom;
      return;
    }
    const sign = bottom < 0n ? -1n : 1n;
    const shared = divisor(top, bottom) * sign;
    const lowest = bottom / shared;
    const isDecimal = DIGITS % lowest === 0n;
    this.top = isDecimal ? (top / shared) * (DIGITS / lowest) : top / shared;
    this.bottom = isDecimal ? DIGITS : lowest;
  }

  plus(other: Fraction): Fraction {
    if (this.bottom === other.bottom) return new Fraction(this.top + other.top, this.bottom);
    return new Fraction(
      this.top * other.bottom + other.top * this.bottom,
      this.bottom * other.bottom,
    );
  }

  minus(other: Fraction): Fraction {
    return this.plus(other.negated());
  }

  times(other: Fraction): Fraction {
    return new Fraction(this.top * other.top, this.bottom * other.bottom);
  }

  over(other: Fraction): Fraction {
    return new Fraction(this.top * other.bottom, this.bottom * other.top);
  }

  negated(): Fraction {
    return new Fraction(-this.top, this.bottom);
  }

  isAbove(other: Fraction): boolean {
    if (this.bottom === other.bottom) return this.top > other.top;
    return this.top * other.bottom > other.top * this.bottom;
  }

  isBelow(other: Fraction): boolean {
    return other.isAbove(this);
  }

  isSame(other: Fraction): boolean {
    return this.top === other.top && this.bottom === other.bottom;
  }

  get isPositive(): boolean {
    return this.top > 0n;
  }

  get isNegative(): boolean {
    return this.top < 0n;
  }

  /** The greatest whole number that is not above it. */
  floored(): Fraction {
    return new Fraction(this.whole);
  }

  get whole(): bigint {
    const whole = this.top / this.bottom;
    return whole * this.bottom > this.top ? whole - 1n : whole;
  }

  /** To ten decimals, a half away from zero (M5). */
  rounded(): Fraction {
    return new Fraction(this.units, DIGITS);
  }

  /** Rounded, and counted in units of 1e-10. */
  get units(): bigint {
    if (this.bottom === DIGITS) return this.top;
    const [doubled, bottom] = [2n * this.top * DIGITS, 2n * this.bottom];
    return (doubled + (this.top < 0n ? -this.bottom : this.bottom)) / bottom;
  }
}

export const NONE = new Fraction(0n);
export const ONE = new Fraction(1n);

/** What a command's amount, a count of 1e-10, stands for. */
export function fractionOf(count: bigint): Fraction {
  return new Fraction(count, DIGITS);
}

export function lesser(left: Fraction, right: Fraction): Fraction {
  return left.isBelow(right) ? left : right;
}

export function larger(left: Fraction, right: Fraction): Fraction {
  return left.isAbove(right) ? left : right;
}

/** Without its sign. */
export function sizeOf(value: Fraction): Fraction {
  return value.isNegative ? value.negated() : value;
}

/** Never below zero. */
export function floored(value: Fraction): Fraction {
  return value.isNegative ? NONE : value;
}

export function sum(values: readonly Fraction[]): Fraction {
  return values.reduce((total, value) => total.plus(value), NONE);
}

function divisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
