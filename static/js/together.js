// Where everybody is at this moment. Pure: no clock, no sound, no page; every time is in milliseconds.

export const SEEK_FROM = 1_000; // further off than this: jump
const NUDGE_FROM = 120; // nearer than this nobody hears a difference
const SETTLED = 40;
const NUDGE = 0.04; // four per cent faster or slower is not heard as another voice

/** The server's clock minus ours, from one answer: it was said halfway between asking and hearing. */
export function offsetOf({ asked, heard, said }) {
  return said - (asked + heard) / 2;
}

/** The best of several: the one with the shortest way, which can be wrong by half of that way at most. */
export function bestOffset(samples) {
  const best = samples.reduce((a, b) => (b.heard - b.asked < a.heard - a.asked ? b : a));
  return offsetOf(best);
}

/** Where the recording is: negative before the beginning, its length at the end. */
export function placeAt({ now, starts, length }) {
  return Math.min(now - starts, length);
}

/** What to do with a player that is at `actual` while all others are at `wanted`. */
export function correction({ actual, wanted, rate = 1 }) {
  const off = wanted - actual;
  if (Math.abs(off) >= SEEK_FROM) return { seek: wanted, rate: 1 };
  if (Math.abs(off) >= NUDGE_FROM || (rate !== 1 && Math.abs(off) > SETTLED)) {
    return { rate: off > 0 ? 1 + NUDGE : 1 - NUDGE };
  }
  return { rate: 1 };
}

/** "12:05", or "1:02:05" from an hour on. */
export function clockWords(milliseconds) {
  const whole = Math.max(0, Math.ceil(milliseconds / 1000));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours, minutes, seconds] = parts.map((part) => String(part).padStart(2, "0"));
  return parts[0] ? `${parts[0]}:${minutes}:${seconds}` : `${minutes}:${seconds}`;
}
