import { afterEach, describe, expect, it, vi } from "vitest";
import { STATES } from "../dev/home.js";
import { Formats } from "../src/formats.js";
import { correction, values } from "../src/walk-form.js";
import { day, plain, settled, show, type Shown } from "./cards.js";

afterEach(() => document.body.replaceChildren());

async function opened(date = "2026-11-25", change: object = {}): Promise<Shown & { inside: (selector: string) => HTMLElement | null; words: () => string }> {
  const shown = await show(STATES.idle, {}, change);
  day(shown).open(date);
  await settled();
  const inside = (selector: string) => day(shown).renderRoot.querySelector<HTMLElement>(selector);
  return { ...shown, inside, words: () => plain(inside("dialog")?.textContent ?? "") };
}

const write = (inside: (selector: string) => HTMLElement | null, name: string, value: string) => {
  (inside(`[name=${name}]`) as HTMLInputElement).value = value;
};

describe("a day", () => {
  it("shows its walks", async () => {
    const { words } = await opened();
    expect(words()).toContain("Wednesday, November 25, 2026");
    expect(words()).toContain("6:20 PM – 6:34 PM");
  });

  it("leads to the days beside it, not into the future", async () => {
    const { inside, shown } = { ...(await opened()), shown: null };
    expect(shown).toBeNull();
    inside(".top .flat:last-of-type")?.click();
    await settled();
    expect(inside("h2")?.textContent).toContain("Thursday");
    expect((inside(".top .flat:last-of-type") as HTMLButtonElement).disabled).toBe(true);
  });

  it("only looks for those who may only look", async () => {
    const shown = await show(STATES.guest);
    day(shown).open("2026-11-25");
    await settled();
    expect(day(shown).renderRoot.querySelectorAll(".walks button")).toHaveLength(0);
  });
});

describe("a walk to add", () => {
  const formats = new Formats({ locale: { language: "en" }, config: { time_zone: "Europe/Berlin", unit_system: { length: "km" } } });
  const proposed = (date: string) => {
    const { start, end } = values(null, date, formats);
    return [start, end];
  };

  it("is proposed for the evening of a day that is over, and never for an evening to come", () => {
    vi.useFakeTimers({ now: new Date("2026-11-26T08:20:30Z") });
    expect(proposed("2026-11-25")).toEqual(["2026-11-25T18:00", "2026-11-25T18:10"]);
    expect(proposed("2026-11-26")).toEqual(["2026-11-26T09:10", "2026-11-26T09:20"]);
    vi.setSystemTime(new Date("2026-11-26T17:30:00Z"));
    expect(proposed("2026-11-26")).toEqual(["2026-11-26T18:00", "2026-11-26T18:10"]);
    vi.useRealTimers();
  });
});

describe("a walk of the past", () => {
  it("is changed by what was changed in the form, and by nothing else", async () => {
    const { inside, hass, words } = await opened();
    inside(".walks button")?.click();
    await settled();
    write(inside, "end", "2026-11-25T18:40");
    write(inside, "steps", "1500");
    inside("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    expect(hass.called).toEqual([
      ["retrowalk", "edit_session", { end: "2026-11-25 18:40", steps: 1500, session_id: "walk-2026-11-25" }, { device_id: "sam" }, false],
    ]);
    expect(words()).toContain("Saved. Undo");
    inside(".done .link")?.click();
    await settled();
    expect(hass.called[1].slice(0, 2)).toEqual(["retrowalk", "undo"]);
    expect(words()).toContain("Taken back.");
  });

  it("is left alone where nothing was changed", async () => {
    const { inside, hass } = await opened();
    inside(".walks button")?.click();
    await settled();
    inside("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    expect(hass.called).toEqual([]);
    expect(inside("form")).toBeNull();
  });

  it("is deleted, and brought back by undo", async () => {
    const { inside, hass, words } = await opened();
    inside(".walks button:last-of-type")?.click();
    await settled();
    expect(hass.called[0].slice(1, 3)).toEqual(["delete_session", { session_id: "walk-2026-11-25" }]);
    expect(words()).toContain("Deleted. Undo");
  });

  it("is added with all that is told", async () => {
    const { inside, hass } = await opened();
    inside(".foot button")?.click();
    await settled();
    write(inside, "distance", "512.5");
    inside("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    expect(hass.called[0].slice(1, 3)).toEqual([
      "log_session",
      { start: "2026-11-25 18:00", end: "2026-11-25 18:10", direction: "backward", distance: 512.5 },
    ]);
  });

  it("that is refused says why, in place, and keeps what was written", async () => {
    const { inside, hass, words } = await opened();
    hass.refuses = { code: "service_validation_error", message: "Validation error: Sam walked already at that time.", translation_key: "overlap" };
    inside(".foot button")?.click();
    await settled();
    write(inside, "steps", "77");
    inside("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled();
    expect(words()).toContain("Sam walked already at that time.");
    expect((inside("[name=steps]") as HTMLInputElement).value).toBe("77");
  });
});

describe("the form", () => {
  const formats = (length: string) => new Formats({ locale: { language: "en" }, config: { time_zone: "Asia/Kolkata", unit_system: { length } } });
  const session = {
    id: "a", started_at: "2026-11-25T18:20:00+01:00", finished_at: "2026-11-25T18:34:00+01:00", active_s: 600, backward_s: 600,
    forward_s: 0, distance_m: 1609.344, steps: 900, by_hand: false, direction: "backward" as const,
  };

  it("shows times by the home's clock and distances in its unit", () => {
    expect(values(session, "", formats("mi"))).toMatchObject({ start: "2026-11-25T22:50", distance: "1", minutes: "10" });
  });

  it("gives metres and seconds", () => {
    const form = new FormData();
    form.set("distance", "2");
    form.set("minutes", "12.5");
    expect(correction(form, session, formats("mi"))).toEqual({ distance: 3218.7, duration: { seconds: 750 } });
  });
});
