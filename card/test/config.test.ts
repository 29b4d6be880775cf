import { describe, expect, it } from "vitest";
import { form, PARTS, problems, suggestion } from "../src/config.js";
import { learn, speaker } from "../src/words.js";
import { de } from "../src/words-de.js";
import { en } from "../src/words-en.js";
import type { Hass } from "../src/hass.js";

const say = speaker("en");

describe("settings", () => {
  it.each([
    [{ type: "custom:retrowalk-card" }],
    [{ type: "custom:retrowalk-card", walker: "4a1f", layout: "wide", hide: [...PARTS], grid_options: { columns: 6 }, visibility: [] }],
    [{ type: "custom:retrowalk-card", walker: "" }],
  ])("%o are right", (config) => expect(problems(config, say)).toEqual([]));

  it("that are wrong are all told, each with what would be right", () => {
    const wrong = { type: "custom:retrowalk-card", walker: "sensor.sam", layout: "huge", hide: ["nose"], colour: "red" };
    expect(problems(wrong, say)).toEqual([
      "colour is not known here",
      "walker must be the device id of a walker",
      "layout must be one of auto, compact, normal, wide, not huge",
      "hide names nose, which is none of streak, goal, week, next, year, records, controls, path",
    ]);
    expect(problems({ hide: "week" }, say)).toHaveLength(1);
    expect(() => form(say).assertConfig(wrong)).toThrow("colour is not known here");
    expect(() => form(say).assertConfig({})).not.toThrow();
  });

  it("all have a label in the form", () => {
    const { schema, computeLabel, computeHelper } = form(say);
    expect(schema.map(computeLabel)).toEqual(["Walker", "Layout", "Leave out"]);
    expect(computeHelper({ name: "hide" })).toBeUndefined();
  });
});

it("a card is suggested for the entities of walkers, and of nobody else", () => {
  const entities = {
    "calendar.sam": { platform: "retrowalk", device_id: "sam" },
    "sensor.sam_streak": { platform: "retrowalk", device_id: "sam" },
    "sensor.belt_speed": { platform: "retrowalk", device_id: "belt" },
    "calendar.work": { platform: "caldav", device_id: "work" },
  };
  const hass = { entities } as unknown as Hass;
  const card = { config: { type: "custom:retrowalk-card", walker: "sam" } };
  expect(suggestion(hass, "sensor.sam_streak")).toEqual(card);
  expect(suggestion(hass, "sensor.belt_speed")).toBeNull();
  expect(suggestion(hass, "calendar.work")).toBeNull();
  expect(suggestion(hass, "light.none")).toBeNull();
});

describe("words", () => {
  it("are counted as the language counts", () => {
    expect(say("days_in_a_row", {}, 1)).toBe("day in a row");
    expect(say("steps", { n: "1,180" }, 1180)).toBe("1,180 steps");
  });

  it("are English where there are no others, and keep their order among right-to-left ones", () => {
    expect(speaker("xx")("pause")).toBe("Pause");
    expect(speaker("he")("freezes", { n: 1 }, 1)).toBe("\u20661 freeze\u2069");
  });

  it("of another language come from a file of their own, and stay English where that cannot be had", async () => {
    const real = globalThis.fetch;
    globalThis.fetch = (async () => new Response("", { status: 404 })) as typeof fetch;
    await learn("de");
    expect(speaker("de")("turn")).toBe("Turn round");
    globalThis.fetch = (async () => Response.json(de)) as typeof fetch;
    await learn("de-AT");
    expect(speaker("de")("turn")).toBe("Umdrehen");
    globalThis.fetch = real;
  });

  it("of another language are the same ones, with the same gaps", () => {
    for (const [key, text] of Object.entries(de)) {
      const gaps = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).sort();
      expect(Object.keys(en)).toContain(key);
      expect(gaps(text), key).toEqual(gaps(en[key as keyof typeof en]));
    }
    const forms = /_(one|other)$/;
    const missing = Object.keys(en).filter((key) => !(key in de) && !(`${key}_other` in de) && !forms.test(key));
    expect(missing).toEqual([]);
  });
});
