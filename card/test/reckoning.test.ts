import { describe, expect, it } from "vitest";
import type { Walker } from "../src/contract.js";
import { reckoned, share, SteadyTimer, untilNextSecond, type Heard } from "../src/reckoning.js";
import { walker } from "../dev/home.js";

const heard = (change: object, at = 1000): Heard => ({ walker: walker(change) as Walker, version: "", now: "", at });

describe("between two messages", () => {
  it("the timer, the goal and the turn go on by the monotonic clock", () => {
    const live = reckoned(heard({ session: { active_s: 312.4, turn: { every_s: 120, in_s: 14, due: false } }, goal: { walked: 312 } }), 6500);
    expect(live.activeS).toBeCloseTo(317.9);
    expect(live.walked).toBeCloseTo(317.5);
    expect(live.turnInS).toBeCloseTo(8.5);
    expect(live.turnDue).toBe(false);
  });

  it("a pause stands still", () => {
    const live = reckoned(heard({ session: { turn: { every_s: 120, in_s: 1, due: false } }, phase: "paused" }), 90_000);
    expect(live.activeS).toBe(312.4);
    expect(live.turnDue).toBe(false);
  });

  it("walking forward does not fill the goal", () => {
    expect(reckoned(heard({ session: { direction: "forward" }, goal: { walked: 60 } }), 61_000).walked).toBe(60);
  });

  it("seconds do not fill a goal of steps", () => {
    expect(reckoned(heard({ session: {}, goal: { measure: "steps", walked: 60 } }), 61_000).walked).toBe(60);
  });

  it("a turn is due when its time comes, also while nothing is heard", () => {
    const change = { session: { turn: { every_s: 120, in_s: 3, due: false } } };
    expect(reckoned(heard(change), 3900).turnDue).toBe(false);
    expect(reckoned(heard(change), 4000).turnDue).toBe(true);
  });

  it("a clock of the tablet that is wrong, or is put right, changes nothing", () => {
    const real = Date.now;
    const before = reckoned(heard({ session: {} }), 5000);
    Date.now = () => real() + 3_600_000;
    expect(reckoned(heard({ session: {} }), 5000)).toEqual(before);
    Date.now = real;
  });
});

describe("the timer", () => {
  it("does not go back by what a message was late", () => {
    const timer = new SteadyTimer();
    expect(timer.seconds("a", 13.02)).toBe(13);
    expect(timer.seconds("a", 12.6)).toBe(13);
    expect(timer.seconds("a", 14)).toBe(14);
  });

  it("goes back where the home knows better, and for another walk", () => {
    const timer = new SteadyTimer();
    timer.seconds("a", 100);
    expect(timer.seconds("a", 90)).toBe(90);
    expect(timer.seconds("b", 89)).toBe(89);
  });

  it("ticks just after each whole second", () => {
    expect(untilNextSecond(312.4)).toBeCloseTo(604);
    expect(untilNextSecond(5)).toBeCloseTo(1004);
  });
});

it("a share of no goal is all or nothing", () => {
  expect(share(5, 10)).toBe(0.5);
  expect(share(0, 0)).toBe(0);
  expect(share(1, 0)).toBe(1);
});
