import { describe, expect, it } from "vitest";
import { daysBetween, Formats, plusDays, weekday } from "../src/formats.js";

const formats = (locale: object = {}, length = "km", zone = "Europe/Berlin") =>
  new Formats({ locale: { language: "en", ...locale }, config: { time_zone: zone, unit_system: { length } } });

/** Intl writes narrow and unbreakable blanks. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("figures", () => {
  it.each([
    [0, "0:00"],
    [59.99, "0:59"],
    [312.4, "5:12"],
    [3725, "1:02:05"],
    [-3, "0:00"],
  ])("show %s seconds as %s", (seconds, shown) => expect(formats().timer(seconds)).toBe(shown));

  it.each([
    [45, "0 min"],
    [600, "10 min"],
    [3600, "1 hr"],
    [3900, "1 hr 5 min"],
    [402_000, "111 hr"],
  ])("show a duration of %s as %s", (seconds, shown) => expect(formats().duration(seconds)).toBe(shown));

  it.each([
    [0, "0 m"],
    [999.4, "999 m"],
    [999.6, "1.00 km"],
    [12_345, "12.3 km"],
    [281_400, "281 km"],
  ])("show %s metres as %s", (metres, shown) => expect(formats().distance(metres)).toBe(shown));

  it("are in miles where the home is", () => {
    const imperial = formats({}, "mi");
    expect(imperial.distance(612)).toBe("0.38 mi");
    expect(plain(imperial.speed(1))).toBe("2.2 mph");
    expect(imperial.distanceUnit).toEqual({ name: "mi", metres: 1609.344 });
  });

  it("have the unit of the language and the digits of the chosen number format", () => {
    expect(plain(formats({ language: "de" }).distance(1240))).toBe("1,24 km");
    expect(formats({ number_format: "decimal_comma" }).number(12345.6, 1)).toBe("12.345,6");
    expect(formats({ number_format: "none" }).number(12345)).toBe("12345");
    expect(plain(formats({ language: "de" }).duration(600, "long"))).toBe("10 Minuten");
    expect(plain(formats({ number_format: "space_comma" }).number(12345.6, 1))).toBe("12 345,6");
  });

  it("fall back to English where the browser does not know the language", () => {
    expect(formats({ language: "not a language" }).duration(600)).toBe("10 min");
  });
});

describe("moments", () => {
  it("are by the home's clock, not by the tablet's", () => {
    expect(plain(formats().time("2026-11-23T17:30:00Z"))).toBe("6:30 PM");
    expect(formats().wall("2026-11-23T23:30:00Z")).toBe("2026-11-24T00:30");
    expect(formats({}, "km", "Asia/Kolkata").wall("2026-11-23T23:30:00Z")).toBe("2026-11-24T05:00");
  });

  it("have 12 or 24 hours as chosen", () => {
    expect(formats({ time_format: "24" }).time("2026-11-23T17:30:00Z")).toBe("18:30");
    expect(plain(formats({ language: "de", time_format: "12" }).time("2026-11-23T17:30:00Z"))).toMatch(/^6:30 PM$/);
  });

  it("of days are the same in every zone", () => {
    expect(formats().day("2026-11-23", { weekday: "long" })).toBe("Monday");
    expect(plusDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(plusDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(weekday("2026-11-23")).toBe(0);
    expect(weekday("2026-11-22")).toBe(6);
    expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
  });
});
