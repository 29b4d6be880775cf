/** Figures and moments in the user's language and formats, and in the home's units and zone. */

import type { Hass } from "./hass.js";

const NUMBERS: Record<string, string[]> = {
  comma_decimal: ["en-US", "en"],
  decimal_comma: ["de", "es", "it"],
  space_comma: ["fr", "sv", "cs"],
  quote_decimal: ["de-CH"],
  none: ["en-US"],
};
const NUMERIC = new Set(["integer", "group", "decimal", "fraction"]);
const MILE_M = 1609.344;
const HOUR_S = 3600;
const MOST_WRITTEN = 200;

export class Formats {
  readonly language: string;
  readonly imperial: boolean;
  readonly #numbers = kept((locales, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locales, options));
  readonly #dates = kept((locales, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locales, options));

  /** What was written lately: most of it is the same from second to second. */
  readonly #written = new Map<string, string>();
  readonly #hass: Pick<Hass, "locale" | "config">;

  constructor(hass: Pick<Hass, "locale" | "config">) {
    this.#hass = hass;
    this.language = supported(hass.locale.language);
    this.imperial = hass.config.unit_system.length === "mi";
  }

  /** What has to be the same for the formats to be. */
  static key({ locale, config }: Hass): string {
    return [locale.language, locale.number_format, locale.time_format, config.time_zone, config.unit_system.length].join();
  }

  /** 12:34, or 1:02:03. */
  timer(seconds: number): string {
    const whole = Math.max(0, Math.floor(seconds));
    const parts = [Math.floor(whole / 60) % 60, whole % 60];
    const hours = Math.floor(whole / HOUR_S);
    if (hours > 0) parts.unshift(hours);
    return parts.map((part, at) => this.number(part, 0, at > 0 ? 2 : 1)).join(":");
  }

  /** 12 min, 1 h 5 min, 140 h. */
  duration(seconds: number, display: "short" | "long" = "short"): string {
    const minutes = Math.floor(seconds / 60 + 1e-6);
    if (minutes < 60) return this.#unit(minutes, "minute", 0, display);
    const hours = this.#unit(Math.floor(minutes / 60), "hour", 0, display);
    if (minutes >= 6000 || minutes % 60 === 0) return hours;
    return `${hours} ${this.#unit(minutes % 60, "minute", 0, display)}`;
  }

  /** 612 m, 1.24 km, 0.38 mi. */
  distance(metres: number, display: "short" | "long" = "short"): string {
    if (this.imperial) return this.#unit(metres / MILE_M, "mile", metres < 100 * MILE_M ? 2 : 0, display);
    if (metres < 999.5) return this.#unit(Math.round(metres), "meter", 0, display);
    return this.#unit(metres / 1000, "kilometer", metres < 99_950 ? (metres < 9_995 ? 2 : 1) : 0, display);
  }

  /** The unit in which distances are written down, and how many metres it has. */
  get distanceUnit(): { name: string; metres: number } {
    const unit = this.imperial ? "mile" : "meter";
    const name = this.#format({ unit }).formatToParts(1).find(({ type }) => type === "unit")?.value;
    return { name: name ?? unit, metres: this.imperial ? MILE_M : 1 };
  }

  speed(mps: number): string {
    return this.imperial
      ? this.#unit((mps * HOUR_S) / MILE_M, "mile-per-hour", 1)
      : this.#unit(mps * 3.6, "kilometer-per-hour", 1);
  }

  number(value: number, digits = 0, integers = 1): string {
    return this.#once([value, digits, integers], () => {
      const { number_format: chosen = "language" } = this.#hass.locale;
      const locales = chosen === "system" ? undefined : (NUMBERS[chosen] ?? this.language);
      return this.#numbers(locales, {
        minimumIntegerDigits: integers,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        useGrouping: chosen !== "none",
      }).format(value);
    });
  }

  /** A day, e.g. `{weekday: "long", day: "numeric"}`. */
  day(date: string, options: Intl.DateTimeFormatOptions): string {
    return this.#moment(`${date}T12:00:00Z`, { ...options, timeZone: "UTC" });
  }

  /** The time of day in the home. */
  time(at: string): string {
    const { time_format: chosen } = this.#hass.locale;
    const cycle = chosen === "12" ? "h12" : chosen === "24" ? "h23" : undefined;
    return this.#moment(at, {
      hour: "numeric",
      minute: "2-digit",
      timeZone: this.#hass.config.time_zone,
      ...(cycle && { hourCycle: cycle }),
    });
  }

  /** The home's calendar and clock at a moment, as a field for them has it: 2026-11-23T18:04. */
  wall(at: string): string {
    const parts = this.#dates("en-GB", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZone: this.#hass.config.time_zone,
    }).formatToParts(new Date(at));
    const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
    return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
  }

  #moment(at: string, options: Intl.DateTimeFormatOptions): string {
    const system = this.#hass.locale.time_format === "system" && "hour" in options;
    return this.#dates(system ? undefined : this.language, options).format(new Date(at));
  }

  #once(what: unknown[], write: () => string): string {
    const key = what.join();
    const known = this.#written;
    if (known.size > MOST_WRITTEN) known.clear();
    if (!known.has(key)) known.set(key, write());
    return known.get(key)!;
  }

  /** The unit's name in the user's language, the number as the user writes numbers. */
  #unit(value: number, unit: string, digits: number, display: "short" | "long" = "short"): string {
    return this.#once([value, unit, digits, display], () => {
      const parts = this.#format({ unit, unitDisplay: display, maximumFractionDigits: digits }).formatToParts(value);
      let told = false;
      return parts
        .map((part) => {
          if (!NUMERIC.has(part.type)) return part.value;
          const text = told ? "" : this.number(value, digits);
          told = true;
          return text;
        })
        .join("");
    });
  }

  #format(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return this.#numbers(this.language, { style: "unit", ...options });
  }
}

/** Makes formats, each kind once: that is slow. */
function kept<Options, Format>(make: (locales: Intl.LocalesArgument, options: Options) => Format) {
  const known = new Map<string, Format>();
  return (locales: Intl.LocalesArgument, options: Options): Format => {
    const key = JSON.stringify([locales, options]);
    let format = known.get(key);
    if (!format) known.set(key, (format = make(locales, options)));
    return format;
  };
}

/** A language that the browser can format in. */
function supported(language: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

const DAY_MS = 86_400_000;

/** The day so many days later. */
export const plusDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** 0 for Monday to 6 for Sunday. */
export const weekday = (date: string): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

export const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / DAY_MS);
