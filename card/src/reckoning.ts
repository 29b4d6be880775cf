/** What is true between two messages, reckoned by the browser's monotonic clock: what its calendar says does not matter. */

import type { Walker } from "./contract.js";

export interface Heard {
  walker: Walker;
  version: string;
  /** The home's clock when it was sent. */
  now: string;
  /** The monotonic clock when it came, in milliseconds. */
  at: number;
}

export interface Reckoned {
  activeS: number;
  /** Of the goal. */
  walked: number;
  turnInS: number | null;
  turnDue: boolean;
}

/** The running figures so many milliseconds after they were told. */
export function reckoned({ walker, at }: Heard, clock: number): Reckoned {
  const { session, goal } = walker;
  const walking = walker.phase === "walking" && session !== null;
  const goneS = walking ? Math.max(0, clock - at) / 1000 : 0;
  const backward = session?.direction === "backward";
  const turn = session?.turn ?? null;
  const turnInS = turn && Math.max(0, turn.in_s - goneS);
  return {
    activeS: (session?.active_s ?? 0) + goneS,
    walked: goal.walked + (backward && goal.measure === "minutes" ? goneS : 0),
    turnInS,
    turnDue: turn !== null && walker.phase === "walking" && (turn.due || turnInS === 0),
  };
}

/** How far a message may be behind what was shown before the clock is put back, in seconds. */
const SLACK_S = 1.5;

/** A timer that never goes back by what a message was late. */
export class SteadyTimer {
  #id = "";
  #shownS = 0;

  /** The whole seconds to show. */
  seconds(id: string, activeS: number): number {
    const late = id === this.#id && activeS < this.#shownS && activeS > this.#shownS - SLACK_S;
    if (!late) this.#shownS = Math.floor(activeS + 1e-3);
    this.#id = id;
    return this.#shownS;
  }
}

/** Milliseconds until the next whole second of a span. */
export const untilNextSecond = (activeS: number): number => 1000 - ((activeS * 1000) % 1000) + 4;

/** How much of a target is done: 0 to 1, and more. */
export const share = (walked: number, target: number): number => (target > 0 ? walked / target : walked > 0 ? 1 : 0);

/** Whether the walk goes on as it did, but for its figures. */
export function goesOn({ walker: before, version }: Heard, { walker: after, version: now }: Heard): boolean {
  const same = ({ phase, session, name, path, goal, can }: Walker) =>
    [phase, session?.id, session?.direction, session?.turn?.due, name, path?.blocked, path?.reasons, goal.reached, can.control].join();
  return version === now && after.phase === "walking" && same(before) === same(after);
}
