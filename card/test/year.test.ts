import { afterEach, describe, expect, it } from "vitest";
import { STATES } from "../dev/home.js";
import { firstDay, level, WEEKS } from "../src/year.js";
import { day, plain, settled, show, year, type Shown } from "./cards.js";

afterEach(() => document.body.replaceChildren());

const cells = (shown: Shown) => [...year(shown).renderRoot.querySelectorAll<HTMLElement>("button.cell")];
const press = async (element: Element | null | undefined, key: string) => {
  element?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  await settled();
};

describe("the heat map", () => {
  it("has 52 weeks that end with this one, on the walker's weekdays", async () => {
    expect(firstDay("2026-11-26", 0, 0)).toBe("2025-12-01");
    expect(firstDay("2026-11-26", 6, 0)).toBe("2025-11-30");
    expect(firstDay("2026-11-26", 0, 1)).toBe("2024-12-02");
    const shown = await show(STATES.idle);
    expect(cells(shown)).toHaveLength(WEEKS * 7 - 3);
    expect(cells(shown).at(-1)?.dataset.date).toBe("2026-11-26");
  });

  it("fills with what was walked of the goal", () => {
    const walked = (state: any, active_s: number) => level({ date: "", state, active_s, distance_m: 0, steps: 0, sessions: 1 }, 600);
    expect([walked("missed", 0), walked("partial", 200), walked("partial", 400), walked("completed", 600), walked("completed", 900)]).toEqual([0, 1, 2, 3, 4]);
  });

  it("tells each day in words", async () => {
    const shown = await show(STATES.idle);
    expect(cells(shown).at(-1)?.getAttribute("aria-label")).toBe("Thursday, November 26, 2026, 4 minutes, 176 meters, Still open");
    expect(cells(shown).some((cell) => cell.className.includes("frozen"))).toBe(true);
  });

  it("is walked through by keys, with one stop for the tab key", async () => {
    const shown = await show(STATES.idle);
    const stops = () => cells(shown).filter(({ tabIndex }) => tabIndex === 0).map(({ dataset }) => dataset.date);
    expect(stops()).toEqual(["2026-11-26"]);
    const at = (date: string) => year(shown).renderRoot.querySelector(`[data-date="${date}"]`);
    await press(at("2026-11-26"), "ArrowLeft");
    expect(stops()).toEqual(["2026-11-19"]);
    await press(at("2026-11-19"), "ArrowUp");
    await press(at("2026-11-18"), "Home");
    expect(stops()).toEqual(["2025-12-01"]);
    await press(at("2025-12-01"), "ArrowLeft");
    expect(stops()).toEqual(["2025-12-01"]);
    await press(at("2025-12-01"), "End");
    expect(stops()).toEqual(["2026-11-26"]);
  });

  it("goes back a year at a time, as far as there are walks, and asks for no more than it shows", async () => {
    const told = structuredClone(STATES.idle);
    const shown = await show(told);
    const [earlier, later] = year(shown).renderRoot.querySelectorAll<HTMLButtonElement>(".head button");
    expect(later?.disabled).toBe(true);
    earlier?.click();
    await settled();
    const asked = shown.connection.asked.filter(({ type }: { type: string }) => type === "retrowalk/history");
    expect(asked.at(-1)).toMatchObject({ start: "2024-12-02", end: "2025-11-30" });
    expect(later?.disabled).toBe(false);
    const walks = cells(shown).length;
    expect(walks).toBe(WEEKS * 7);
    shown.connection.tell([{ ...told[0], total: { ...told[0].total, sessions: 10 } }]);
    await settled();
    expect(earlier?.disabled).toBe(true);
  });

  it("asks again when the past may have changed, and not with every message", async () => {
    const shown = await show(STATES.idle);
    const count = () => shown.connection.asked.filter(({ type }: { type: string }) => type === "retrowalk/history").length;
    shown.connection.tell(STATES.idle);
    await settled();
    expect(count()).toBe(1);
    shown.connection.tell([{ ...STATES.idle[0], total: { active_s: 1, distance_m: 1, steps: 1, sessions: 613 } }]);
    await settled();
    expect(count()).toBe(2);
  });

  it("says when the past cannot be had, and tries again", async () => {
    const shown = await show(STATES.nobody);
    shown.connection.sendMessagePromise = async () => Promise.reject(new Error("no"));
    shown.connection.tell(STATES.idle);
    await settled();
    const failed = () => year(shown).renderRoot.querySelector(".failed");
    expect(plain(failed()?.textContent ?? "")).toBe("The past could not be loaded. Try again");
    shown.connection.sendMessagePromise = async () => ({ days: [], sessions: [] });
    failed()?.querySelector("button")?.click();
    await settled();
    expect(failed()).toBeNull();
  });

  it("opens the day that is touched", async () => {
    const shown = await show(STATES.idle);
    cells(shown).at(-2)?.click();
    await settled();
    expect(day(shown).isOpen).toBe(true);
    expect(day(shown).date).toBe("2026-11-25");
  });
});
